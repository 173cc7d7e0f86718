#include "adapters/content/planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

namespace endrange::content {
namespace {

constexpr NumberRange Share{0.0, 1.0};
constexpr NumberRange Positive{1e-6, 1e6};
constexpr NumberRange NotNegative{0.0, 1e6};
constexpr NumberRange Degrees{0.1, 90.0};
constexpr NumberRange Intensity{0, 10};
constexpr NumberRange Difficulty{1, 5};

class Reader {
 public:
  Reader(const body::JointMotions& joint_motions, Diagnostics& diagnostics)
      : joint_motions_(joint_motions), diagnostics_(diagnostics) {}

  PlannerContent read(const TomlFile& file) {
    auto root = file.read(diagnostics_);
    with_table(root, "belief", [&](TableReader& table) { read_belief(table); });
    with_table(root, "pain", [&](TableReader& table) { read_pain(table); });
    with_table(root, "need", [&](TableReader& table) { read_need(table); });
    with_table(root, "dose", [&](TableReader& table) { read_dose(table); });
    with_table(root, "stimulus", [&](TableReader& table) { read_stimulus(table); });
    with_table(root, "levels", [&](TableReader& table) { read_levels(table); });
    with_table(root, "minutes", [&](TableReader& table) { read_minutes(table); });
    return std::move(content_);
  }

 private:
  template <typename Read>
  void with_table(TableReader& root, std::string_view key, Read read) {
    auto table = root.find_table(key);
    if (!table) {
      diagnostics_.report(fmt::format("expected a table [{}], found none", key), root.where(), "add it");
      return;
    }
    read(*table);
    note_sources(*table);
  }

  void note_sources(TableReader& table) {
    for (auto& source : table.find_texts("sources")) content_.sources.push_back(std::move(source));
  }

  void read_belief(TableReader& table) {
    auto& belief = content_.belief;
    const auto degrees = [&](std::string_view key) {
      return Angle::from_degrees(table.require_number(key, Degrees));
    };
    using Numbers = std::map<journal::Audience, double>;
    belief.prior_usable_share = read_by_audience<Numbers>(
        table, "prior_usable_share", "{ desk_worker = 0.75, athlete = 0.8, older_adult = 0.65 }",
        [](TableReader& by, std::string_view key) { return by.require_number(key, {0.1, 1.0}); });
    belief.prior_spread_share = table.require_number("prior_spread_share", {0.01, 1.0});
    belief.usable_to_reached = degrees("usable_to_reached_deg");
    belief.reached_to_available = degrees("reached_to_available_deg");
    belief.step_spread = degrees("step_spread_deg");
    belief.growth_share = table.require_number("growth_share", Share);
    belief.growth_spread_share = table.require_number("growth_spread_share", Share);
    belief.week_enough_s = table.require_number("week_enough_s", Positive);
    belief.half_life_weeks = table.require_number("half_life_weeks", Positive);
    belief.half_life_factor = table.require_number("half_life_factor", {1.01, 10.0});
    belief.flexibility = table.require_number("flexibility", Share);
    belief.strength = table.require_number("strength", Share);
    belief.control = table.require_number("control", Share);
    belief.wander = degrees("wander_deg");
    belief.wander_days = table.require_number("wander_days", Positive);
    belief.drift_per_root_day = degrees("drift_deg_per_root_day");
    belief.step_drift_per_root_day = degrees("step_drift_deg_per_root_day");
    belief.trend_spread = degrees("trend_spread_deg");
    for (auto& row : table.find_tables("distance")) read_distance(row);
  }

