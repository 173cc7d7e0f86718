#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "adapters/protocol/json.h"
#include "apps/endrange/commands/batch.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/solving/solve_file.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::vector<std::filesystem::path> files = {};
  std::filesystem::path out = {};
  std::filesystem::path model = {};
  std::filesystem::path tasks = {};
  std::filesystem::path covariance = {};
  std::filesystem::path errors = {};
};

// `walk.trc.gz` becomes `walk`.
std::string stem_of(std::filesystem::path file) {
  if (file.extension() == ".gz") file = file.stem();
  return file.stem().string();
}

// One file goes where `-o` says; several go into the folder of that name, each under its own.
Result<std::vector<SolveRequest>> make_requests(const Options& options) {
  std::vector<SolveRequest> requests;
  if (options.files.size() == 1) {
    requests.push_back({options.files.front(), options.out, options.model, options.tasks, options.covariance,
                        options.errors});
    return requests;
  }
  if (!options.covariance.empty() || !options.errors.empty()) {
    return fail("expected one file with --covariance or --errors, found several", "",
                "solve them one at a time, or leave it out", Fault::Usage);
  }
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error || !std::filesystem::is_directory(options.out)) {
    return fail("expected a folder for the results of several files", options.out.string(),
                "name a folder with -o", Fault::Usage);
  }
  for (const auto& file : options.files) {
    const auto out = options.out / (stem_of(file) + ".mot");
    if (std::ranges::find(requests, out, &SolveRequest::out) != requests.end()) {
      return fail(fmt::format("two of the files would both become {}", out.string()), file.string(),
                  "solve them into different folders", Fault::Usage);
    }
    requests.push_back({file, out, options.model, options.tasks, {}, {}});
  }
  return requests;
}

void print_summary(const protocol::SolvedFile& one) {
  fmt::print("{} → {}: {} frames, someone seen in {}\n", one.file, one.out, one.frames, one.frames_seen);
  if (!one.largest_marker.empty()) {
    fmt::print(
        "  marker error: total squared {:.6f} m² a frame, RMS {:.2f} mm, max {:.2f} mm ({} at {:.3f} s)\n",
        one.total_squared_m2, one.rms_m * 1e3, one.largest_m * 1e3, one.largest_marker, one.largest_at_s);
  }
  for (const std::string& note : one.notes) fmt::print(stderr, "  {}\n", note);
}

// One line that is written over, for a person who waits.
void print_progress(const std::vector<std::unique_ptr<SolveProgress>>& progress, std::size_t files_done) {
  std::size_t done = 0;
  std::size_t all = 0;
  for (const auto& one : progress) {
    done += one->frames_done;
    all += one->frames_in_all;
  }
  fmt::print(stderr, "\r{} of {} files, {} of {} frames", files_done, progress.size(), done, all);
}

Status run(const Options& options) {
  TRY(const auto requests, make_requests(options));
  std::vector<std::unique_ptr<SolveProgress>> progress;
  for (std::size_t i = 0; i < requests.size(); ++i) progress.push_back(std::make_unique<SolveProgress>());
  std::vector<Result<protocol::SolvedFile>> results(requests.size(), protocol::SolvedFile{});
  run_batch(
      requests.size(), [&](std::size_t i) { results[i] = solve_file(requests[i], *progress[i]); },
      [&](std::size_t done) { print_progress(progress, done); });
  protocol::SolvedFiles solved;
  std::optional<Error> first_error;
  for (auto& result : results) {
    if (result) {
      solved.solved.push_back(std::move(*result));
    } else if (!first_error) {
      first_error = std::move(result).error();
    } else {
      fmt::print(stderr, "endrange: {}\n", result.error().text());
    }
  }
  if (options.common.json) {
    fmt::print("{}\n", protocol::write_json(solved));
  } else {
    for (const auto& one : solved.solved) print_summary(one);
  }
  if (first_error) return fail(std::move(*first_error));
  return {};
}

}  // namespace

void add_solve(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const command = line.add(line.app, "solve", "Read recordings into motions of a body", options->common,
                                 [options] { return run(*options); });
  command->add_option("FILE", options->files, "Recordings: TRC, C3D, BVH, UI-PRMD, landmarks")->required();
  command
      ->add_option(
          "-o,--out", options->out,
          "The motion: coordinates (.mot, .sto), where the body's markers or landmarks are (.trc), or "
          "an animated skeleton (.bvh); a folder for several files, which become .mot")
      ->required()
      ->type_name("OUT.mot|.sto|.trc|.bvh");
  command
      ->add_option(
          "--model", options->model,
          "The body to solve on; otherwise the built-in one, for landmarks, a depth camera's joints and "
          "markers with the names of Plug-in Gait")
      ->type_name("BODY.osim");
  command
      ->add_option("--tasks", options->tasks,
                   "A set-up of OpenSim's inverse kinematics; otherwise all count alike")
      ->type_name("SETUP.xml");
  command->add_option("--covariance", options->covariance, "How sure each frame's coordinates are")
      ->type_name("OUT.csv");
  command->add_option("--errors", options->errors, "Each frame's marker errors")->type_name("OUT.sto");
}

}  // namespace endrange::app
