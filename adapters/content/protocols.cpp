#include "adapters/content/protocols.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <system_error>
#include <vector>

#include "adapters/content/hand_tools.h"
#include "adapters/content/joint_motions.h"

namespace endrange::content {
namespace {

using journal::FigureUnit;
using journal::Grade;
using measure::Protocol;
using measure::ProtocolKind;
using measure::View;

/// Limits outside which a figure is a slip of the pen.
constexpr NumberRange HoldSeconds = {1.0, 30.0};
constexpr NumberRange BandDegrees = {0.5, 10.0};
constexpr NumberRange SpeedDegrees = {10.0, 360.0};
constexpr NumberRange ThresholdDegrees = {2.0, 45.0};
constexpr NumberRange ErrorDegrees = {0.1, 30.0};
constexpr NumberRange RepetitionCount = {1.0, 10.0};
constexpr NumberRange TestSeconds = {5.0, 300.0};
constexpr NumberRange BelievedFigure = {-200.0, 3600.0};

/// Reads one file; the members that a kind or a view has not are told, each with why.
class Reader {
 public:
  Reader(TableReader& file, const ProtocolVocabulary& known) : file_(file), known_(known) {}

  Protocol read() {
    protocol_.id = ProtocolId(file_.require_text("id"));
    protocol_.kind = file_.require_word<ProtocolKind>("kind", {{"range", ProtocolKind::Range},
                                                               {"circle", ProtocolKind::Circle},
                                                               {"count", ProtocolKind::Count},
                                                               {"time", ProtocolKind::Time},
                                                               {"distance", ProtocolKind::Distance}});
    protocol_.name = file_.require_text("name");
    protocol_.view = file_.require_word<View>(
        "view", {{"front", View::Front}, {"side", View::Side}, {"none", View::None}});
    read_subject();
    read_set_up();
    read_motion();
    read_compensation();
    read_sight();
    read_by_hand();
    read_errors();
    protocol_.sources = file_.require_texts("sources");
    return std::move(protocol_);
  }

 private:
  [[nodiscard]] bool is(ProtocolKind kind) const { return protocol_.kind == kind; }
  [[nodiscard]] bool has_view() const { return protocol_.view != View::None; }
  /// A range that a camera watches.
  [[nodiscard]] bool is_watched() const { return is(ProtocolKind::Range) && has_view(); }

  void refuse_for_kind(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys)
      file_.forbid(key,
                   fmt::format("a test of the kind `{}` has no `{}`", measure::word(protocol_.kind), key),
                   "remove it, or give the test another kind");
  }
  void refuse_without_view(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys)
      file_.forbid(key, fmt::format("`{}` is for a camera, and `view` is `none`", key),
                   "remove it, or name the view that shows it");
  }

  JointMotionId check_joint_motion(TableReader& reader, std::string_view key, const std::string& id) {
    JointMotionId motion(id);
    if (!id.empty() && known_.joint_motions.find(motion) == nullptr)
      reader.report(key, fmt::format("there is no joint motion `{}`", id),
                    "take one from content/joint_motions.toml");
    return motion;
  }

  void check_joint(std::string_view key, const std::string& joint) {
    if (std::ranges::find(known_.joint_motions.all(), joint, &body::JointMotion::joint) ==
        known_.joint_motions.all().end())
      file_.report(key, fmt::format("there is no joint `{}`", joint),
                   "take one from content/joint_motions.toml");
  }

  void add_joint(const std::string& joint) {
    if (std::ranges::find(protocol_.joints, joint) == protocol_.joints.end())
      protocol_.joints.push_back(joint);
  }

  // What the test is about: a joint motion, a joint, or a region with the joints that it takes along.
  void read_subject() {
    if (is(ProtocolKind::Range))
      protocol_.joint_motion = check_joint_motion(file_, "joint_motion", file_.require_text("joint_motion"));
    else if (const auto id = file_.find_text("joint_motion"))
      protocol_.joint_motion = check_joint_motion(file_, "joint_motion", *id);

    if (is(ProtocolKind::Range)) {
      for (const auto& id : file_.find_texts("together_with"))
        protocol_.together_with.push_back(check_joint_motion(file_, "together_with", id));
      protocol_.is_apart = file_.find_flag("apart").value_or(false);
    } else {
      refuse_for_kind({"together_with", "apart"});
    }
    if (is(ProtocolKind::Circle)) {
      protocol_.joint = file_.require_text("joint");
      check_joint("joint", protocol_.joint);
      add_joint(protocol_.joint);
    } else {
      refuse_for_kind({"joint"});
    }

    if (const auto* const motion = known_.joint_motions.find(protocol_.joint_motion)) {
      protocol_.region = motion->region;
      file_.forbid("region", "the joint motion says the region already", "remove `region`");
      add_joint(motion->joint);
    } else if (protocol_.joint_motion.is_empty() && !is(ProtocolKind::Range)) {
      protocol_.region = read_region(file_, "region");
    }
    for (const auto& id : protocol_.together_with)
      if (const auto* const motion = known_.joint_motions.find(id)) add_joint(motion->joint);
    for (const auto& joint : file_.find_texts("joints")) {
      check_joint("joints", joint);
      add_joint(joint);
    }
    if (protocol_.joints.empty())
      file_.report("joints", "the safety screen has to know which joints the test takes along",
                   "write `joints = [\"hip\", \"knee\"]`");
  }

