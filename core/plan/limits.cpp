#include "core/plan/limits.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <ranges>
#include <utility>

#include "core/plan/words.h"
#include "core/progress/person.h"

namespace endrange::plan {

namespace {

using progress::SidedMotion;

constexpr std::size_t AllJoints = 12;  // a question that names as many concerns the whole body

// When each question was last cleared, and which reports were.
struct Clearances {
  std::map<std::string, Moment> questions = {};
  std::set<EntryId> reports = {};
};

Clearances find_clearances(std::span<const journal::Entry> standing, LocalMoment now) {
  Clearances found;
  for (const auto& entry : standing) {
    const auto* cleared = std::get_if<journal::Cleared>(&entry.event);
    if (cleared == nullptr || entry.at.utc > now.utc) continue;
    if (cleared->report)
      found.reports.insert(*cleared->report);
    else
      found.questions[cleared->question] = entry.at.utc;
  }
  return found;
}

struct Answered {
  journal::Answer latest = journal::Answer::Unknown;
  std::optional<Moment> last_yes = {};
};

std::map<std::string, Answered> find_answers(std::span<const journal::Entry> standing, LocalMoment now) {
  std::map<std::string, Answered> answers;
  for (const auto& entry : standing) {
    const auto* answered = std::get_if<journal::SafetyAnswered>(&entry.event);
    if (answered == nullptr) continue;
    for (const auto& answer : answered->answers) {
      const bool is_yes = answer.answer == journal::Answer::Yes;
      if (!is_yes && entry.at.utc > now.utc) continue;
      auto& kept = answers[answer.question];
      kept.latest = answer.answer;
      if (is_yes) kept.last_yes = entry.at.utc;
    }
  }
  return answers;
}

class Builder {
 public:
  Builder(std::span<const journal::Entry> standing, const progress::TrainedMotions& trained,
          const body::JointMotions& motions, const PainRules& rules, LocalMoment now)
      : standing_(standing), trained_(trained), motions_(motions), rules_(rules), now_(now) {
    limits_.hardest_eased = rules.hardest_eased;
  }

  void read_answers(const SafetyScreen& screen) {
    const auto answers = find_answers(standing_, now_);
    for (const auto& question : screen.questions) {
      const auto found = answers.find(question.id);
      const auto answered = found == answers.end() ? Answered{} : found->second;
      if (closes(question, answered))
        lock(question);
      else if (answered.latest == journal::Answer::Unknown && question.first_start)
        leave_open(question);
    }
  }

  void read_pain() {
    for (const auto& entry : standing_) {
      if (const auto* pain = std::get_if<journal::PainReported>(&entry.event)) feel(entry, *pain);
      if (const auto* morning = std::get_if<journal::MorningAnswered>(&entry.event)) wake_up(entry, *morning);
    }
  }

  // What hurt in a routine was not done well in it, whichever was told first.
  void read_done() {
    std::set<std::pair<std::string, ExerciseId>> hurt;
    for (const auto& entry : standing_)
      if (const auto* pain = std::get_if<journal::PainReported>(&entry.event); pain && !pain->stretch_only)
        hurt.emplace(pain->routine, pain->exercise);
    for (const auto& entry : standing_) {
      if (entry.at.utc > now_.utc) continue;
      if (const auto* pain = std::get_if<journal::PainReported>(&entry.event); pain && !pain->stretch_only)
        limits_.done_well.erase(pain->exercise);
      const auto* done = std::get_if<journal::StepDone>(&entry.event);
      if (done != nullptr && done->complete && !hurt.contains({done->routine, done->exercise}))
        limits_.done_well.insert(done->exercise);
    }
  }

