#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/files/save_text.h"
#include "adapters/protocol/json.h"
#include "adapters/protocol/measure.h"
#include "adapters/protocol/words.h"
#include "apps/endrange/commands/batch.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/measuring/measure_file.h"
#include "apps/endrange/measuring/report.h"
#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/places.h"
#include "core/base/estimate.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::vector<std::filesystem::path> files = {};
  std::string protocol = {};
  std::filesystem::path report = {};
};

std::string text_of(const char* name, const std::optional<double>& mean, const std::optional<double>& error) {
  if (!mean || !error) return fmt::format("{} not seen", name);
  return fmt::format("{} {}", name, words_of({Angle::from_degrees(*mean), Angle::from_degrees(*error)}));
}

void print_measurement(const protocol::FileMeasurement& one) {
  fmt::print("{}: {} {}: {}, {}, {} {} ({})\n", one.file, one.joint_motion, protocol::word_of(one.side),
             text_of("reached", one.reached_deg, one.reached_se_deg),
             text_of("usable", one.usable_deg, one.usable_se_deg), one.repetitions.size(),
             one.repetitions.size() == 1 ? "repetition" : "repetitions", protocol::word_of(one.grade));
  if (!one.grade_reason.empty()) fmt::print("  {}\n", one.grade_reason);
}

void print_difference(const protocol::FileSideDifference& one) {
  fmt::print("{}: right less left, {}: {:.0f}°, {} ({:.0f}° would show)\n", one.file,
             protocol::word_of(one.kind), std::round(one.right_less_left_deg) + 0.0,
             one.verdict == protocol::ChangeVerdict::Changed ? "more than measuring wobbles"
                                                             : "within what measuring wobbles",
             one.mdc_deg);
}

void print_tested(const protocol::FileTested& one) {
  fmt::print("{}: {} {}:", one.file, one.protocol, protocol::word_of(one.side));
  for (const auto& figure : one.figures)
    fmt::print(" {} {},", protocol::word_of(figure.name),
               words_of_figure(figure.value, figure.standard_error, protocol::word_of(figure.unit)));
  fmt::print(" ({})\n", protocol::word_of(one.grade));
  if (!one.grade_reason.empty()) fmt::print("  {}\n", one.grade_reason);
}

Status run(const Options& options) {
  TRY(const auto places, find_places());
  TRY(const auto content, load_content(places.content));
  TRY(const auto instruments, load_instruments(places.content));
  std::vector<Result<measure::TrialResult>> results(options.files.size(), measure::TrialResult{});
  run_batch(
      results.size(),
      [&](std::size_t i) {
        results[i] = measure_file(options.files[i], options.protocol, content.protocols, instruments);
      },
      [&](std::size_t done) { fmt::print(stderr, "\r{} of {} files", done, results.size()); });

  protocol::FileMeasurements measurements;
  std::vector<MeasuredFile> measured;
  std::optional<Error> first_error;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const std::string file = options.files[i].string();
    if (!results[i]) {
      if (!first_error)
        first_error = std::move(results[i]).error();
      else
        fmt::print(stderr, "endrange: {}\n", results[i].error().text());
      continue;
    }
    const auto& result = *results[i];
    if (result.is_refused()) {
      measurements.refusals.push_back({file, result.refusal, result.remedy});
      if (!first_error)
        first_error = Error{result.refusal, file, result.remedy};
      else
        fmt::print(stderr, "endrange: {}\n", Error{result.refusal, file, result.remedy}.text());
    }
    for (const auto& side : result.sides)
      measurements.measurements.push_back(protocol::make_file_measurement(file, side));
    if (auto difference = protocol::make_file_side_difference(file, result))
      measurements.side_differences.push_back(std::move(*difference));
    for (const auto& one : result.figures)
      measurements.tested.push_back(protocol::make_file_tested(file, one.tested));
    measured.push_back({file, result});
  }
  if (!options.report.empty())
    TRY_STATUS(files::save_text(make_report(measured, content.protocols), options.report));
  if (options.common.json) {
    fmt::print("{}\n", protocol::write_json(measurements));
  } else {
    for (const auto& one : measurements.measurements) print_measurement(one);
    for (const auto& one : measurements.side_differences) print_difference(one);
    for (const auto& one : measurements.tested) print_tested(one);
    if (!options.report.empty()) fmt::print("The report is in {}.\n", options.report.string());
  }
  if (first_error) return fail(std::move(*first_error));
  return {};
}

}  // namespace

void add_measure(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const command = line.add(line.app, "measure", "Measure recordings of a body", options->common,
                                 [options] { return run(*options); });
  command
      ->add_option("FILE", options->files,
                   "Recordings: kept ones, landmarks of a camera, joints of a depth camera, markers")
      ->required();
  command->add_option("--protocol", options->protocol, "The test, such as shoulder.abduction")
      ->type_name("ID");
  command->add_option("--report", options->report, "A page with plots that prints")->type_name("OUT.html");
}

}  // namespace endrange::app
