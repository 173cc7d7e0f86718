#include "tests/adapters/desktop/picture_stream.h"

#include <pipewire/pipewire.h>
#include <spa/param/video/format-utils.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>

// The library's calls are macros of C.
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace endrange::test {

namespace {

pw_stream* the_stream = nullptr;  // of the child, which has one

void pass_on(void*) {
  if (auto* buffer = pw_stream_dequeue_buffer(the_stream)) pw_stream_queue_buffer(the_stream, buffer);
}

[[noreturn]] void stream_pictures(PictureStream::Direction direction,
                                  const std::vector<std::string>& properties) {
  pw_init(nullptr, nullptr);
  auto* loop = pw_main_loop_new(nullptr);
  auto* all = pw_properties_new(PW_KEY_MEDIA_TYPE, "Video", nullptr);
  for (std::size_t i = 0; i + 1 < properties.size(); i += 2)
    pw_properties_set(all, properties[i].c_str(), properties[i + 1].c_str());
  static pw_stream_events events = {};
  events.version = PW_VERSION_STREAM_EVENTS;
  events.process = pass_on;
  the_stream = pw_stream_new_simple(pw_main_loop_get_loop(loop), "pictures", all, &events, nullptr);

  std::array<std::uint8_t, 1024> memory = {};
  spa_pod_builder builder = {};
  spa_pod_builder_init(&builder, memory.data(), memory.size());
  spa_video_info_raw picture = {};
  picture.format = SPA_VIDEO_FORMAT_RGBA;
  picture.size = {64, 64};
  picture.framerate = {10, 1};
  const auto* format = spa_format_video_raw_build(&builder, SPA_PARAM_EnumFormat, &picture);
  const bool is_out = direction == PictureStream::Direction::Out;
  const auto flags = static_cast<pw_stream_flags>(PW_STREAM_FLAG_MAP_BUFFERS |
                                                  (is_out ? PW_STREAM_FLAG_DRIVER : PW_STREAM_FLAG_NONE));
  pw_stream_connect(the_stream, is_out ? PW_DIRECTION_OUTPUT : PW_DIRECTION_INPUT, PW_ID_ANY, flags, &format,
                    1);
  pw_main_loop_run(loop);
  ::_exit(0);
}

}  // namespace

PictureStream::PictureStream(Direction direction, const std::vector<std::string>& properties)
    : process_(::fork()) {
  if (process_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NAME, name().c_str());
  stream_pictures(direction, properties);
}

PictureStream::~PictureStream() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace endrange::test