  void read_skips() {
    for (const auto& entry : standing_) {
      if (entry.at.utc > now_.utc) continue;
      const auto* skipped = std::get_if<journal::StepSkipped>(&entry.event);
      if (skipped == nullptr) continue;
      using enum journal::SkipMeaning;
      if (skipped->meaning == Never)
        limits_.left_out[skipped->exercise] = "You asked not to see it again.";
      else if (skipped->meaning == DidAlready && entry.at.day() == now_.day())
        limits_.left_out.try_emplace(skipped->exercise, "You did it already today.");
      else if (skipped->meaning == NotNow &&
               now_.utc - entry.at.utc < std::chrono::hours(rules_.not_now_hours))
        limits_.left_out.try_emplace(skipped->exercise, "You skipped it a little while ago.");
    }
  }

  [[nodiscard]] Limits finish() {
    std::ranges::stable_sort(limits_.locks, {}, &Lock::gate);
    return std::move(limits_);
  }

 private:
  // A condition (gate C) ends with another answer; a sign that a professional has to see does not.
  [[nodiscard]] bool closes(const SafetyQuestion& question, const Answered& answered) const {
    if (question.gate == Gate::Filtered) return answered.latest == journal::Answer::Yes;
    const auto cleared = clearances_.questions.find(question.id);
    return answered.last_yes &&
           (cleared == clearances_.questions.end() || cleared->second < *answered.last_yes);
  }

  void lock(const SafetyQuestion& question) {
    const auto reason = capitalised(question.leaves_out) + ".";
    limits_.locks.push_back({question.gate, what_of(question), reason, question.advice, question.id, {}});
    for (const auto& tag : question.tags) limits_.excluded.try_emplace(tag, reason);
    if (question.gate == Gate::Emergency || question.joints.size() >= AllJoints) limits_.is_all_locked = true;
    if (question.gate == Gate::Locked)
      for (const auto& joint : question.joints) limits_.locked_joints.try_emplace(joint, reason);
  }

  // What is left out, without the why: "deep hip bending, because of your new hip" → "deep hip bending".
  static std::string what_of(const SafetyQuestion& question) {
    return question.leaves_out.substr(0, question.leaves_out.find(','));
  }

  void leave_open(const SafetyQuestion& question) {
    if (question.gate != Gate::Filtered) limits_.is_gentle_only = true;
    for (const auto& tag : question.tags)
      limits_.unasked.try_emplace(tag, "Left out until its safety question is answered.");
  }

  void feel(const journal::Entry& entry, const journal::PainReported& pain) {
    if (pain.stretch_only) return;
    using enum journal::PainKind;
    if (pain.kind == Dizzy) return stop(entry, pain, Gate::Emergency);
    if (pain.kind == Sharp || pain.kind == Spreading || pain.kind == Numb)
      return stop(entry, pain, Gate::Locked);
    // A pinch in the joint is no pull of a muscle: it eases however slight.
    if (pain.intensity <= rules_.go_on_up_to && pain.kind != Pinching) return;

    const auto age = (now_.day() - entry.at.day()).count();
    if (age > rules_.ease_days || (pain.intensity <= rules_.ease_up_to && has_settled(entry.at))) return;
    const bool must_rest = pain.intensity > rules_.ease_up_to && age < rules_.rest_days;
    for (const auto& sided : find_hurt(pain)) {
      const auto where = words_of(motions_.find(sided.joint_motion)->joint, sided.side);
      const auto said = "Your " + where + " hurt " + std::to_string(pain.intensity) + " of 10" + when(age);
      if (must_rest)
        limits_.resting[sided] = said + ", so it rests.";
      else
        limits_.eased[sided] = said + ", so it moves in less range.";
    }
    if (must_rest)
      limits_.locks.push_back({Gate::Filtered,
                               "what moves or bears your " + place_of(pain),
                               "It hurt " + std::to_string(pain.intensity) + " of 10" + when(age) + ".",
                               "If it stays or comes again, let a professional look at it.",
                               {},
                               entry.id});
  }

