// Why an exercise is left out, said again from the journal alone, word for word: nothing else may be said.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/plan/limits.h"
#include "core/plan/words.h"
#include "tests/core/plan/random_person.h"

namespace endrange::plan {
namespace {

using progress::SidedMotion;

constexpr std::string_view AllLocked = "All training is locked for now.";

/// The first letter large and a full stop.
std::string sentence(std::string words) {
  words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
  return words + ".";
}

std::string say_when(std::int64_t days) {
  if (days < 2) return days == 0 ? " today" : " yesterday";
  return " " + std::to_string(days) + " days ago";
}

/// What may truly be said of one exercise that is left out.
class Sayable {
 public:
  Sayable(const RandomPerson& random, const exercise::Exercise& exercise)
      : random_(random),
        exercise_(exercise),
        position_(*world_.catalogue.find_position(exercise.position)),
        touched_(find_touched(exercise)) {
    say_answers();
    for (const auto& entry : random.person.entries()) {
      if (const auto* skipped = std::get_if<journal::StepSkipped>(&entry.event)) say_skip(entry, *skipped);
      if (const auto* pain = std::get_if<journal::PainReported>(&entry.event)) say_pain(entry, *pain);
      if (const auto* morning = std::get_if<journal::MorningAnswered>(&entry.event))
        say_morning(entry, *morning);
    }
    say_steps();
    say_programme();
  }

  [[nodiscard]] const std::set<std::string>& all() const { return all_; }

 private:
  // Joints that an exercise moves or loads, of either side.
  static const std::set<std::string>& find_touched(const exercise::Exercise& exercise) {
    static std::map<ExerciseId, std::set<std::string>> known;
    const auto [found, is_new] = known.try_emplace(exercise.id);
    if (!is_new) return found->second;
    const auto& world = load_world();
    for (const Side side : {Side::Left, Side::Right, Side::Both}) {
      for (const auto& sided : compute_loads(exercise, side, world.catalogue, world.motions))
        found->second.insert(world.motions.find(sided.joint_motion)->joint);
      for (const auto& bearing : compute_bearing(exercise, side, world.catalogue))
        found->second.insert(bearing.joint);
    }
    return found->second;
  }

  void say(std::string words) { all_.insert(std::move(words)); }

  [[nodiscard]] std::int64_t days_since(const journal::Entry& entry) const {
    return (random_.now.day() - entry.at.day()).count();
  }

  void say_answers() {
    std::map<std::string, journal::Answer> latest;
    for (const auto& entry : random_.person.entries())
      if (const auto* answered = std::get_if<journal::SafetyAnswered>(&entry.event))
        for (const auto& [question, answer] : answered->answers) latest[question] = answer;
    for (const auto& question : world_.screen.questions) {
      const bool is_concerned =
          std::ranges::any_of(exercise_.contraindications,
                              [&](const auto& tag) { return std::ranges::count(question.tags, tag) > 0; }) ||
          std::ranges::any_of(question.joints, [&](const auto& joint) { return touched_.contains(joint); });
      const auto answer = latest.contains(question.id) ? latest.at(question.id) : journal::Answer::Unknown;
      if (answer == journal::Answer::Yes) {
        if (is_concerned) say(sentence(question.leaves_out));
        if (question.gate != Gate::Filtered) say(std::string(AllLocked));
      } else if (answer == journal::Answer::Unknown && question.first_start) {
        if (is_concerned) say("Left out until its safety question is answered.");
        if (question.gate != Gate::Filtered) say("Left out until the safety questions are answered.");
      }
    }
  }

  void say_skip(const journal::Entry& entry, const journal::StepSkipped& skipped) {
    if (skipped.exercise != exercise_.id) return;
    using enum journal::SkipMeaning;
    if (skipped.meaning == Never) say("You asked not to see it again.");
    if (skipped.meaning == DidAlready && days_since(entry) == 0) say("You did it already today.");
    if (skipped.meaning == NotNow && random_.now.utc - entry.at.utc < std::chrono::hours(3))
      say("You skipped it a little while ago.");
  }

  // How strong it has to be, and how long it is remembered: 3 and 7 days, as `[pain]` says.
  void say_how_it_goes_on(const std::string& hurt, int intensity, bool is_bad, std::int64_t days) {
    if (intensity > 5 && days < 3) say(hurt + ", so it rests.");
    if (is_bad && days <= 7) say(hurt + ", so it moves in less range.");
  }

