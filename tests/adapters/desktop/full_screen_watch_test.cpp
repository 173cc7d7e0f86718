// Real parts: Xvfb and its properties. The test itself stands in for the window manager: it sets the two
// properties that one sets.
#include "adapters/desktop/full_screen_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xcb/xcb.h>

#include "tests/adapters/desktop/signals.h"

namespace endrange::desktop {
namespace {

using test::Environment;
using test::Heard;
using workday::Signal;

/// A window and what a window manager says about it.
class Manager {
 public:
  Manager() : connection_(xcb_connect(nullptr, nullptr)) {
    root_ = xcb_setup_roots_iterator(xcb_get_setup(connection_)).data->root;
    window_ = xcb_generate_id(connection_);
    xcb_create_window(connection_, XCB_COPY_FROM_PARENT, window_, root_, 0, 0, 100, 100, 0,
                      XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT, 0, nullptr);
    set(root_, "_NET_ACTIVE_WINDOW", XCB_ATOM_WINDOW, {window_});
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  ~Manager() { xcb_disconnect(connection_); }

  void fill_screen(bool is_full) {
    set(window_, "_NET_WM_STATE", XCB_ATOM_ATOM,
        is_full ? std::vector<std::uint32_t>{atom("_NET_WM_STATE_FULLSCREEN")}
                : std::vector<std::uint32_t>());
  }
  void activate_another() { set(root_, "_NET_ACTIVE_WINDOW", XCB_ATOM_WINDOW, {XCB_WINDOW_NONE}); }
  void name(const std::string& title) {
    xcb_change_property(connection_, XCB_PROP_MODE_REPLACE, window_, XCB_ATOM_WM_NAME, XCB_ATOM_STRING, 8,
                        static_cast<std::uint32_t>(title.size()), title.data());
    finish();
  }

 private:
  xcb_atom_t atom(const std::string& name) {
    auto* reply = xcb_intern_atom_reply(
        connection_, xcb_intern_atom(connection_, 0, static_cast<std::uint16_t>(name.size()), name.data()),
        nullptr);
    const auto found = reply->atom;
    std::free(reply);
    return found;
  }
  void set(xcb_window_t which, const std::string& property, xcb_atom_t type,
           const std::vector<std::uint32_t>& values) {
    xcb_change_property(connection_, XCB_PROP_MODE_REPLACE, which, atom(property), type, 32,
                        static_cast<std::uint32_t>(values.size()), values.data());
    finish();
  }
  void finish() {
    std::free(xcb_get_input_focus_reply(connection_, xcb_get_input_focus(connection_), nullptr));
  }

  xcb_connection_t* connection_;
  xcb_window_t root_ = 0;
  xcb_window_t window_ = 0;
};

class FullScreenWatchTest : public ::testing::Test {
 protected:
  void SetUp() override{NEEDS_PROGRAMS("Xvfb")}

  test::Screen screen_;
  Environment display_{"DISPLAY", screen_.name()};
  Environment wayland_{"WAYLAND_DISPLAY", ""};
  Environment session_{"XDG_SESSION_TYPE", "x11"};
};

TEST_F(FullScreenWatchTest, sees_a_full_screen_when_asked_and_hears_its_end) {
  Manager manager;
  auto watch = FullScreenWatch::connect();
  ASSERT_TRUE(watch) << watch.error().text();
  Heard heard(**watch);
  EXPECT_FALSE(heard.now(Signal::FullScreen));
  EXPECT_EQ((*watch)->list_origins().at(0).problem, "");

  manager.fill_screen(true);
  (*watch)->look();
  EXPECT_TRUE(heard.now(Signal::FullScreen));
  manager.fill_screen(false);
  EXPECT_TRUE(heard.comes_to(Signal::FullScreen, false));

  manager.fill_screen(true);
  (*watch)->look();
  EXPECT_TRUE(heard.now(Signal::FullScreen));
  manager.activate_another();
  EXPECT_TRUE(heard.comes_to(Signal::FullScreen, false));
}

TEST_F(FullScreenWatchTest, is_not_woken_by_windows_that_change_their_titles) {
  Manager manager;
  auto watch = FullScreenWatch::connect();
  ASSERT_TRUE(watch) << watch.error().text();
  for (int i = 0; i < 10; ++i) manager.name("title " + std::to_string(i));
  const auto wakeup = (*watch)->wakeup();
  pollfd wait = {wakeup.fd, wakeup.events, 0};
  EXPECT_EQ(::poll(&wait, 1, 300), 0);
}

TEST_F(FullScreenWatchTest, says_that_nobody_manages_the_windows) {
  auto watch = FullScreenWatch::connect();
  ASSERT_TRUE(watch) << watch.error().text();
  EXPECT_NE((*watch)->list_origins().at(0).problem, "");
  screen_.stop();
  EXPECT_FALSE(test::wait_until(**watch, [] { return false; }));
  EXPECT_FALSE((*watch)->on_ready());
}

}  // namespace
}  // namespace endrange::desktop
