#include "tests/core/measure/known_verdicts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>
#include <utility>

#include "core/base/estimate.h"
#include "core/measure/statistics.h"

namespace endrange::measure::testing {
namespace {

/// More compensation than anybody makes: none is too much.
constexpr double Any_deg = 1e9;

class Judge {
 public:
  void refuse(const std::string& figure, const char* unit) { verdicts_.push_back({figure, unit, {}}); }
  void tell(const std::string& figure, const char* unit, const Verdict::Told& told) {
    verdicts_.push_back({figure, unit, told});
  }
  void tell(const std::string& figure, const char* unit, double truth, double told, double standard_error) {
    const double half = TwoSided95 * standard_error;
    tell(figure, unit, {truth, told - half, told + half, told});
  }
  [[nodiscard]] Verdicts take() { return std::move(verdicts_); }

 private:
  Verdicts verdicts_;
};

constexpr auto Reached = "1 reached, this recording";
constexpr auto Stated = "2 reached, as stated";
constexpr auto Usable = "3 usable, this recording";
constexpr auto NothingHeld = "3 nothing usable where nothing was held";
constexpr auto HoldTime = "4 hold time";
constexpr auto SwayDeviation = "5 sway, deviation";
constexpr auto Began = "7 angle at which compensation began";
constexpr auto None = "8 no compensation where there is none";
constexpr auto ViewAngle = "9 view angle";
constexpr auto Degrees = "°";

// What this recording alone may be off: not how the person is on other days, nor how the angle is defined.
double compute_own_error_deg(ErrorParts parts) {
  parts.repetition = parts.between_sessions = parts.definition = {};
  return compute_total(parts).degrees();
}

// The plateau that a hold lies in most.
const TrueSide::Plateau* find_plateau(const TrueSide& truth, const TrueSide::Plateau& held) {
  const TrueSide::Plateau* found = nullptr;
  double most_s = 0.0;
  for (const TrueSide::Plateau& plateau : truth.plateaus) {
    const double common_s = std::min(plateau.to_s, held.to_s) - std::max(plateau.from_s, held.from_s);
    if (common_s <= most_s) continue;
    most_s = common_s;
    found = &plateau;
  }
  return found;
}

void judge_hold(Judge& judge, const Hold& hold, const TrueSide& truth, const Protocol& protocol,
                double start_s) {
  const TrueSide::Plateau held{hold.start_s + start_s, hold.end_s + start_s};
  const TrueSide::Plateau* plateau = find_plateau(truth, held);
  // A hold where nobody held has no sway that it could be told from.
  if (plateau == nullptr) return judge.refuse(SwayDeviation, Degrees);
  // A hold may be found a little longer than it was: on its way in and out the limb does not sway.
  const TrueSide::Plateau common{std::max(plateau->from_s, held.from_s), std::min(plateau->to_s, held.to_s)};
  judge.tell(SwayDeviation, Degrees,
             {truth.compute_sway(common), hold.sway.least.degrees(), hold.sway.most.degrees(),
              hold.sway.deviation.value_or(Angle{}).degrees()});
  const auto stretch = truth.find_stretch(*plateau, protocol.steadiness_band.degrees(), Any_deg);
  if (!stretch) return;
  // A hold whose beginning or end was hidden is only told to have lasted so long at least.
  if (hold.is_cut)
    judge.refuse(HoldTime, "s");
  else
    judge.tell(HoldTime, "s", stretch->to_s - stretch->from_s, hold.duration_s(), hold.duration_error_s);
}

void judge_compensation(Judge& judge, const SideTrial& side, const TrueSide& truth,
                        const Protocol& protocol) {
  for (const CompensationSeen& seen : side.watched) {
    const std::string view = protocol.view == View::Front ? "to the side" : "forward or back";
    judge.tell("6 compensation " + view, Degrees, truth.find_largest_lean(), seen.largest.degrees(),
               seen.largest_error.degrees());
    const auto onset = truth.find_onset(seen.compensation.threshold.degrees());
    if (onset && !seen.is_beyond) judge.refuse(Began, Degrees);
    if (onset && seen.is_beyond)
      judge.tell(Began, Degrees, *onset, seen.began_at.degrees(), seen.began_at_error.degrees());
    // Said of somebody who did not: within is "not said".
    if (!onset) judge.tell(None, Degrees, {seen.is_beyond ? 1.0 : 0.0, 0.0, 0.0, 0.0});
  }
}

void judge_side(Judge& judge, const SideTrial& side, const TrueSide& truth, const Protocol& protocol,
                double start_s) {
  const double threshold_deg =
      protocol.forbidden.empty() ? Any_deg : protocol.forbidden.front().threshold.degrees();
  // Compensation that the evidence does not show is not held against anyone: DESIGN's own words.
  const bool is_seen = !side.compensations.empty();
  const double counted_to_deg = is_seen ? threshold_deg : Any_deg;
  const double highest = truth.find_highest(counted_to_deg);
  if (side.measured.reached) {
    const double figure = side.measured.reached->mean.degrees();
    judge.tell(Reached, Degrees, highest, figure, compute_own_error_deg(side.reached_error));
    judge.tell(Stated, Degrees, highest, figure, side.measured.reached->standard_error.degrees());
  } else {
    judge.refuse(Reached, Degrees);
    judge.refuse(Stated, Degrees);
  }
  std::optional<double> kept;
  for (const TrueSide::Plateau& plateau : truth.plateaus) {
    const auto stretch = truth.find_stretch(plateau, protocol.steadiness_band.degrees(), counted_to_deg);
    if (stretch && stretch->to_s - stretch->from_s >= protocol.hold_s)
      kept = std::max(kept.value_or(-1e9), truth.compute_median(plateau));
  }
  if (kept && side.measured.usable)
    judge.tell(Usable, Degrees, *kept, side.measured.usable->mean.degrees(),
               compute_own_error_deg(side.usable_error));
  else if (kept)
    judge.refuse(Usable, Degrees);
  else  // Said of somebody who held nothing: within is "not said".
    judge.tell(NothingHeld, Degrees, {side.measured.usable ? 1.0 : 0.0, 0.0, 0.0, 0.0});
  if (side.measured.usable) judge_hold(judge, *side.hold, truth, protocol, start_s);
  judge_compensation(judge, side, truth, protocol);
}

std::string format(const char* pattern, double value) {
  std::array<char, 40> text = {};
  std::snprintf(text.data(), text.size(), pattern, value);
  return text.data();
}

double compute_mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

}  // namespace

Verdicts judge(const KnownTrial& known, const TrialResult& result) {
  Judge judge;
  if (result.is_refused()) {
    for (const char* figure : {ViewAngle, Reached, Stated, Usable}) judge.refuse(figure, Degrees);
    return judge.take();
  }
  judge.tell(ViewAngle, Degrees, known.off_view_deg, result.sides.front().off_plane.degrees(),
             result.sides.front().off_plane_error.degrees());
  for (const SideTrial& side : result.sides)
    for (const TrueSide& truth : known.sides)
      if (truth.side == side.measured.side)
        judge_side(judge, side, truth, known.protocol, known.recording.frames.front().time_s);
  return judge.take();
}

Verdicts judge(const KnownCircle& known, const TrialResult& result) {
  Judge judge;
  const std::string area = "A circle, area of " + known.protocol.joint;
  const std::string compensation = "B circle, compensation of the trunk";
  if (result.is_refused()) {
    judge.refuse(area, "sr");
    judge.refuse(compensation, Degrees);
    return judge.take();
  }
  for (const journal::Figure& figure : result.figures.front().tested.figures) {
    if (figure.name == journal::FigureName::ReachConeArea)
      judge.tell(area, "sr", known.area_sr, figure.value, figure.standard_error);
    if (figure.name == journal::FigureName::Compensation)
      judge.tell(compensation, Degrees, known.lean_deg, figure.value, figure.standard_error);
  }
  return judge.take();
}

std::string write_line(const Verdict& verdict) {
  std::string line = verdict.figure + "\t" + verdict.unit;
  if (!verdict.told) return line;
  const auto& [truth, least, most, figure] = *verdict.told;
  for (const double value : {truth, least, most, figure}) line += format("\t%.17g", value);
  return line;
}

Verdict read_line(const std::string& line) {
  std::istringstream fields(line);
  Verdict verdict;
  std::getline(fields, verdict.figure, '\t');
  std::getline(fields, verdict.unit, '\t');
  Verdict::Told told;
  if (fields >> told.truth >> told.least >> told.most >> told.figure) verdict.told = told;
  return verdict;
}

Scores add_up(const Verdicts& verdicts) {
  Scores scores;
  for (const Verdict& verdict : verdicts) {
    Score& score = scores[verdict.figure];
    score.unit = verdict.unit;
    ++score.count;
    if (!verdict.told) continue;
    const auto& [truth, least, most, figure] = *verdict.told;
    ++score.told;
    score.covered += truth >= least && truth <= most ? 1 : 0;
    score.half_widths.push_back((most - least) / 2.0);
    score.errors.push_back(figure - truth);
  }
  return scores;
}

std::string write_table(const Scores& scores) {
  std::string table =
      "| figure | cases | refused | within its interval | mean half-width | median half-width | median error "
      "| "
      "bias |\n|---|--:|--:|--:|--:|--:|--:|--:|\n";
  for (const auto& [name, score] : scores) {
    std::vector<double> sizes;
    for (const double error : score.errors) sizes.push_back(std::abs(error));
    table += "| " + name.substr(name.find(' ') + 1) + " | " + std::to_string(score.count) + " | " +
             format("%.0f %%", 100.0 * (score.count - score.told) / std::max(1, score.count)) + " | " +
             format("%.1f %%", 100.0 * score.share()) + " | " +
             format("%.2f", compute_mean(score.half_widths)) + " " + score.unit + " | " +
             format("%.2f", compute_median(score.half_widths)) + " | " +
             format("%.2f", compute_median(std::move(sizes))) + " | " +
             format("%+.2f", compute_median(score.errors)) + " |\n";
  }
  return table;
}

}  // namespace endrange::measure::testing