  void read_distance(TableReader& row) {
    constexpr NumberRange AnyDegrees{-180, 180};
    using enum progress::RangeKind;
    progress::DistanceLine line;
    line.joint_motion = JointMotionId(row.require_text("joint_motion"));
    line.kind = row.require_word<progress::RangeKind>(
        "range", {{"usable", Usable}, {"reached", Reached}, {"available", Available}});
    line.at_zero = Angle::from_degrees(row.require_number("at_zero_deg", AnyDegrees));
    line.per_centimetre = Angle::from_degrees(row.require_number("degrees_per_cm", {-10, 10}));
    line.spread = Angle::from_degrees(row.require_number("spread_deg", Degrees));
    line.words = row.require_text("words");
    report_unknown_motion(row, line.joint_motion);
    note_sources(row);
    const ProtocolId protocol(row.require_text("protocol"));
    if (!content_.belief.distances.emplace(protocol, std::move(line)).second)
      row.report("protocol", fmt::format("`{}` stands here twice", protocol.value()), "remove one");
  }

  void report_unknown_motion(TableReader& row, const JointMotionId& motion) {
    if (joint_motions_.find(motion) == nullptr)
      row.report("joint_motion", fmt::format("`{}` is not in content/joint_motions.toml", motion.value()),
                 "correct the spelling");
  }

  void read_pain(TableReader& table) {
    auto& pain = content_.pain;
    pain.go_on_up_to = table.require_integer("go_on_up_to", Intensity);
    pain.ease_up_to = table.require_integer("ease_up_to", Intensity);
    pain.rest_days = table.require_integer("rest_days", {1, 60});
    pain.ease_days = table.require_integer("ease_days", {1, 60});
    pain.hardest_eased = table.require_integer("hardest_eased", Difficulty);
    pain.not_now_hours = table.require_integer("not_now_hours", {0, 24});
    if (pain.ease_up_to < pain.go_on_up_to)
      table.report("ease_up_to", "expected no less than `go_on_up_to`", "raise it");
    if (pain.ease_days < pain.rest_days)
      table.report("ease_days", "expected no less than `rest_days`, so that a joint comes back gently",
                   "raise it");
  }

  void read_need(TableReader& table) {
    auto& weights = content_.weights;
    weights.base = table.require_number("base", Positive);
    weights.neglect = table.require_number("neglect", NotNegative);
    weights.range = table.require_number("range", NotNegative);
    weights.joint_share = table.require_number("joint_share", Share);
    weights.side = table.require_number("side", NotNegative);
    weights.gap = table.require_number("gap", NotNegative);
    weights.wish = table.require_number("wish", NotNegative);
    weights.deficit = table.require_number("deficit", NotNegative);
    weights.least = table.require_number("least", Positive);
    weights.full_sitting_h = table.require_number("full_sitting_h", {1, 24});
    weights.assumed_sitting_h = table.require_number("assumed_sitting_h", {0, 24});
    weights.certainty = table.require_number("certainty", {0, 5});
    weights.neglect_told = table.require_number("neglect_told", Share);
    for (auto& row : table.require_tables("neglected")) {
      const plan::Neglect neglect{JointMotionId(row.require_text("joint_motion")),
                                  row.require_number("weight", Share), row.require_text("words")};
      report_unknown_motion(row, neglect.joint_motion);
      if (weights.find_neglect(neglect.joint_motion) != nullptr)
        row.report("joint_motion", fmt::format("`{}` stands here twice", neglect.joint_motion.value()),
                   "remove one");
      weights.neglected.push_back(neglect);
      auto sources = row.find_texts("sources");
      content_.sitting.push_back({neglect.joint_motion,
                                  Angle::from_degrees(row.require_number("sitting_deg", {-180, 180})),
                                  neglect.words, sources.empty() ? "" : sources.front()});
      std::ranges::move(sources, std::back_inserter(content_.sources));
    }
  }

