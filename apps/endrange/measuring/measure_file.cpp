#include "apps/endrange/measuring/measure_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "adapters/files/landmark_file.h"
#include "adapters/files/mediapipe_export.h"
#include "adapters/files/points_file.h"
#include "core/measure/landmark_trial.h"
#include "core/measure/seen_motion.h"
#include "core/motion/person_names.h"
#include "core/solve/depth_person.h"

namespace endrange::app {
namespace {

/// Fewer of a marker set's names than this do not place a body.
constexpr std::size_t FewestMarkers = 12;

/// The test that was asked for; nothing where none was.
Result<const measure::Protocol*> find_asked(const ProtocolId& id, const std::filesystem::path& file,
                                            const measure::Protocols& protocols) {
  if (id.is_empty()) return nullptr;
  const auto* const protocol = protocols.find(id);
  if (protocol == nullptr)
    return fail(fmt::format("expected a test that Endrange has, found \"{}\"", id.value()), file.string(),
                "give one with --protocol, such as shoulder.abduction");
  return protocol;
}

Result<measure::TrialResult> measure_landmarks(const motion::LandmarkRecording& recording,
                                               const std::filesystem::path& file, const std::string& asked,
                                               const measure::Protocols& protocols) {
  TRY(const auto* const protocol,
      find_asked(asked.empty() ? recording.protocol : ProtocolId(asked), file, protocols));
  return protocol == nullptr ? measure::measure_recording(recording, protocols)
                             : measure::measure_recording(recording, *protocol);
}

Result<measure::SeenMotion> see_points(const motion::PointRecording& given, const Instruments& instruments) {
  const motion::PointRecording recording = motion::drop_person(given);
  if (solve::find_depth_points(recording))
    return measure::see_depth_recording(recording, instruments.depth_camera);
  const auto known = std::ranges::count_if(
      instruments.markers.markers,
      [&](const solve::UsualMarker& marker) { return recording.find_point(marker.name).has_value(); });
  if (static_cast<std::size_t>(known) < FewestMarkers)
    return fail(
        fmt::format("expected the joints of a depth camera or the markers of {}, found {} points with "
                    "other names",
                    instruments.markers.name, recording.point_count()),
        "", "measure landmarks of a camera, or a recording with these names");
  return measure::see_marker_recording(recording, instruments.markers);
}

}  // namespace

Result<measure::TrialResult> measure_file(const std::filesystem::path& file, const std::string& asked,
                                          const measure::Protocols& protocols,
                                          const Instruments& instruments) {
  TRY(const auto format, files::find_format(file));
  if (format == files::RecordingFormat::Landmarks) {
    TRY(const auto recording, files::load_landmarks(file));
    return measure_landmarks(recording, file, asked, protocols);
  }
  if (format == files::RecordingFormat::MediapipeExport) {
    TRY(const auto read, files::load_mediapipe_export(file));
    return measure_landmarks(read.recording, file, asked, protocols);
  }
  TRY(const auto* const protocol, find_asked(ProtocolId(asked), file, protocols));
  TRY(const auto recording, files::load_points(file));
  if (recording.space() == motion::PointSpace::Picture)
    return fail("expected points in space, found points in a picture", file.string(),
                "give landmarks with world coordinates, joints of a depth camera or markers");
  auto seen = see_points(recording, instruments);
  if (!seen) {
    Error error = std::move(seen).error();
    if (error.where.empty()) error.where = file.string();
    return fail(std::move(error));
  }
  return protocol == nullptr ? measure::measure_motion(*seen, protocols)
                             : measure::measure_motion(*seen, *protocol);
}

}  // namespace endrange::app
