// How fast poses are found, in figures that hold on any machine: ratios to two yardsticks run in the same
// minute.
#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numbers>
#include <numeric>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <ctime>
#include "adapters/files/ik_tasks.h"
#include "adapters/files/marker_tasks.h"
#include "adapters/files/open_sim_model.h"
#include "adapters/files/points_file.h"
#include "bench/plain_solver.h"
#include "core/body/built_in_body.h"
#include "core/body/landmarks.h"
#include "core/solve/marker_fit.h"
#include "core/solve/solver.h"

namespace {

using namespace endrange;
// What this thread spent on a core, so that others at work do not count.
struct Clock {
  static double now() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  }
};

double seconds_since(double start_s) {
  return Clock::now() - start_s;
}

std::string find_processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

// Recordings of others, where they are.
std::filesystem::path find_data() {
  const char* folder = std::getenv("ENDRANGE_DATA");
  return folder != nullptr ? std::filesystem::path(folder)
                           : std::filesystem::path(ENDRANGE_SOURCE_DIR) / "../shared/data";
}

// A trial on some body: the terms of each frame.
struct Trial {
  std::string name;
  body::Body body;
  std::vector<std::vector<solve::Term>> frames;
  body::Pose start;
  /// A frame is done when a step gains less than this share of what is left, or moves nothing by more than a
  /// ten-thousandth of a radian. Landmarks are seen to degrees, markers to hundredths.
  double smallest_gain = 1e-9;
  /// The share of a frame's surprise that the velocity led by takes over: all where markers show the motion
  /// itself, a quarter where a camera's noise would be led on.
  double follows = 1.0;
  bool has_point_ties = false;  // which the plain solver does not know
};

// A person who squats, turns and raises both arms, seen as 33 landmarks with the noise of a camera.
Trial make_landmark_trial() {
  const body::Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  const auto points = compute_landmark_points(body);
  Trial trial{"built-in body, 33 landmarks, habits", body, {}, body.neutral_pose()};
  trial.smallest_gain = 1e-4;
  trial.follows = 0.25;
  solve::PosePrior habits{body.neutral_pose(),
                          body::Tangent::Constant(static_cast<Eigen::Index>(body.coordinate_count()), 0.7),
                          solve::Basis::Assumption};
  std::uint64_t state = 1;
  const auto noise = [&] {
    double sum = 0.0;
    for (int i = 0; i < 12; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      sum += static_cast<double>(state >> 11U) * 0x1.0p-53;
    }
    return sum - 6.0;
  };
  // Errors of a camera last: most of each is still there in the next frame.
  constexpr double Lasting = 0.99;
  std::vector<body::Vector3> lasting(points.size(), body::Vector3::Zero());
  const auto noise3 = [&] { return body::Vector3(noise(), noise(), noise()); };
  for (auto& one : lasting) one = noise3();
  for (int frame = 0; frame < 600; ++frame) {
    const double wave = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * frame / 120.0);
    body::Pose pose = body.neutral_pose();
    const auto set = [&](const char* name, double degrees) {
      set_coordinate(body, pose, body.find_coordinate(name).value(), degrees * std::numbers::pi / 180.0);
    };
    for (const std::string side : {"_l", "_r"}) {
      set(("hip_flexion" + side).c_str(), 80.0 * wave);
      set(("knee_angle" + side).c_str(), 90.0 * wave);
      set(("ankle_angle" + side).c_str(), 20.0 * wave);
      set(("arm_add" + side).c_str(), -150.0 * wave);
      set(("elbow_flex" + side).c_str(), 20.0 + 30.0 * wave);
    }
    set("thorax_rotation", 30.0 * wave);
    const auto places = compute_segment_frames(body, pose);
    std::vector<solve::Term> terms = {habits};
    for (std::size_t i = 0; i < points.size(); ++i) {
      const body::BodyPoint& point = points[i];
      const body::Vector3 spread(0.06, 0.02, 0.02);
      lasting[i] = Lasting * lasting[i] + std::sqrt(1.0 - Lasting * Lasting) * noise3();
      const body::Vector3 off = 0.8 * lasting[i] + 0.15 * noise3();
      const body::Vector3 seen = places[point.segment].place(point.p_SQ_S) + off.cwiseProduct(spread);
      terms.emplace_back(solve::PointTarget{point.segment, point.p_SQ_S, seen, spread, solve::Loss::Robust});
    }
    trial.frames.push_back(std::move(terms));
  }
  return trial;
}

