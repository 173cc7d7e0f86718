#include "apps/endrange/trainer/proof.h"

#include <fmt/format.h>

#include <utility>

#include "core/body/built_in_body.h"
#include "core/exercise/fit.h"

namespace endrange::app {
namespace {

void prove_for(const exercise::Exercise& exercise, const exercise::Position& position,
               const body::JointMotions& joint_motions, const Tester& tester, Diagnostics& diagnostics) {
  const exercise::Person person{tester.body, joint_motions, tester.ranges};
  const auto sides = exercise.sides == exercise::SideRule::EachSide
                         ? std::vector<Side>{Side::Left, Side::Right}
                         : std::vector<Side>{Side::Both};
  Diagnostics own;
  std::vector<exercise::CompiledExercise> motions;
  for (const auto side : sides) {
    auto compiled = exercise::compile(exercise, position, side, person);
    if (!compiled) {
      own.report(compiled.error().message, compiled.error().where, compiled.error().remedy);
      break;
    }
    motions.push_back(std::move(*compiled));
  }
  // What is wrong on one side is wrong on the other, once they are mirror images.
  if (motions.size() == sides.size()) {
    exercise::check_motion(motions.back(), exercise, tester.body, joint_motions, own);
    if (motions.size() > 1) exercise::check_mirror(motions[0], motions[1], exercise, tester.body, own);
  }
  for (const auto& finding : own.findings())
    diagnostics.report(fmt::format("{} ({})", finding.error.message, tester.words), finding.error.where,
                       finding.error.remedy, finding.severity);
}

}  // namespace

body::Body make_body_of_height(double height_m) {
  return body::make_built_in_body(body::compute_segment_lengths(height_m, body::Proportions::Average),
                                  body::Proportions::Average);
}

std::vector<Tester> make_testers(const body::JointMotions& joint_motions) {
  constexpr double SmallHeight_m = 1.50;
  constexpr double TallHeight_m = 1.95;
  constexpr double StiffShare = 0.45;
  constexpr double SuppleShare = 0.95;
  std::vector<Tester> testers;
  testers.push_back({"average body", make_body_of_height(AverageHeight_m)});
  for (const auto& [height, height_m] :
       {std::pair{"small", SmallHeight_m}, {"average", AverageHeight_m}, {"tall", TallHeight_m}})
    for (const auto& [range, share] : {std::pair{"stiff", StiffShare}, {"supple", SuppleShare}})
      testers.push_back({fmt::format("{}, {} body", height, range), make_body_of_height(height_m),
                         exercise::make_even_ranges(joint_motions, share)});
  return testers;
}

void prove(const exercise::Exercise& exercise, const exercise::Position& position,
           const body::JointMotions& joint_motions, const std::vector<Tester>& testers,
           Diagnostics& diagnostics) {
  const auto before = diagnostics.findings().size();
  for (const auto& tester : testers) {
    prove_for(exercise, position, joint_motions, tester, diagnostics);
    if (diagnostics.findings().size() > before) return;
  }
}

}  // namespace endrange::app
