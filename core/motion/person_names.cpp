#include "core/motion/person_names.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace endrange::motion {
namespace {

// What stands before a colon in every name that has one.
std::string find_person(const PointRecording& recording) {
  std::string person;
  for (const std::string& name : recording.names()) {
    const std::size_t colon = name.find(':');
    if (colon == std::string::npos) continue;
    if (!person.empty() && name.substr(0, colon + 1) != person) return {};
    person = name.substr(0, colon + 1);
  }
  return person;
}

}  // namespace

PointRecording drop_person(const PointRecording& recording) {
  const std::string person = find_person(recording);
  if (person.empty()) return recording;
  std::vector<std::string> names;
  for (const std::string& name : recording.names()) {
    names.push_back(name.starts_with(person) ? name.substr(person.size()) : name);
    if (std::ranges::find(names, names.back()) != std::prev(names.end())) return recording;
  }
  PointRecording plain(std::move(names), recording.space());
  plain.source = recording.source;
  plain.source.notes.push_back("markers' names were read without the " + person + " before them");
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
    plain.append_frame(recording.time_s()[frame]);
    for (std::size_t i = 0; i < recording.point_count(); ++i) {
      if (const auto seen = recording.find(frame, i))
        plain.place(frame, i, *seen, recording.confidence(frame, i));
    }
  }
  return plain;
}

}  // namespace endrange::motion