  void read_dose(TableReader& table) {
    auto& weights = content_.weights;
    weights.week_floor_s = table.require_number("week_floor_s", Positive);
    weights.week_ceiling_s = table.require_number("week_ceiling_s", Positive);
    weights.dose_met = table.require_number("dose_met", {0.01, 1.0});
    weights.just_trained = table.require_number("just_trained", {0.01, 1.0});
    weights.recovery_half_h = table.require_number("recovery_half_h", Positive);
    weights.twice_due_weeks = table.require_number("twice_due_weeks", Positive);
    weights.most_overdue = table.require_number("most_overdue", {1.0, 10.0});
    if (weights.week_ceiling_s <= weights.week_floor_s)
      table.report("week_ceiling_s", "expected more than `week_floor_s`", "raise it");
  }

  void read_stimulus(TableReader& table) {
    auto& weights = content_.weights;
    weights.flexibility = table.require_number("flexibility", Positive);
    weights.strength = table.require_number("strength", Positive);
    weights.control = table.require_number("control", Positive);
    weights.least_stimulus = table.require_number("least", {0.01, 1.0});
    weights.too_hard = table.require_number("too_hard", {0.01, 1.0});
    weights.too_easy = table.require_number("too_easy", {0.01, 1.0});
    weights.done_yesterday = table.require_number("done_yesterday", {0.01, 1.0});
    weights.most_leaning = table.require_number("most_leaning", {1.0, 10.0});
  }

  void read_levels(TableReader& table) {
    auto& levels = content_.levels;
    levels.start = read_by_audience<std::map<journal::Audience, int>>(
        table, "start", "{ desk_worker = 2, athlete = 3, older_adult = 1 }",
        [&](TableReader& by, std::string_view key) { return by.require_integer(key, Difficulty); });
    levels.occasions = table.require_integer("occasions", {1, 10});
    levels.effort_up_to = table.require_integer("effort_up_to", Intensity);
    levels.effort_too_much = table.require_integer("effort_too_much", Intensity);
    levels.pain_up_to = content_.pain.go_on_up_to;
    levels.must_be_earned = table.require_integer("must_be_earned", Difficulty);
    levels.return_days = table.require_integer("return_days", {1, 365});
    if (levels.effort_too_much <= levels.effort_up_to)
      table.report("effort_too_much", "expected more than `effort_up_to`", "raise it");
  }

  // A table with one value for each audience, such as `example`.
  template <typename Values, typename Read>
  static Values read_by_audience(TableReader& table, std::string_view key, std::string_view example,
                                 Read read_one) {
    auto by_audience = table.find_table(key);
    if (!by_audience) {
      table.report(key, "expected a value for each audience, found none",
                   fmt::format("write {} = {}", key, example));
      return {};
    }
    using enum journal::Audience;
    return {{DeskWorker, read_one(*by_audience, "desk_worker")},
            {Athlete, read_one(*by_audience, "athlete")},
            {OlderAdult, read_one(*by_audience, "older_adult")}};
  }

  void read_minutes(TableReader& table) {
    auto& weights = content_.weights;
    weights.same_exercise_s = table.require_number("same_exercise_s", Positive);
    weights.least_step_s = table.require_number("least_step_s", {1, 60});
    weights.step_gap_s = table.require_number("step_gap_s", {0, 60});
    weights.posture_gap_s = table.require_number("posture_gap_s", {0, 60});
    weights.posture_cost = table.require_number("posture_cost", NotNegative);
    weights.most_postures = table.require_integer("most_postures", {1, 8});
    weights.exercise_rates = {1.0, table.require_number("second_exercise_rate", Share),
                              table.require_number("third_exercise_rate", Share)};
    if (weights.exercise_rates[2] > weights.exercise_rates[1])
      table.report("third_exercise_rate",
                   "expected no more than `second_exercise_rate`, because returns diminish", "lower it");
  }

  const body::JointMotions& joint_motions_;
  Diagnostics& diagnostics_;
  PlannerContent content_ = {};
};

}  // namespace

PlannerContent read_planner(const TomlFile& file, const body::JointMotions& joint_motions,
                            Diagnostics& diagnostics) {
  return Reader(joint_motions, diagnostics).read(file);
}

}  // namespace endrange::content
