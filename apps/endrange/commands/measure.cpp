#include <fmt/format.h>

#include <memory>
#include <vector>

#include "adapters/files/landmark_file.h"
#include "adapters/protocol/json.h"
#include "adapters/protocol/measure.h"
#include "adapters/protocol/words.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/places.h"
#include "core/base/estimate.h"
#include "core/measure/landmark_trial.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::vector<std::filesystem::path> files = {};
  std::string protocol = {};
};

protocol::FileMeasurement make_measurement(const std::string& file, const protocol::Measured& measured) {
  protocol::FileMeasurement made;
  made.file = file;
  made.joint_motion = measured.joint_motion;
  made.side = measured.side;
  made.protocol = measured.protocol;
  made.set_up = measured.set_up;
  if (measured.reached) {
    made.reached_deg = measured.reached->mean_deg;
    made.reached_se_deg = measured.reached->se_deg;
  }
  if (measured.usable) {
    made.usable_deg = measured.usable->mean_deg;
    made.usable_se_deg = measured.usable->se_deg;
  }
  made.hold_s = measured.hold_s;
  made.grade = measured.grade;
  made.grade_reason = measured.grade_reason;
  made.repetitions = measured.repetitions;
  return made;
}

/// The test asked for, else the one the recording was made for, else the one that fits.
Result<measure::TrialResult> measure_file(const std::filesystem::path& file, const std::string& asked,
                                          const measure::Protocols& protocols) {
  TRY(const auto recording, files::load_landmarks(file));
  const auto id = asked.empty() ? recording.protocol : ProtocolId(asked);
  if (id.is_empty()) return measure::measure_recording(recording, protocols);
  const auto* const protocol = protocols.find(id);
  if (protocol == nullptr)
    return fail(fmt::format("expected a test that Endrange has, found \"{}\"", id.value()), file.string(),
                "give one with --protocol, such as shoulder.abduction");
  return measure::measure_recording(recording, *protocol);
}

std::string text_of(const char* name, const std::optional<double>& mean, const std::optional<double>& error) {
  if (!mean || !error) return fmt::format("{} not seen", name);
  return fmt::format("{} {}", name, words_of({Angle::from_degrees(*mean), Angle::from_degrees(*error)}));
}

void print_measurement(const protocol::FileMeasurement& one) {
  fmt::print("{}: {} {}: {}, {} ({})\n", one.file, one.joint_motion, protocol::word_of(one.side),
             text_of("reached", one.reached_deg, one.reached_se_deg),
             text_of("usable", one.usable_deg, one.usable_se_deg), protocol::word_of(one.grade));
  if (!one.grade_reason.empty()) fmt::print("  {}\n", one.grade_reason);
}

Status run(const Options& options) {
  TRY(const auto places, find_places());
  TRY(const auto content, load_content(places.content));
  protocol::FileMeasurements measurements;
  for (const auto& file : options.files) {
    TRY(const auto result, measure_file(file, options.protocol, content.protocols));
    if (result.is_refused()) return fail(result.refusal, file.string(), result.remedy);
    for (const auto& measured : protocol::make_trial_result(result).measurements)
      measurements.measurements.push_back(make_measurement(file.string(), measured));
  }
  if (options.common.json) {
    fmt::print("{}\n", protocol::write_json(measurements));
    return {};
  }
  for (const auto& one : measurements.measurements) print_measurement(one);
  return {};
}

}  // namespace

void add_measure(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const command = line.add(line.app, "measure", "Measure recordings of landmarks", options->common,
                                 [options] { return run(*options); });
  command->add_option("FILE", options->files, "A kept recording")->required();
  command->add_option("--protocol", options->protocol, "The test, such as shoulder.abduction")
      ->type_name("ID");
}

}  // namespace endrange::app
