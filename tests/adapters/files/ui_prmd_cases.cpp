#include "tests/adapters/files/ui_prmd_cases.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <tuple>

#include "adapters/files/cells.h"
#include "adapters/files/text_source.h"
#include "adapters/files/ui_prmd.h"
#include "tests/support/recordings.h"

namespace endrange::test {
namespace {

using solve::DepthAngle;

DepthAngle find_angle(const std::string& row) {
  static const std::map<std::string, DepthAngle> angles = {
      {"m06_hip_trunk", DepthAngle::HipFlexionFromTrunk},
      {"m07_abduction_3pt", DepthAngle::ArmElevation},
      {"m07_abduction_trunk", DepthAngle::ArmElevationFromTrunk},
      {"m08_extension_3pt", DepthAngle::ArmElevation},
      {"m08_extension_sagittal", DepthAngle::ArmExtension},
      {"m09_forearm", DepthAngle::ForearmTurn},
      {"m10_scaption_3pt", DepthAngle::ArmElevation},
      {"m10_scaption_trunk", DepthAngle::ArmElevationFromTrunk}};
  const auto found = angles.find(row);
  if (found != angles.end()) return found->second;
  return row.find("knee") != std::string::npos ? DepthAngle::KneeFlexion : DepthAngle::HipFlexion;
}

int number_of(const std::string& repetition) {
  return std::stoi(repetition.substr(1));
}

// One person's peaks of one row and side, with what their intervals need.
struct Set {
  std::vector<std::size_t> cases;
  std::vector<solve::DepthPeak> peaks;
  std::vector<double> noise_variance;
};

const solve::DepthFold* find_fold(const solve::DepthCamera& camera, const std::string& subject) {
  for (const auto& fold : camera.folds) {
    if (fold.left_out == subject) return &fold;
  }
  return nullptr;
}

}  // namespace

std::vector<Case> load_cases(const AgreementPlan& plan) {
  const auto reference = find_recording("ui-prmd/reference.csv");
  if (!reference) return {};
  const auto text = files::load_bytes(*reference);
  EXPECT_TRUE(text.has_value());
  std::vector<Case> cases;
  if (!text) return cases;
  files::LineReader lines(*text, "reference.csv");
  std::vector<std::string_view> cells;
  while (const auto line = lines.next()) {
    files::split_into(*line, ',', cells);
    if (cells.size() < 14 || cells[3] != "correct" || cells[13] != "0") continue;
    Case one{.movement = std::string(cells[0]),
             .subject = std::string(cells[1]),
             .repetition = std::string(cells[2]),
             .row = std::string(cells[5]),
             .side = cells[4] == "left" ? Side::Left : Side::Right};
    if (std::ranges::find(Subjects, one.subject) == Subjects.end()) continue;
    const int repetition = number_of(one.repetition);
    if (repetition < plan.first_repetition || repetition > plan.last_repetition) continue;
    const auto marker = files::find_number(cells[7]);
    const auto naive = files::find_number(cells[9]);
    if (!marker || !naive) continue;
    one.marker_deg = *marker;
    one.naive_deg = *naive;
    cases.push_back(std::move(one));
  }
  return cases;
}

std::vector<NamedRecording> load_recordings(const std::string& subject, const AgreementPlan& plan) {
  std::vector<NamedRecording> recordings;
  for (int movement = 1; movement <= 10; ++movement) {
    for (int repetition = plan.first_repetition; repetition <= plan.last_repetition; ++repetition) {
      const auto path =
          find_recording(fmt::format("ui-prmd/Segmented_Movements/Kinect/Positions/"
                                     "m{:02}_{}_e{:02}_positions.txt.gz",
                                     movement, subject, repetition));
      if (!path) return {};
      auto points = files::load_ui_prmd(*path);
      EXPECT_TRUE(points.has_value()) << points.error().text();
      if (!points) continue;
      recordings.push_back(
          {fmt::format("m{:02}", movement), fmt::format("e{:02}", repetition), std::move(*points)});
    }
  }
  return recordings;
}

std::vector<Scored> score_cases(const std::vector<Case>& cases, const solve::DepthCamera& camera,
                                const AgreementPlan& plan) {
  std::vector<Scored> scored;
  for (const Case& one : cases) scored.push_back({.one = one, .used = one.side});
  for (const std::string& subject : Subjects) {
    const auto recordings = load_recordings(subject, plan);
    std::vector<motion::PointRecording> all;
    for (const NamedRecording& recording : recordings) all.push_back(recording.points);
    const auto person = solve::calibrate_depth_person(all, camera);
    EXPECT_TRUE(person.has_value()) << person.error().text();
    if (!person) return {};
    const solve::DepthFold* fold = plan.leaves_subject_out ? find_fold(camera, subject) : nullptr;
    const solve::DepthOffsets& offsets = fold != nullptr ? fold->offsets : camera.offsets;
    const solve::DepthIntervals& intervals = fold != nullptr ? fold->intervals : camera.intervals;
    solve::DepthFit fit(camera, *person);
    std::map<std::tuple<std::string, Side>, Set> sets;
    for (const NamedRecording& recording : recordings) {
      const auto is_mine = [&](const Case& one) {
        return one.subject == subject && one.movement == recording.movement &&
               one.repetition == recording.repetition;
      };
      if (std::ranges::none_of(cases, is_mine)) continue;
      const auto fitted = fit.fit(recording.points);
      EXPECT_TRUE(fitted.has_value()) << fitted.error().text();
      if (!fitted) continue;
      for (std::size_t i = 0; i < cases.size(); ++i) {
        if (!is_mine(cases[i])) continue;
        if (plan.finds_front_leg && cases[i].row == "m03_front_knee") {
          std::vector<solve::JointCentres> polygons;
          for (const auto& pose : fitted->motion.poses) {
            polygons.push_back(
                solve::compute_polygon(fitted->body, compute_segment_frames(fitted->body, pose)));
          }
          scored[i].used = solve::find_front_leg(polygons);
        }
        const auto peak = solve::find_depth_peak(*fitted, find_angle(cases[i].row), scored[i].used, offsets);
        Set& set = sets[{cases[i].row, cases[i].side}];
        set.cases.push_back(i);
        set.peaks.push_back(peak);
        set.noise_variance.push_back(
            plan.has_intervals ? solve::compute_noise_variance(
                                     fitted->body, fitted->motion.poses[peak.frame],
                                     fit.compute_covariance(*fitted, recording.points, peak.frame), peak)
                               : 0.0);
      }
    }
    for (const auto& [key, set] : sets) {
      const auto estimates =
          solve::estimate_set(find_angle(std::get<0>(key)), set.peaks, set.noise_variance, intervals, camera);
      for (std::size_t k = 0; k < set.cases.size(); ++k) {
        Scored& one = scored[set.cases[k]];
        one.alone_deg = estimates[k].alone.degrees();
        one.in_set_deg = estimates[k].in_set.degrees();
        one.half_width_deg = estimates[k].half_width.degrees();
        one.noise_deg = Angle::from_radians(std::sqrt(set.noise_variance[k])).degrees();
      }
    }
  }
  return scored;
}

std::vector<std::string> list_rows(const std::vector<Scored>& scored) {
  std::vector<std::string> rows;
  for (const Scored& one : scored) {
    if (std::ranges::find(rows, one.one.row) == rows.end()) rows.push_back(one.one.row);
  }
  return rows;
}

}  // namespace endrange::test
