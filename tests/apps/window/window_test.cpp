// Oracle: the picture of the screen, exit statuses and the process table. Limits: the X server has no card
// and no window manager, and sway's headless outputs cannot be taken away, so monitors go on X only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/window/site.h"
#include "tests/apps/window/stage.h"

namespace endrange {
namespace {

using namespace std::chrono_literals;
using test::comes_true;
using test::Picture;
using test::Site;
using test::WaylandStage;
using test::Window;
using test::XStage;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// What a window ends with (apps/endrange-window/main.cpp).
enum Ending { Over = 0, BadAddress = 1, BadCommandLine = 2, NeverSeen = 3, Left = 4 };

constexpr test::Colour PageColour = {0, 102, 204};
constexpr test::Colour Paper = {250, 248, 245};
const std::string Page = "<!doctype html><body style='background:#0066cc;color:white'><h1>A page</h1>";
/// Most of the screen: all but the strip with the way out and some words.
constexpr double Most = 0.85;

bool is_most(const Picture& picture, const test::Colour& colour, int from) {
  return picture.compute_share(colour, from, from + XStage::Width) > Most;
}
/// A calm cover: paper, and words on it.
bool is_calm(const Picture& picture, int from) {
  const auto words = picture.compute_share_of(from, from + XStage::Width, [](const test::Colour& seen) {
    return seen.red < 150 && seen.green < 150 && seen.blue < 150;
  });
  return is_most(picture, Paper, from) && words > 0.001;
}

class WindowTest : public testing::Test {
 protected:
  void SetUp() override {
    const bool is_required = std::getenv("CI") != nullptr;
    const std::string window = ENDRANGE_WINDOW_PROGRAM;
    ASSERT_TRUE(!is_required || !window.empty()) << "endrange-window is not built: its libraries are missing";
    if (window.empty()) GTEST_SKIP() << "endrange-window is not built: its libraries are missing";
    for (const auto* program :
         {"Xvfb", "Xorg", "xrandr", "xdotool", "ffmpeg", "sway", "swaymsg", "grim", "wtype"}) {
      ASSERT_TRUE(!is_required || test::is_installed(program)) << program << " is not installed";
      if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";
    }
  }
};

TEST_F(WindowTest, shows_the_page_on_the_main_monitor_and_calm_on_the_other) {
  const XStage stage(XStage::Monitors::Two);
  ASSERT_TRUE(stage.is_there());
  const Site site({{"/", Page}});
  Window window(stage.variables(), site.origin() + "/", {"--monitor", "primary", "--theme", "light"});
  ASSERT_TRUE(window.says("painted ")) << window.said();
  EXPECT_THAT(window.said(), HasSubstr("\nmonitors 2\n"));
  std::printf("%s", window.said().c_str());
  EXPECT_TRUE(comes_true([&] {
    const auto picture = stage.photograph("window-primary", 2);
    return is_most(picture, PageColour, 0) && is_calm(picture, XStage::Width);
  }));
  window.end_input();
  EXPECT_EQ(window.wait_for_status(), Over);
}

TEST_F(WindowTest, takes_the_monitor_with_the_pointer_and_follows_monitors_that_go_and_come) {
  const XStage stage(XStage::Monitors::Two);
  ASSERT_TRUE(stage.is_there());
  stage.run({"xdotool", "mousemove", "1900", "300"});
  const Site site({{"/", Page}});
  Window window(stage.variables(), site.origin() + "/", {"--monitor", "pointer", "--theme", "light"});
  ASSERT_TRUE(window.says("painted ")) << window.said();
  EXPECT_TRUE(comes_true([&] {
    const auto picture = stage.photograph("window-pointer", 2);
    return is_calm(picture, 0) && is_most(picture, PageColour, XStage::Width);
  }));

  stage.run({"xrandr", "--output", "DUMMY1", "--off"});
  ASSERT_TRUE(window.says("monitors 1")) << window.said();
  EXPECT_TRUE(comes_true([&] { return is_most(stage.photograph("window-monitor-gone", 1), PageColour, 0); }));

  stage.run({"xrandr", "--output", "DUMMY1", "--mode", "1280x720", "--right-of", "DUMMY0"});
  EXPECT_TRUE(comes_true([&] {
    const auto picture = stage.photograph("window-monitor-back", 2);
    return is_most(picture, PageColour, 0) && is_calm(picture, XStage::Width);
  }));
  EXPECT_TRUE(window.is_running());
}

TEST_F(WindowTest, lies_above_all_on_a_compositor_with_layers_and_follows_a_new_monitor) {
  const WaylandStage stage;
  ASSERT_TRUE(stage.is_there());
  const Site site({{"/", Page}});
  Window window(stage.variables(), site.origin() + "/", {"--monitor", "primary", "--theme", "light"});
  ASSERT_TRUE(window.says("painted ")) << window.said();
  EXPECT_TRUE(comes_true([&] {
    const auto picture = stage.photograph("window-layers");
    return is_most(picture, PageColour, 0) && is_calm(picture, XStage::Width);
  }));
  stage.add_monitor();
  ASSERT_TRUE(window.says("monitors 3")) << window.said();
  EXPECT_TRUE(comes_true([&] { return is_most(stage.photograph("window-layers-three"), PageColour, 0); }));
  EXPECT_TRUE(comes_true([&] {
    stage.press_escape();
    return !window.is_running();
  }));
  EXPECT_EQ(window.wait_for_status(), Left);
}

TEST_F(WindowTest, is_left_by_the_second_escape_not_the_first_and_nothing_of_it_stays) {
  const XStage stage(XStage::Monitors::One);
  const Site site({{"/", Page}});
  Window window(stage.variables(), site.origin() + "/");
  ASSERT_TRUE(window.says("painted ")) << window.said();
  const auto processes = test::find_descendants(window.pid());
  EXPECT_THAT(processes, Not(IsEmpty())) << "WebKit has processes of its own";
  stage.press_escape();
  std::this_thread::sleep_for(1s);
  ASSERT_TRUE(window.is_running()) << "the first Escape only asks";
  static_cast<void>(stage.photograph("window-asks", 1));
  // On a slow machine the question may have gone away meanwhile; then it is asked again.
  EXPECT_TRUE(comes_true([&] {
    stage.press_escape();
    return !window.is_running();
  }));
  EXPECT_EQ(window.wait_for_status(), Left);
  EXPECT_TRUE(comes_true([&] { return test::count_running(processes) == 0; }));
}

TEST_F(WindowTest, is_left_by_two_clicks) {
  const XStage stage(XStage::Monitors::One);
  const Site site({{"/", Page}});
  Window window(stage.variables(), site.origin() + "/");
  ASSERT_TRUE(window.says("painted ")) << window.said();
  stage.run({"xdotool", "mousemove", std::to_string(XStage::Width - 50), "26"});
  EXPECT_TRUE(comes_true([&] {
    stage.run({"xdotool", "click", "1"});
    std::this_thread::sleep_for(300ms);
    return !window.is_running();
  }));
  EXPECT_EQ(window.wait_for_status(), Left);
}

TEST_F(WindowTest, is_left_though_the_page_hangs) {
  const XStage stage(XStage::Monitors::One);
  const Site site(
      {{"/", Page + "<script>setTimeout(() => { fetch('/hangs'); setTimeout(() => { for (;;); }, 300); }, "
                    "1000)</script>"}});
  Window window(stage.variables(), site.origin() + "/");
  ASSERT_TRUE(window.says("painted ")) << window.said();
  ASSERT_TRUE(comes_true([&] { return site.was_asked("/hangs"); }));
  std::this_thread::sleep_for(1s);
  const auto processes = test::find_descendants(window.pid());
  EXPECT_TRUE(comes_true([&] {
    stage.press_escape();
    return !window.is_running();
  }));
  EXPECT_EQ(window.wait_for_status(), Left);
  EXPECT_TRUE(comes_true([&] { return test::count_running(processes) == 0; }))
      << "nor does the hung page stay";
}

TEST_F(WindowTest, ends_itself_when_the_page_never_appears) {
  const XStage stage(XStage::Monitors::One);
  const Site site({});
  Window never_answered(stage.variables(), site.origin() + "/silent", {"--patience", "2"});
  EXPECT_EQ(never_answered.wait_for_status(), NeverSeen);
  EXPECT_THAT(never_answered.said(), Not(HasSubstr("painted")));

  const auto closed = std::make_unique<Site>(std::map<std::string, std::string>())->origin();
  Window not_there(stage.variables(), closed + "/");
  EXPECT_EQ(not_there.wait_for_status(), NeverSeen) << "at once, not after its patience";

  auto without_display = stage.variables();
  without_display["DISPLAY"] = ":987";
  Window nowhere(without_display, site.origin() + "/");
  EXPECT_EQ(nowhere.wait_for_status(), NeverSeen);
}

TEST_F(WindowTest, is_left_though_the_page_never_appears) {
  const XStage stage(XStage::Monitors::One);
  const Site site({});
  Window window(stage.variables(), site.origin() + "/silent");
  ASSERT_TRUE(window.says("shown ")) << window.said();
  EXPECT_TRUE(comes_true([&] {
    stage.press_escape();
    return !window.is_running();
  }));
  EXPECT_EQ(window.wait_for_status(), Left);
}

TEST_F(WindowTest, takes_an_address_of_this_machine_and_nothing_else) {
  const XStage stage(XStage::Monitors::One);
  for (const auto* address :
       {"", "http://example.org/", "http://127.0.0.1.example.org:80/", "file:///etc/passwd",
        "https://127.0.0.1:7333/", "http://127.0.0.1:7333", "http://127.0.0.1:7333@example.org/"})
    EXPECT_EQ(Window(stage.variables(), address).wait_for_status(), BadAddress) << address;
  Window asked_wrongly(stage.variables(), "http://127.0.0.1:7333/", {"--monitor", "ceiling"});
  EXPECT_EQ(asked_wrongly.wait_for_status(), BadCommandLine);
}

TEST_F(WindowTest, shows_one_origin_and_gives_the_page_no_camera_no_windows_and_no_memory) {
  const XStage stage(XStage::Monitors::One);
  const Site other({{"/", Page}});
  const auto elsewhere = other.origin();
  const auto far = "http://127.0.0.2:" + std::to_string(other.port());
  const std::string script =
      "const own = (path) => fetch(path).catch(() => undefined);"
      "const tell = async () => {"
      "  localStorage.setItem('memory', 'Zn7qMark');"
      "  document.cookie = 'memory=Zn7qMark; max-age=100000';"
      "  let camera = 'none';"
      "  try { await navigator.mediaDevices.getUserMedia({video: true}); camera = 'given'; } catch { camera "
      "= 'refused'; }"
      "  await own('/camera-' + camera);"
      "  for (const to of ['" +
      elsewhere + "/fetched', '" + far +
      "/fetched', 'http://example.invalid/'])"
      "    await fetch(to, {mode: 'no-cors', signal: AbortSignal.timeout(3000)}).catch(() => undefined);"
      "  await own('/window-' + (window.open('" +
      elsewhere +
      "/opened') === null ? 'refused' : 'given'));"
      "  location.href = '" +
      elsewhere +
      "/went';"
      "  setTimeout(() => own('/still-here'), 1500);"
      "};"
      "setTimeout(tell, 500);";
  const Site site({{"/", Page + "<img src='" + elsewhere + "/seen'><script>" + script + "</script>"}});
  const test::TemporaryFolder home;
  auto variables = stage.variables();
  variables["HOME"] = home.path().string();
  for (const auto* name : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"})
    variables[name] = home.path().string();
  Window window(variables, site.origin() + "/");
  ASSERT_TRUE(window.says("painted ")) << window.said();
  ASSERT_TRUE(comes_true([&] { return site.was_asked("/still-here"); }))
      << ::testing::PrintToString(site.asked());
  EXPECT_TRUE(site.was_asked("/camera-refused"));
  EXPECT_TRUE(site.was_asked("/window-refused"));
  EXPECT_THAT(other.asked(), IsEmpty());
  window.end_input();
  EXPECT_EQ(window.wait_for_status(), Over);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(home.path()))
    EXPECT_THAT(test::read_file(entry.path()), Not(HasSubstr("Zn7qMark"))) << entry.path();
}

}  // namespace
}  // namespace endrange
