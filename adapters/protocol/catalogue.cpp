#include "adapters/protocol/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "adapters/protocol/angle.h"
#include "adapters/protocol/words.h"

namespace endrange::protocol {
namespace {

std::optional<std::string> text_of(const std::optional<ExerciseId>& id) {
  return id ? std::optional(id->value()) : std::nullopt;
}

/// The first exercise that names this one as its easier or harder one.
std::optional<ExerciseId> find_naming(const ExerciseId& id, const exercise::Catalogue& catalogue,
                                      std::optional<ExerciseId> exercise::Exercise::* way) {
  const auto found = std::ranges::find_if(catalogue.exercises(),
                                          [&](const exercise::Exercise& other) { return other.*way == id; });
  return found == catalogue.exercises().end() ? std::nullopt : std::optional(found->id);
}

/// Seconds at the least dose, both sides where there are two.
double compute_least_seconds(const exercise::Exercise& exercise) {
  const double sides = exercise.sides == exercise::SideRule::EachSide ? 2.0 : 1.0;
  return sides * exercise.dose.sets.least * exercise.dose.repetitions.least * exercise.repetition_s();
}

double compute_tempo_s(const exercise::Exercise& exercise) {
  double move_s = 0.0;
  for (const auto& phase : exercise.phases) move_s += phase.move_s;
  return move_s;
}

}  // namespace

Region find_region(const exercise::Exercise& exercise, const body::JointMotions& motions) {
  const auto chief = std::ranges::max_element(exercise.trains, {}, &exercise::TrainedMotion::share);
  const auto* const motion = chief == exercise.trains.end() ? nullptr : motions.find(chief->joint_motion);
  return motion == nullptr ? Region::Hips : same_enumerator<Region>(motion->region);
}

ExerciseSummary make_exercise_summary(const exercise::Exercise& exercise,
                                      const exercise::Catalogue& catalogue, const body::JointMotions& motions,
                                      std::string left_out) {
  ExerciseSummary summary;
  summary.id = exercise.id.value();
  summary.name = exercise.name;
  summary.kind = exercise::word(exercise.kind);
  if (const auto* const position = catalogue.find_position(exercise.position))
    summary.position = position->words;
  summary.region = find_region(exercise, motions);
  for (const auto& trained : exercise.trains) {
    summary.joint_motions.push_back(trained.joint_motion.value());
    const auto* const motion = motions.find(trained.joint_motion);
    if (motion == nullptr) continue;
    const auto region = same_enumerator<Region>(motion->region);
    if (std::ranges::find(summary.regions, region) == summary.regions.end())
      summary.regions.push_back(region);
  }
  for (const auto equipment : exercise.equipment)
    summary.equipment.push_back(same_enumerator<Equipment>(equipment));
  summary.place = same_enumerator<Place>(exercise.place);
  summary.clothes = same_enumerator<Clothes>(exercise.clothes);
  summary.difficulty = exercise.difficulty;
  summary.seconds = compute_least_seconds(exercise);
  summary.sided = exercise.sides == exercise::SideRule::EachSide;
  summary.purpose = exercise.purpose;
  summary.reviewed = exercise.reviewed;
  summary.own = exercise.is_own;
  summary.left_out = std::move(left_out);
  return summary;
}

ExerciseDetail make_exercise_detail(const exercise::Exercise& exercise, const exercise::Catalogue& catalogue,
                                    const body::JointMotions& motions, const plan::SafetyScreen& screen,
                                    std::string left_out) {
  ExerciseDetail detail;
  detail.summary = make_exercise_summary(exercise, catalogue, motions, std::move(left_out));
  detail.how = exercise.how;
  detail.cues = exercise.cues;
  for (const auto& compensation : exercise.compensations)
    detail.compensations.push_back(
        {compensation.joint_motion.value(), compensation.words, write_degrees(compensation.threshold)});
  for (const auto& tag : exercise.contraindications) {
    detail.contraindications.push_back(tag.value());
    if (const auto found = std::ranges::find(screen.tags, tag, &plan::ContraindicationTag::id);
        found != screen.tags.end())
      detail.avoid.push_back(found->words);
  }
  detail.dose = {exercise.dose.sets.least, exercise.dose.repetitions.least, exercise.dose.hold_s.least,
                 compute_tempo_s(exercise), exercise.dose.effort_percent};
  detail.easier = text_of(exercise.easier ? exercise.easier
                                          : find_naming(exercise.id, catalogue, &exercise::Exercise::harder));
  detail.harder = text_of(exercise.harder ? exercise.harder
                                          : find_naming(exercise.id, catalogue, &exercise::Exercise::easier));
  detail.flexibility = exercise.components.flexibility;
  detail.strength = exercise.components.strength;
  detail.control = exercise.components.control;
  detail.sources = exercise.sources;
  return detail;
}

std::vector<Finding> make_findings(const Diagnostics& diagnostics) {
  constexpr std::size_t Most = 40;
  std::vector<Finding> findings;
  for (const auto& found : diagnostics.findings()) {
    if (findings.size() == Most) {
      findings.push_back(
          {"", true, fmt::format("{} more", diagnostics.findings().size() - Most), "mend these first"});
      break;
    }
    findings.push_back(
        {found.error.where, found.severity != Severity::Error, found.error.message, found.error.remedy});
  }
  return findings;
}

ProtocolInfo make_protocol_info(const measure::Protocol& protocol, std::string left_out) {
  ProtocolInfo info;
  info.id = protocol.id.value();
  info.kind = same_enumerator<ProtocolKind>(protocol.kind);
  info.name = protocol.name;
  info.joint_motion = protocol.joint_motion.value();
  for (const auto& id : protocol.together_with) info.together_with.push_back(id.value());
  info.apart = protocol.is_apart;
  info.joint = protocol.joint;
  info.region = same_enumerator<Region>(protocol.region);
  for (const auto side : protocol.sides) info.sides.push_back(same_enumerator<Side>(side));
  info.position = protocol.position;
  info.view = measure::word(protocol.view);
  info.camera = measure::is_seen_by_camera(protocol);
  info.view_words = protocol.view_words;
  info.how = protocol.how;
  info.wear = protocol.wear;
  info.hold_s = protocol.hold_s;
  info.repetitions = protocol.repetitions;
  info.seconds = protocol.seconds;
  info.allowed = protocol.allowed;
  for (const auto& compensation : protocol.forbidden)
    info.forbidden.push_back(
        fmt::format("{}, by more than {:.0f}°.", compensation.words, compensation.threshold.degrees()));
  info.forbidden.insert(info.forbidden.end(), protocol.forbidden_by_eye.begin(),
                        protocol.forbidden_by_eye.end());
  info.can_see = protocol.can_see;
  info.cannot_see = protocol.cannot_see;
  info.by_hand = {protocol.by_hand.words,
                  protocol.by_hand.tools,
                  same_enumerator<FigureUnit>(protocol.by_hand.unit),
                  {},
                  {}};
  if (protocol.by_hand.believed) {
    info.by_hand.least = protocol.by_hand.believed->least;
    info.by_hand.most = protocol.by_hand.believed->most;
  }
  info.expected_grade = same_enumerator<Grade>(protocol.expected_grade);
  info.grade_reason = protocol.grade_reason;
  info.sources = protocol.sources;
  info.left_out = std::move(left_out);
  return info;
}

HandTool make_hand_tool(const measure::HandTool& tool) {
  return {tool.id,    tool.name,   same_enumerator<FigureUnit>(tool.unit), tool.standard_error,
          tool.basis, tool.sources};
}

namespace {

std::optional<std::string> sex_word(const std::optional<measure::Sex>& sex) {
  if (!sex) return std::nullopt;
  return *sex == measure::Sex::Women ? "women" : "men";
}

}  // namespace

std::vector<NormInfo> make_norm_infos(const measure::Norms& norms, const measure::Protocol& protocol,
                                      const measure::HandTools& tools,
                                      const std::optional<measure::AgeSpan>& ages) {
  std::vector<NormInfo> made;
  std::vector<measure::Norm> seen;
  const auto add = [&](const std::string& taken_with, const measure::NormQuery& query) {
    for (auto& norm : measure::find_norms(norms, protocol, query)) {
      const auto found = std::ranges::find(seen, norm);
      if (found != seen.end()) {
        made[static_cast<std::size_t>(found - seen.begin())].taken_with.push_back(taken_with);
        continue;
      }
      made.push_back({norm.population,
                      sex_word(norm.sex),
                      norm.ages.from,
                      norm.ages.to,
                      norm.method,
                      norm.position,
                      norm.n,
                      norm.middle_half.from,
                      norm.middle_half.to,
                      norm.source,
                      {taken_with}});
      seen.push_back(std::move(norm));
    }
  };
  if (measure::is_seen_by_camera(protocol))
    add("camera", {"camera", protocol.position, measure::MovedBy::Active, protocol.expected_grade, ages, {}});
  for (const auto& id : protocol.by_hand.tools) {
    const auto* const tool = tools.find(id);
    if (tool == nullptr) continue;
    add(id, {tool->method,
             protocol.by_hand.position,
             measure::MovedBy::Active,
             journal::Grade::Measured,
             ages,
             {}});
  }
  return made;
}

SafetyQuestion make_safety_question(const plan::SafetyQuestion& question) {
  return {question.id,         same_enumerator<Gate>(question.gate),
          question.text,       question.why,
          question.advice,     question.joints.empty() ? "" : question.joints.front(),
          question.first_start};
}

}  // namespace endrange::protocol
