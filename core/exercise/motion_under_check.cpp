#include "core/exercise/motion_under_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace endrange::exercise {

using body::Part;

MotionUnderCheck::MotionUnderCheck(const CompiledExercise& compiled, const Exercise& exercise,
                                   const body::Body& body, const body::JointMotions& joint_motions,
                                   Diagnostics& diagnostics)
    : compiled_(compiled),
      exercise_(exercise),
      body_(body),
      joint_motions_(joint_motions),
      diagnostics_(diagnostics) {
  const auto& drawn = compiled.frames;
  moments_.reserve(2 * drawn.size());
  const auto add = [&](double t_s, body::Pose pose, std::size_t frame) -> Moment& {
    auto frames = body::compute_segment_frames(body, pose);
    moments_.push_back({.t_s = t_s, .pose = std::move(pose), .frames = std::move(frames), .frame = frame});
    return moments_.back();
  };
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (i > 0) {
      const double t_s = (drawn[i - 1].t_s + drawn[i].t_s) / 2.0;
      Moment& middle = add(t_s, body::interpolate(body, drawn[i - 1].pose, drawn[i].pose, 0.5), i);
      middle.is_between = true;
      middle.is_new_hold = drawn[i - 1].t_s <= stage_at(drawn[i].t_s).from_s;
    }
    add(drawn[i].t_s, drawn[i].pose, i);
  }
}

void MotionUnderCheck::report(const std::string& message, const std::string& where,
                              std::string remedy) const {
  diagnostics_.report(
      "`" + exercise_.id.value() + "` (" + std::string(word(compiled_.side)) + "): " + message,
      where.empty() ? exercise_.where : where, std::move(remedy));
}

void MotionUnderCheck::report(const Worst& worst, const std::string& message, std::string remedy) const {
  report(message + say_when(worst.moment->t_s, *worst.phase), worst.phase->where, std::move(remedy));
}

const PhaseSpan& MotionUnderCheck::phase_at(double t_s) const {
  for (const PhaseSpan& phase : compiled_.phases)
    if (t_s <= phase.to_s + 1e-9) return phase;
  return compiled_.phases.back();
}

const Stage& MotionUnderCheck::stage_at(double t_s) const {
  const PhaseSpan& phase = phase_at(t_s);
  for (const Stage& stage : phase.stages)
    if (t_s <= stage.to_s + 1e-9 && (t_s > stage.from_s + 1e-9 || t_s == 0.0)) return stage;
  return phase.stages.back();
}

std::string say_when(double t_s, const PhaseSpan& phase) {
  const std::string text = std::to_string(t_s);
  return " at " + text.substr(0, text.find('.') + 2) + " s in the phase \"" + phase.words + "\"";
}

std::string say_degrees(double radians) {
  return std::to_string(static_cast<int>(std::lround(Angle::from_radians(radians).degrees()))) + "°";
}

std::string say_centimetres(double metres) {
  return std::to_string(std::lround(metres * 100)) + " cm";
}

std::string say_millimetres(double metres) {
  return std::to_string(std::lround(metres * 1000)) + " mm";
}

std::string name_of(const body::Segment& segment) {
  static constexpr std::array<std::pair<Part, const char*>, 11> Names = {{{Part::Pelvis, "pelvis"},
                                                                          {Part::Lumbar, "belly"},
                                                                          {Part::Thorax, "chest"},
                                                                          {Part::Head, "head"},
                                                                          {Part::Humerus, "upper arm"},
                                                                          {Part::Forearm, "forearm"},
                                                                          {Part::Hand, "hand"},
                                                                          {Part::Thigh, "thigh"},
                                                                          {Part::Shank, "shin"},
                                                                          {Part::Foot, "foot"},
                                                                          {Part::Toes, "toes"}}};
  const auto* found = std::ranges::find(Names, segment.part, &std::pair<Part, const char*>::first);
  const std::string name = found == Names.end() ? segment.name : found->second;
  return segment.side == Side::Both ? "the " + name : "the " + std::string(word(segment.side)) + " " + name;
}

}  // namespace endrange::exercise