  // A later morning without complaint.
  bool has_settled(LocalMoment since) const {
    return std::ranges::any_of(standing_, [&](const journal::Entry& entry) {
      const auto* morning = std::get_if<journal::MorningAnswered>(&entry.event);
      return morning != nullptr && morning->feeling == journal::Morning::Fine &&
             morning->pain <= rules_.go_on_up_to && entry.at.day() > since.day() && entry.at.utc <= now_.utc;
    });
  }

  static std::string when(std::int64_t days) {
    if (days <= 0) return " today";
    if (days == 1) return " yesterday";
    return " " + count(static_cast<long>(days), "day") + " ago";
  }

  // "left shoulder", of the region "shoulders": a region has two of what one side has one of.
  std::string place_of(const journal::PainReported& pain) const {
    std::string place = pain.region;
    std::ranges::replace(place, '_', ' ');
    if (pain.side == Side::Both) return place;
    const bool is_joint = std::ranges::any_of(
        motions_.all(), [&](const body::JointMotion& motion) { return motion.joint == pain.region; });
    if (!is_joint && place.ends_with('s')) place.pop_back();
    return std::string(endrange::word(pain.side)) + " " + place;
  }

  void stop(const journal::Entry& entry, const journal::PainReported& pain, Gate gate) {
    if (clearances_.reports.contains(entry.id)) return;
    if (gate == Gate::Emergency) {
      limits_.is_all_locked = true;
      limits_.locks.push_back(
          {gate,
           "all training",
           "You felt dizzy while moving.",
           "Sit or lie down. If it does not pass within minutes, or comes with headache, trouble speaking, "
           "seeing or swallowing, call the emergency services. Training opens again once you say that a "
           "professional has seen you.",
           {},
           entry.id});
      return;
    }
    const auto reason = "Pain in your " + place_of(pain) + " was " + kind_words(pain.kind) + ".";
    const auto joints = find_joints(pain);
    for (const auto& joint : joints) limits_.locked_joints.try_emplace(joint, reason);
    if (joints.empty()) limits_.is_all_locked = true;
    limits_.locks.push_back(
        {gate,
         joints.empty() ? "all training" : "your " + place_of(pain),
         reason,
         "Let a professional look at it first; with numbness between the legs, loss of bladder or bowel "
         "control, or a limb quickly getting weaker, call the emergency services. It opens again once you "
         "say that you were seen.",
         {},
         entry.id});
  }

  static std::string kind_words(journal::PainKind kind) {
    if (kind == journal::PainKind::Sharp) return "sharp";
    return kind == journal::PainKind::Numb ? "numb" : "spreading";
  }

  // The morning after tells how the day before was borne.
  void wake_up(const journal::Entry& entry, const journal::MorningAnswered& morning) {
    const bool is_worse = morning.feeling == journal::Morning::Worse || morning.pain > rules_.go_on_up_to;
    const auto age = (now_.day() - entry.at.day()).count();
    if (!is_worse || age > rules_.ease_days) return;
    const auto said = (morning.pain > rules_.go_on_up_to
                           ? "The morning after hurt " + std::to_string(morning.pain) + " of 10"
                           : std::string("The morning after it was worse")) +
                      when(age);
    const bool must_rest = morning.pain > rules_.ease_up_to && age < rules_.rest_days;
    // Which motion it was is not known: the whole joint, on the side that was trained.
    for (const auto& sided : find_trained_on(entry.at.day() - std::chrono::days(1)))
      for (const auto& motion : motions_.all()) {
        if (motion.joint != motions_.find(sided.joint_motion)->joint) continue;
        if (must_rest)
          limits_.resting.try_emplace({motion.id, sided.side}, said + ", so it rests.");
        else
          limits_.eased.try_emplace({motion.id, sided.side}, said + ", so it moves in less range.");
      }
    if (must_rest)
      limits_.locks.push_back({Gate::Filtered,
                               "what was trained the day before",
                               said + ".",
                               "If it stays or comes again, let a professional look at it.",
                               {},
                               entry.id});
  }