  void say_pain(const journal::Entry& entry, const journal::PainReported& pain) {
    using enum journal::PainKind;
    if (pain.kind == Dizzy) return say(std::string(AllLocked));
    std::set<std::string> joints;
    for (const auto& motion : world_.motions.all())
      if (motion.joint == pain.region || word(motion.region) == pain.region) joints.insert(motion.joint);
    std::string place = pain.region;
    std::ranges::replace(place, '_', ' ');
    if (pain.side != Side::Both) {
      if (place.ends_with("s") && !joints.contains(pain.region)) place.pop_back();
      place = std::string(endrange::word(pain.side)) + " " + place;
    }
    for (const auto& motion : world_.motions.all()) {
      if (!joints.contains(motion.joint) || !touched_.contains(motion.joint)) continue;
      if (pain.kind == Sharp) say("Pain in your " + place + " was sharp.");
      if (pain.kind == Numb) say("Pain in your " + place + " was numb.");
      const Side side = motion.is_sided ? pain.side : Side::Both;
      for (const Side one :
           motion.is_sided&& side == Side::Both ? std::vector{Side::Left, Side::Right} : std::vector{side})
        say_how_it_goes_on("Your " + words_of(motion.joint, one) + " hurt " + std::to_string(pain.intensity) +
                               " of 10" + say_when(days_since(entry)),
                           pain.intensity, pain.intensity > 2 || pain.kind == Pinching, days_since(entry));
    }
  }

  void say_morning(const journal::Entry& entry, const journal::MorningAnswered& morning) {
    const auto is_touched = [&](const progress::TrainedMotion& part) {
      return touched_.contains(world_.motions.find(part.joint_motion)->joint);
    };
    const bool was_trained = std::ranges::any_of(random_.person.entries(), [&](const journal::Entry& other) {
      const auto* done = std::get_if<journal::StepDone>(&other.event);
      return done != nullptr && (entry.at.day() - other.at.day()).count() == 1 &&
             std::ranges::any_of(world_.trained.at(done->exercise), is_touched);
    });
    if (!was_trained) return;
    const auto when = say_when(days_since(entry));
    if (morning.pain > 2)
      say_how_it_goes_on("The morning after hurt " + std::to_string(morning.pain) + " of 10" + when,
                         morning.pain, true, days_since(entry));
    else if (morning.feeling == journal::Morning::Worse)
      say_how_it_goes_on("The morning after it was worse" + when, morning.pain, true, days_since(entry));
  }

  void say_steps() {
    const auto levels = random_.person.levels(random_.now);
    int step = 5;
    for (const auto& part : exercise_.trains)
      if (part.share == 1.0) step = std::min(step, levels.at(part.joint_motion).difficulty);
    if (exercise_.difficulty > step)
      say("Step " + std::to_string(exercise_.difficulty) + " of 5, and you are at step " +
          std::to_string(step) + ".");

    std::set<ExerciseId> hurt;
    for (const auto& entry : random_.person.entries())
      if (const auto* pain = std::get_if<journal::PainReported>(&entry.event)) hurt.insert(pain->exercise);
    const bool is_prepared = std::ranges::any_of(random_.person.entries(), [&](const journal::Entry& entry) {
      const auto* done = std::get_if<journal::StepDone>(&entry.event);
      return done != nullptr && done->complete && !hurt.contains(done->exercise) &&
             exercise::prepares(*world_.catalogue.find(done->exercise), exercise_);
    });
    if (exercise::is_demanding(exercise_) && !is_prepared)
      say("It comes after an easier one, once that was done without pain.");
  }

  void say_programme() {
    const auto active = find_active_programme(random_.person.entries(), world_.programmes, random_.now);
    if (!active) return;
    for (const auto* programme : {active->programme, active->easing}) {
      if (programme == nullptr) continue;
      const auto because = [&](const std::string& what) { say(programme->name + ": " + what + "."); };
      using enum exercise::Kind;
      const bool is_another = std::ranges::count(programme->kinds, exercise_.kind) == 0;
      const bool is_held = exercise_.kind == Hold || exercise_.kind == Assisted;
      if ((is_another && is_held) || exercise_.dose.hold_s.least > programme->longest_hold_s.value_or(1e9))
        because("no long holds");
      if (is_another && !is_held) because("another kind of movement");
      if (exercise_.difficulty > programme->hardest.value_or(5)) because("easier steps only");
      const bool is_standing_free =
          position_.posture == exercise::Posture::Standing &&
          std::ranges::all_of(position_.props, [](const exercise::Prop& prop) {
            return prop.kind == exercise::Prop::Kind::Mat || prop.kind == exercise::Prop::Kind::Roller;
          });
      if (programme->needs_support && is_standing_free) because("something to hold on to is at hand");
    }
  }

  const World& world_ = load_world();
  const RandomPerson& random_;
  const exercise::Exercise& exercise_;
  const exercise::Position& position_;
  const std::set<std::string>& touched_;
  std::set<std::string> all_;
};

TEST(RandomPeople, are_told_truly_why_an_exercise_is_left_out) {
  std::set<std::string> kinds;
  check_people([&] {
    const auto random = make_random_person();
    for (const auto& [id, reason] : random.person.plan(random.now, random.minutes, random.spot).left_out) {
      const Sayable sayable(random, *load_world().catalogue.find(id));
      if (!sayable.all().contains(reason)) RC_FAIL(id.value() + ", not true: " + reason);
      kinds.insert(reason.substr(0, reason.find(' ')));
    }
  });
  // All kinds of reasons came up: what somebody said, hurt, did, never did, has not earned, and was not
  // asked.
  for (const char* first : {"You", "Your", "The", "Step", "It", "Left", "Pain", "All"})
    EXPECT_TRUE(kinds.contains(first)) << first;
}

}  // namespace
}  // namespace endrange::plan
