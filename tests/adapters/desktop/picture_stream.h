#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace endrange::test {

/// A process of its own that sends pictures to PipeWire, or takes them, until its end.
class PictureStream {
 public:
  enum class Direction { Out, In };
  /// @param properties  of the stream: key, value, key, value
  PictureStream(Direction direction, const std::vector<std::string>& properties);
  PictureStream(const PictureStream&) = delete;
  PictureStream& operator=(const PictureStream&) = delete;
  ~PictureStream();

  [[nodiscard]] pid_t process() const { return process_; }
  /// What the process calls itself.
  [[nodiscard]] static std::string name() { return "pictures"; }

 private:
  pid_t process_ = -1;
};

}  // namespace endrange::test