  std::set<SidedMotion> find_trained_on(Day day) const {
    std::set<SidedMotion> sided;
    for (const auto& entry : standing_) {
      if (entry.at.day() != day || !std::holds_alternative<journal::StepDone>(entry.event)) continue;
      const auto of_step =
          progress::compute_doses(std::span(&entry, 1), trained_, motions_, now_) | std::views::keys;
      sided.insert(of_step.begin(), of_step.end());
    }
    return sided;
  }

  bool is_in(const body::JointMotion& motion, const std::string& region) const {
    return motion.joint == region || word(motion.region) == region;
  }

  // All motions of all joints where it hurts, whichever the step was for: what hurts in one direction is not
  // to be loaded in another. Where no joint is there, those of the step.
  std::set<SidedMotion> find_hurt(const journal::PainReported& pain) const {
    auto joints = find_joints(pain);
    if (joints.empty())
      for (const auto& id : pain.joint_motions)
        if (const auto* motion = motions_.find(id)) joints.insert(motion->joint);
    std::set<SidedMotion> hurt;
    for (const auto& motion : motions_.all())
      if (joints.contains(motion.joint))
        for (const auto& sided : progress::compute_sides(motion, pain.side)) hurt.insert(sided);
    return hurt;
  }

  std::set<std::string> find_joints(const journal::PainReported& pain) const {
    std::set<std::string> joints;
    for (const auto& motion : motions_.all())
      if (is_in(motion, pain.region)) joints.insert(motion.joint);
    return joints;
  }