// Markers of a recording and the body that follows them.
struct Markers {
  body::Body body;
  motion::PointRecording recording;
  solve::MarkerTasks tasks;
};

struct MarkerFiles {
  std::string name;
  std::string model;
  std::string markers;
  std::string tasks;
};

std::optional<Markers> load_markers(const MarkerFiles& from) {
  const auto data = find_data();
  const auto model = files::load_open_sim_model(data / from.model);
  const auto recording = files::load_points(data / from.markers);
  const auto set_up = files::load_inverse_kinematics_tasks(data / from.tasks);
  if (!model || !recording || !set_up) return std::nullopt;
  const auto tasks = files::make_marker_tasks(*set_up, *model, *recording);
  if (!tasks) return std::nullopt;
  return Markers{model->body, *recording, *tasks};
}

// Markers on a model, couplers and limits included.
Trial make_marker_trial(const std::string& name, const Markers& markers) {
  const auto& [body, recording, tasks] = markers;
  Trial trial{name, body, {}, body.neutral_pose()};
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
    std::vector<solve::Term> terms;
    for (const auto& marker : tasks.markers) {
      if (const auto seen = recording.find(frame, marker.point)) {
        terms.emplace_back(solve::PointTarget{marker.place.segment, marker.place.p_SQ_S, *seen,
                                              body::Vector3::Constant(0.01 / std::sqrt(marker.weight))});
      }
    }
    trial.frames.push_back(std::move(terms));
  }
  solve::MarkerFollower follower(body, tasks);
  trial.has_point_ties = !body.constraints().point_ties.empty();
  trial.start = follower.advance(recording, 0).pose;
  return trial;
}

struct Speed {
  double frames_per_s = 0.0;
  double iterations = 0.0;
  double p99_s = 0.0;
};

constexpr double SmallestStep = 1e-4;

Speed measure(const Trial& trial, bool with_covariance) {
  solve::Solver solver(trial.body);
  solve::PoseSolution solution;
  const solve::SolveOptions options = {.most_iterations = 30,
                                       .smallest_step = SmallestStep,
                                       .smallest_gain = trial.smallest_gain,
                                       .starts_near = true};
  solver.solve(trial.frames.front(), trial.start, {}, solution);
  body::Pose before = solution.pose;
  body::Pose led = before;
  body::Tangent stride = body::Tangent::Zero(static_cast<Eigen::Index>(trial.body.coordinate_count()));
  body::Tangent surprise = stride;
  std::vector<double> times;
  long iterations = 0;
  const auto start = Clock::now();
  do {
    stride.setZero();
    for (const auto& terms : trial.frames) {
      const auto begin = Clock::now();
      // From where the frames before lead.
      retract_into(trial.body, before, stride, led);
      solver.solve(terms, led, options, solution);
      if (with_covariance) solver.compute_uncertainty(terms, solution);
      compute_difference_into(trial.body, led, solution.pose, surprise);
      stride += trial.follows * surprise;
      before.values = solution.pose.values;
      iterations += solution.iterations;
      times.push_back(seconds_since(begin));
    }
  } while (seconds_since(start) < 1.0);
  const double total = seconds_since(start);
  std::ranges::sort(times);
  const auto count = static_cast<double>(times.size());
  return {count / total, static_cast<double>(iterations) / count, times[times.size() * 99 / 100]};
}

double measure_plain(const Trial& trial) {
  bench::PlainSolver plain(trial.body);
  body::Pose pose = trial.start;
  plain.solve(trial.frames.front(), pose, 30, SmallestStep, trial.smallest_gain);
  const auto start = Clock::now();
  std::size_t frames = 0;
  for (const auto& terms : trial.frames) {
    plain.solve(terms, pose, 30, SmallestStep, trial.smallest_gain);
    ++frames;
    if (seconds_since(start) > 3.0) break;
  }
  return static_cast<double>(frames) / seconds_since(start);
}

// One dense Cholesky factorisation of 45 × 45: the least that a textbook iteration costs.
double measure_cholesky() {
  const Eigen::MatrixXd random = Eigen::MatrixXd::Random(60, 45);
  const Eigen::MatrixXd matrix = random.transpose() * random + Eigen::MatrixXd::Identity(45, 45);
  Eigen::LLT<Eigen::MatrixXd> factor(45);
  double sum = 0.0;
  long count = 0;
  const auto start = Clock::now();
  while (seconds_since(start) < 0.5) {
    for (int i = 0; i < 100; ++i) {
      factor.compute(matrix);
      sum += factor.matrixLLT()(44, 44);
    }
    count += 100;
  }
  if (!std::isfinite(sum)) std::puts("the yardstick failed");
  return seconds_since(start) / static_cast<double>(count);
}