  void read_set_up() {
    protocol_.sides =
        file_.find_words<Side>("sides", {{"left", Side::Left}, {"right", Side::Right}, {"both", Side::Both}});
    if (protocol_.sides.empty())
      file_.report("sides", "a protocol measures a side",
                   "write `sides = [\"left\", \"right\"]` or `[\"both\"]`");
    protocol_.limb = file_.require_text("limb");
    protocol_.position = read_position(file_, "position").value_or("");
    if (!file_.has("position"))
      file_.report("position", "the key `position` is missing", "add `position = …`");
    if (has_view())
      protocol_.view_words = file_.require_text("view_words");
    else
      refuse_without_view({"view_words"});
    protocol_.how = file_.require_texts("how");
    protocol_.wear = file_.require_text("wear");
  }

  static std::optional<std::string> read_position(TableReader& reader, std::string_view key) {
    const auto position = reader.find_text(key);
    if (position && std::ranges::find(measure::Positions, *position) == measure::Positions.end())
      reader.report(key, fmt::format("there is no position `{}`", *position),
                    fmt::format("write one of: {}", fmt::join(measure::Positions, ", ")));
    return position;
  }

  void read_motion() {
    protocol_.repetitions = file_.require_integer("repetitions", RepetitionCount);
    if (is(ProtocolKind::Range))
      protocol_.hold_s = file_.require_number("hold_s", HoldSeconds);
    else
      refuse_for_kind({"hold_s"});
    if (is_watched()) {
      protocol_.against = file_.require_word<body::Reference>(
          "against", {{"joint", body::Reference::Proximal}, {"trunk", body::Reference::Trunk}});
      protocol_.steadiness_band =
          Angle::from_degrees(file_.require_number("steadiness_band_deg", BandDegrees));
      protocol_.fastest = Angle::from_degrees(file_.require_number("fastest_deg_per_s", SpeedDegrees));
    } else if (is(ProtocolKind::Range)) {
      refuse_without_view({"against", "steadiness_band_deg", "fastest_deg_per_s"});
    } else {
      refuse_for_kind({"against", "steadiness_band_deg", "fastest_deg_per_s"});
    }
    if (is(ProtocolKind::Count) || is(ProtocolKind::Time))
      protocol_.seconds = file_.require_number("seconds", TestSeconds);
    else
      refuse_for_kind({"seconds"});
  }

  void read_compensation() {
    for (const auto& tag : file_.require_texts("contraindications"))
      protocol_.contraindications.emplace_back(tag);
    protocol_.allowed = file_.require_texts("allowed");
    protocol_.forbidden_by_eye = file_.find_texts("forbidden_by_eye");
    if (!file_.has("forbidden") && protocol_.forbidden_by_eye.empty())
      file_.report(
          "forbidden_by_eye", "a test says what ends it",
          "name the compensation in `forbidden_by_eye`, or what a camera watches in `[[forbidden]]`");
    if (!has_view()) {
      refuse_without_view({"forbidden"});
      return;
    }
    for (TableReader& table : file_.find_tables("forbidden")) {
      measure::ForbiddenCompensation forbidden;
      for (const std::string& id : table.require_texts("joint_motions"))
        forbidden.joint_motions.push_back(check_joint_motion(table, "joint_motions", id));
      forbidden.threshold = Angle::from_degrees(table.require_number("threshold_deg", ThresholdDegrees));
      forbidden.words = table.require_text("words");
      forbidden.advice = table.require_text("advice");
      protocol_.forbidden.push_back(std::move(forbidden));
    }
  }