  std::span<const journal::Entry> standing_;
  const progress::TrainedMotions& trained_;
  const body::JointMotions& motions_;
  PainRules rules_;
  LocalMoment now_;
  Clearances clearances_ = find_clearances(standing_, now_);
  Limits limits_ = {};
};

std::set<SidedMotion> resolve(const JointMotionId& id, exercise::Role role, Side working,
                              const body::JointMotions& motions) {
  const auto* motion = motions.find(id);
  if (motion == nullptr) return {};
  const auto sides = progress::compute_sides(*motion, exercise::resolve_side(role, working));
  return {sides.begin(), sides.end()};
}

// A target that is where the base position has the joint anyway, within what sitting differently would
// change.
bool is_at_rest(const exercise::Target& target, const exercise::Position& position) {
  constexpr Angle Near = Angle::from_degrees(15.0);
  if (target.reach != exercise::Reach::Degrees) return false;
  return std::ranges::any_of(position.pose, [&](const exercise::Target& pose) {
    return pose.joint_motion == target.joint_motion && abs(pose.angle - target.angle) <= Near;
  });
}

std::vector<Side> list_sides(Side side) {
  return side == Side::Both ? std::vector{Side::Left, Side::Right} : std::vector{side};
}

// The joints between the trunk and a point that the body rests on.
std::vector<std::string> list_joints_above(std::string_view point) {
  if (point == "knee" || point == "shin") return {"hip", "knee"};
  if (point == "ankle" || point == "heel" || point == "ball") return {"hip", "knee", "ankle", "toes"};
  if (point == "elbow") return {"shoulder"};
  if (point == "wrist") return {"shoulder", "elbow", "forearm"};
  if (point == "hand" || point == "fingertips") return {"shoulder", "elbow", "forearm", "wrist"};
  return {};
}

bool is_lifted(const exercise::Exercise& exercise, std::string_view point, Side side, Side working) {
  return std::ranges::any_of(exercise.phases, [&](const exercise::Phase& phase) {
    return std::ranges::any_of(phase.release, [&](const exercise::NamedPoint& release) {
      const Side released = exercise::resolve_side(release.role, working);
      return release.name == point && (released == Side::Both || released == side);
    });
  });
}

// Whether chair or floor carry the pelvis all the time.
bool is_pelvis_carried(const exercise::Exercise& exercise, const exercise::Position& position, Side working) {
  constexpr std::array<std::string_view, 4> Carrying = {"pelvis", "sacrum", "sit_bone", "thigh"};
  return std::ranges::any_of(position.contacts, [&](const exercise::Contact& contact) {
    return std::ranges::find(Carrying, contact.point.name) != Carrying.end() &&
           !is_lifted(exercise, contact.point.name, exercise::resolve_side(contact.point.role, working),
                      working);
  });
}

// Why nothing may be asked of a joint on one side.
std::optional<std::string> find_joint_refusal(const SidedJoint& wanted, const Limits& limits,
                                              const body::JointMotions& motions) {
  if (const auto found = limits.locked_joints.find(wanted.joint); found != limits.locked_joints.end())
    return found->second;
  for (const auto& [sided, why] : limits.resting)
    if (motions.find(sided.joint_motion)->joint == wanted.joint &&
        (sided.side == Side::Both || wanted.side == Side::Both || sided.side == wanted.side))
      return why;
  return std::nullopt;
}

// A demanding exercise waits for an easier one.
bool is_prepared(const exercise::Exercise& exercise, const Limits& limits,
                 const exercise::Catalogue& catalogue) {
  if (!exercise::is_demanding(exercise)) return true;
  return std::ranges::any_of(limits.done_well, [&](const ExerciseId& id) {
    const auto* done = catalogue.find(id);
    return done != nullptr && exercise::prepares(*done, exercise);
  });
}

}  // namespace

Limits compute_limits(const SafetyScreen& screen, std::span<const journal::Entry> standing,
                      const progress::TrainedMotions& trained, const body::JointMotions& motions,
                      const PainRules& rules, LocalMoment now) {
  Builder builder(standing, trained, motions, rules, now);
  builder.read_answers(screen);
  builder.read_pain();
  builder.read_skips();
  builder.read_done();
  return builder.finish();
}

std::set<SidedMotion> compute_loads(const exercise::Exercise& exercise, Side working,
                                    const exercise::Catalogue& catalogue, const body::JointMotions& motions) {
  const auto* position = catalogue.find_position(exercise.position);
  std::set<SidedMotion> loads;
  const auto add = [&](const auto& part) {
    loads.merge(resolve(part.joint_motion, part.role, working, motions));
  };
  for (const auto& trained : exercise.trains) add(trained);
  const auto add_target = [&](const exercise::Target& target) {
    if (position == nullptr || !is_at_rest(target, *position)) add(target);
  };
  for (const auto& phase : exercise.phases) {
    std::ranges::for_each(phase.targets, add_target);
    for (const auto& pose : phase.through) std::ranges::for_each(pose, add_target);
  }
  return loads;
}

namespace {

// On the side that rests, one lies on hip and shoulder.
std::set<SidedJoint> make_bearing_of_lying(Side working) {
  std::set<SidedJoint> bearing;
  for (const Side side : list_sides(exercise::resolve_side(exercise::Role::Other, working)))
    for (const char* joint : {"hip", "shoulder"}) bearing.insert({joint, side});
  return bearing;
}

}  // namespace

std::set<SidedJoint> compute_bearing(const exercise::Exercise& exercise, Side working,
                                     const exercise::Catalogue& catalogue) {
  const auto* position = catalogue.find_position(exercise.position);
  if (position == nullptr) return {};
  if (position->posture == exercise::Posture::SideLying) return make_bearing_of_lying(working);
  if (is_pelvis_carried(exercise, *position, working)) return {};
  std::set<SidedJoint> bearing;
  for (const auto& contact : position->contacts) {
    if (contact.surface != exercise::Surface::Floor) continue;
    for (const Side side : list_sides(exercise::resolve_side(contact.point.role, working)))
      if (!is_lifted(exercise, contact.point.name, side, working))
        for (const auto& joint : list_joints_above(contact.point.name)) bearing.insert({joint, side});
  }
  return bearing;
}

std::optional<std::string> find_refusal(const exercise::Exercise& exercise, Side working,
                                        const Limits& limits, const exercise::Catalogue& catalogue,
                                        const body::JointMotions& motions) {
  if (limits.is_all_locked) return "All training is locked for now.";
  if (const auto found = limits.left_out.find(exercise.id); found != limits.left_out.end())
    return found->second;
  for (const auto& tag : exercise.contraindications) {
    if (const auto found = limits.excluded.find(tag); found != limits.excluded.end()) return found->second;
    const auto open = limits.unasked.find(tag);
    if (!exercise.gentle && open != limits.unasked.end()) return open->second;
  }
  if (limits.is_gentle_only && !exercise.gentle) return "Left out until the safety questions are answered.";
  if (!is_prepared(exercise, limits, catalogue))
    return "It comes after an easier one, once that was done without pain.";
  if (const auto found = limits.unearned.find(exercise.id); found != limits.unearned.end())
    return found->second;
  for (const auto& sided : compute_loads(exercise, working, catalogue, motions)) {
    const auto& joint = motions.find(sided.joint_motion)->joint;
    if (const auto found = limits.locked_joints.find(joint); found != limits.locked_joints.end())
      return found->second;
    if (const auto found = limits.resting.find(sided); found != limits.resting.end()) return found->second;
    // What is eased goes on in easy exercises, without pushing.
    const auto eased = limits.eased.find(sided);
    if (eased != limits.eased.end() &&
        (exercise.difficulty > limits.hardest_eased || exercise.kind == exercise::Kind::PushPull))
      return eased->second;
  }
  for (const auto& bearing : compute_bearing(exercise, working, catalogue))
    if (const auto found = find_joint_refusal(bearing, limits, motions)) return found;
  return std::nullopt;
}

std::optional<std::string> find_test_refusal(const RangeTest& test, const Limits& limits,
                                             const body::JointMotions& motions) {
  if (limits.is_all_locked) return "All training is locked for now.";
  for (const auto& tag : test.contraindications)
    if (const auto found = limits.excluded.find(tag); found != limits.excluded.end()) return found->second;
  for (const auto& joint : test.joints)
    for (const Side side : test.sides)
      if (const auto found = find_joint_refusal({joint, side}, limits, motions)) return found;
  if (test.posture != exercise::Posture::Standing) return std::nullopt;
  for (const auto& joint : list_joints_above("ball"))
    if (const auto found = find_joint_refusal({joint, Side::Both}, limits, motions)) return found;
  return std::nullopt;
}

bool is_eased(const exercise::Exercise& exercise, Side working, const Limits& limits,
              const exercise::Catalogue& catalogue, const body::JointMotions& motions) {
  return limits.is_gentle_only ||
         std::ranges::any_of(compute_loads(exercise, working, catalogue, motions),
                             [&](const SidedMotion& sided) { return limits.eased.contains(sided); });
}

progress::TrainedMotions make_trained_motions(std::span<const exercise::Exercise> exercises) {
  progress::TrainedMotions trained;
  for (const auto& exercise : exercises) {
    const double total = std::accumulate(exercise.trains.begin(), exercise.trains.end(), 0.0,
                                         [](double sum, const auto& part) { return sum + part.share; });
    constexpr double MostOfAComponent = 3.0;
    const auto& of = exercise.components;
    const progress::Emphasis emphasis{of.flexibility / MostOfAComponent, of.strength / MostOfAComponent,
                                      of.control / MostOfAComponent};
    auto& parts = trained[exercise.id];
    for (const auto& part : exercise.trains) {
      const auto side = part.role == exercise::Role::Working ? progress::TrainedSide::Working
                        : part.role == exercise::Role::Other ? progress::TrainedSide::Other
                                                             : progress::TrainedSide::Each;
      parts.push_back({part.joint_motion, side, part.share / total, emphasis});
    }
  }
  return trained;
}

}  // namespace endrange::plan