void report(const Trial& trial, double cholesky_s) {
  const Speed plain_covariance = measure(trial, true);
  const Speed speed = measure(trial, false);
  const double plain = measure_plain(trial);
  const double iteration_s = 1.0 / (speed.frames_per_s * speed.iterations);
  std::printf("| %s | %.0f | %.0f | %.1f | %.3f | ", trial.name.c_str(), speed.frames_per_s,
              plain_covariance.frames_per_s, speed.iterations, plain_covariance.p99_s * 1e3);
  if (trial.has_point_ties) {
    std::printf("cannot | | ");
  } else {
    std::printf("%.1f | %.0f× | ", plain, speed.frames_per_s / plain);
  }
  std::printf("%.2f |\n", iteration_s / cholesky_s);
}

// Frames a second of several threads together, each with files of its own as `endrange solve` gives them.
double measure_batch(const Markers& markers, std::size_t thread_count) {
  std::vector<double> frames_per_s(thread_count);
  {
    std::vector<std::jthread> threads;
    for (double& speed : frames_per_s) {
      threads.emplace_back([&markers, &speed] {
        const auto start = Clock::now();
        double frames = 0.0;
        do {
          solve::MarkerFollower follower(markers.body, markers.tasks);
          for (std::size_t frame = 0; frame < markers.recording.frame_count(); ++frame) {
            follower.advance(markers.recording, frame);
          }
          frames += static_cast<double>(markers.recording.frame_count());
        } while (seconds_since(start) < 1.0);
        speed = frames / seconds_since(start);
      });
    }
  }
  return std::accumulate(frames_per_s.begin(), frames_per_s.end(), 0.0);
}

void report_batch(const std::string& name, const Markers& markers) {
  std::printf("\nA batch of files, each %s, on several cores:\n\n", name.c_str());
  std::puts("| threads | frames/s together | times one thread |");
  std::puts("|---|---|---|");
  const double alone = measure_batch(markers, 1);
  std::printf("| 1 | %.0f | 1.00 |\n", alone);
  for (std::size_t threads = 2; threads <= std::thread::hardware_concurrency(); threads *= 2) {
    const double together = measure_batch(markers, threads);
    std::printf("| %zu | %.0f | %.2f |\n", threads, together, together / alone);
  }
}

}  // namespace

int main() {
  std::printf("%s, one core\n\n", find_processor().c_str());
  const double cholesky_s = measure_cholesky();
  std::printf("one 45×45 Cholesky: %.1f µs\n\n", cholesky_s * 1e6);
  std::puts(
      "| trial | frames/s | with covariance | iterations a frame | p99 with covariance, ms | plain solver, "
      "frames/s | ratio | Choleskys an iteration |");
  std::puts("|---|---|---|---|---|---|---|---|");
  report(make_landmark_trial(), cholesky_s);
  const std::vector<MarkerFiles> recordings = {
      {"JA1, couplers and limits", "nimblephysics/ja1/rescaled.osim", "nimblephysics/ja1/JA1Gait35.trc",
       "opensim-reference/JA1/setup_acc1e-9.xml"},
      {"squats1, couplers and limits", "nimblephysics/subject4/Models/manually_scaled.osim",
       "nimblephysics/subject4/MarkerData/squats1.trc", "opensim-reference/squats1/setup_acc1e-9.xml"},
      {"abdbonepin, point tie", "opensim-core/ik/subject1_abdbonepin.osim", "opensim-core/ik/abdbonepin.trc",
       "opensim-reference/abdbonepin/setup_acc1e-9.xml"},
  };
  for (const MarkerFiles& from : recordings) {
    if (const auto markers = load_markers(from)) {
      report(make_marker_trial(from.name, *markers), cholesky_s);
    } else {
      std::printf("| %s | not measured: no recordings here (ENDRANGE_DATA) | | | | | | |\n",
                  from.name.c_str());
    }
  }
  if (const auto markers = load_markers(recordings.front())) {
    report_batch(recordings.front().name, *markers);
  } else {
    std::puts("\nBatches were not measured: no recordings here (ENDRANGE_DATA).");
  }
}