  void read_sight() {
    if (has_view())
      protocol_.can_see = file_.require_texts("can_see");
    else
      refuse_without_view({"can_see"});
    protocol_.cannot_see = file_.require_texts("cannot_see");
    protocol_.expected_grade = file_.require_word<Grade>(
        "expected_grade",
        {{"measured", Grade::Measured}, {"trend", Grade::Trend}, {"not_observable", Grade::NotObservable}});
    protocol_.grade_reason = file_.require_text("grade_reason");
    if (!has_view() && protocol_.expected_grade != Grade::NotObservable)
      file_.report("expected_grade", "no camera shows this test, so a camera's grade is `not_observable`",
                   "write `not_observable`, or name the view that shows it");
    protocol_.comparable_methods = file_.find_texts("comparable_methods");
    for (const auto& listed : protocol_.comparable_methods)
      if (std::ranges::none_of(measure::Positions, [&](std::string_view position) {
            return listed.ends_with("/" + std::string(position));
          }))
        file_.report("comparable_methods", fmt::format("`{}` is no method with its position", listed),
                     "write it like `goniometer/supine`");
  }

  void read_by_hand() {
    auto table = file_.find_table("by_hand");
    if (!table) {
      file_.report("by_hand", "every test can be done without a camera", "add a `[by_hand]` table");
      return;
    }
    measure::ByHand& by_hand = protocol_.by_hand;
    by_hand.words = table->require_text("words");
    by_hand.position = read_position(*table, "position").value_or(protocol_.position);
    by_hand.unit = read_unit(*table, "unit");
    const auto figure = measure::find_hand_figure(protocol_.kind);
    const FigureUnit expected = figure ? figure->unit : FigureUnit::Degrees;
    if (by_hand.unit != expected)
      table->report(
          "unit",
          fmt::format("a test of the kind `{}` is not told in this unit", measure::word(protocol_.kind)),
          "correct the unit or the kind");
    if (figure) {
      const double least = table->require_number("least", BelievedFigure);
      const double most = table->require_number("most", BelievedFigure);
      by_hand.believed = measure::BelievedRange{least, most};
      if (least >= most) table->report("most", "`most` lies above `least`", "exchange the two");
    } else {
      for (const std::string_view key : {"least", "most"})
        table->forbid(key, "the joint motion's whole human range says which degrees are believed",
                      "remove it");
    }
    by_hand.tools = table->require_texts("tools");
    for (const auto& id : by_hand.tools) {
      const auto* const tool = known_.tools.find(id);
      if (tool == nullptr)
        table->report("tools", fmt::format("there is no tool `{}`", id),
                      "take one from content/measurement/hand_tools.toml");
      else if (tool->unit != by_hand.unit)
        table->report("tools", fmt::format("the tool `{}` reads another unit", id), "choose another tool");
    }
  }

  void read_errors() {
    if (!is_watched()) {
      is(ProtocolKind::Range) ? refuse_without_view({"errors"}) : refuse_for_kind({"errors"});
      return;
    }
    auto table = file_.find_table("errors");
    if (!table) {
      file_.report("errors", "a protocol says how sure it can be at best", "add an `[errors]` table");
      return;
    }
    const auto read = [&](std::string_view key) {
      return Angle::from_degrees(table->require_number(key, ErrorDegrees));
    };
    protocol_.errors = {read("definition_deg"), read("between_sessions_deg"),
                        read("between_repetitions_deg")};
  }

  TableReader& file_;
  const ProtocolVocabulary& known_;
  Protocol protocol_;
};

}  // namespace

Protocol read_protocol(const TomlFile& file, const ProtocolVocabulary& known, Diagnostics& diagnostics) {
  TableReader reader = file.read(diagnostics);
  return Reader(reader, known).read();
}

measure::Protocols load_protocols(const std::filesystem::path& folder, const ProtocolVocabulary& known,
                                  Diagnostics& diagnostics) {
  std::vector<Protocol> protocols;
  std::set<ProtocolId> seen;
  for (const auto& path : list_content_files(folder, "protocols", diagnostics)) {
    auto file = TomlFile::load(path);
    if (!file) {
      diagnostics.report(file.error().message, file.error().where, file.error().remedy);
      continue;
    }
    Diagnostics found;
    Protocol protocol = read_protocol(*file, known, found);
    if (!found.has_errors() && !seen.insert(protocol.id).second)
      found.report(fmt::format("the protocol `{}` stands in two files", protocol.id.value()), path.string(),
                   "give one of them another id");
    if (!found.has_errors()) protocols.push_back(std::move(protocol));
    diagnostics.append(found);
  }
  return measure::Protocols(std::move(protocols));
}

}  // namespace endrange::content
