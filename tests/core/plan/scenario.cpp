#include "tests/core/plan/scenario.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/core/plan/world.h"

namespace endrange::plan {

namespace {

using namespace std::chrono_literals;

template <typename Value>
Value look_up(const std::map<std::string, Value>& words, const std::string& word) {
  const auto found = words.find(word);
  if (found == words.end()) throw std::runtime_error("not understood: " + word);
  return found->second;
}

const std::map<std::string, Side> SideWords = {
    {"left", Side::Left}, {"right", Side::Right}, {"both", Side::Both}};

class Player {
 public:
  explicit Player(std::string name) : name_(std::move(name)) {}

  void read(const std::string& line, int number) {
    line_ = number;
    std::istringstream words(line.substr(0, line.find('#')));
    std::string verb;
    if (!(words >> verb)) return;
    try {
      verb == "expect" ? expect(words) : tell(verb, words);
    } catch (const std::exception& error) {
      complain(error.what());
    }
  }

  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  void complain(const std::string& what) {
    complaints_.push_back(name_ + ":" + std::to_string(line_) + ": " + what);
  }

  static LocalMoment now() { return make_moment(30, 15h); }
  static LocalMoment read_day(std::istringstream& words) {
    int day = 0;
    words >> day;
    return make_moment(30 + day, 8h);
  }

  void tell(const std::string& verb, std::istringstream& words) {
    if (verb == "profile") return tell_profile(words);
    if (verb == "answers") return tell_answers(words);
    if (verb == "plan") return plan(words);
    if (verb == "cleared") {
      std::string question;
      words >> question;
      const bool has_day = !(words >> std::ws).eof();
      person_.tell(has_day ? read_day(words) : make_moment(2, 9h), journal::Cleared{.question = question});
      return;
    }
    const auto at = read_day(words);
    if (verb == "answered") return tell_answer(at, words);
    if (verb == "withdrawn") return take_back(at, words);
    if (verb == "measured") return tell_measured(at, words);
    if (verb == "pain") return tell_pain(at, words);
    if (verb == "morning") return tell_morning(at, words);
    if (verb == "done" || verb == "skipped") return tell_step(verb, at, words);
    if (verb == "routine") return tell_routine(at, words);
    if (verb == "programme") return tell_programme(at, words);
    if (verb == "goal") return tell_goal(at, words);
    if (verb == "worked") {
      double hours = 0.0;
      words >> hours;
      person_.tell(at, journal::Worked{at.utc - 1h, hours * 3600.0});
      return;
    }
    throw std::runtime_error("not understood: " + verb);
  }

  void tell_profile(std::istringstream& words) {
    journal::ProfileChanged profile;
    for (std::string word; words >> word;) {
      if (word == "desk_worker")
        profile.audience = journal::Audience::DeskWorker;
      else if (word == "athlete")
        profile.audience = journal::Audience::Athlete;
      else if (word == "older_adult")
        profile.audience = journal::Audience::OlderAdult;
      else if (word == "chair_only")
        profile.place = journal::Place::ChairOnly;
      else if (word == "room_to_stand")
        profile.place = journal::Place::RoomToStand;
      else if (word == "floor")
        profile.place = journal::Place::Floor;
      else if (word == "wall")
        profile.equipment.push_back(journal::Equipment::Wall);
      else if (word == "roller")
        profile.equipment.push_back(journal::Equipment::Roller);
      else if (word == "strap")
        profile.equipment.push_back(journal::Equipment::Strap);
      else if (word == "stick")
        profile.equipment.push_back(journal::Equipment::Stick);
      else if (word == "office_clothes")
        profile.clothes = journal::Clothes::Office;
      else if (word == "quiet")
        profile.is_quiet = true;
      else if (word == "sitting") {
        double hours = 0.0;
        words >> hours;
        profile.sitting_hours = hours;
      } else
        throw std::runtime_error("not understood: " + word);
    }
    person_.tell(make_moment(0, 9h), profile);
  }

  void tell_answers(std::istringstream& words) {
    std::vector<std::string> yes;
    std::vector<std::string> unknown;
    std::string all;
    std::getline(words, all);
    std::ranges::replace(all, ',', ' ');
    std::istringstream parts(all);
    for (std::string answer, question; parts >> answer;) {
      if (answer == "no") continue;
      parts >> question;
      if (load_world().screen.find_question(question) == nullptr)
        throw std::runtime_error("no question " + question);
      (answer == "yes" ? yes : unknown).push_back(question);
    }
    person_.answer_all(make_moment(1, 9h), yes, unknown);
  }

  void tell_answer(LocalMoment at, std::istringstream& words) {
    static const std::map<std::string, journal::Answer> Answers = {
        {"yes", journal::Answer::Yes}, {"no", journal::Answer::No}, {"unknown", journal::Answer::Unknown}};
    std::string question, answer;
    words >> question >> answer;
    if (load_world().screen.find_question(question) == nullptr)
      throw std::runtime_error("no question " + question);
    person_.tell(at, journal::SafetyAnswered{{{question, look_up(Answers, answer)}}});
  }

  // The last answer of one question alone.
  void take_back(LocalMoment at, std::istringstream& words) {
    std::string question;
    words >> question;
    EntryId last;
    for (const auto& entry : person_.entries())
      if (const auto* answered = std::get_if<journal::SafetyAnswered>(&entry.event);
          answered != nullptr && answered->answers.size() == 1 && answered->answers[0].question == question)
        last = entry.id;
    if (last == EntryId()) throw std::runtime_error("no answer alone to " + question);
    person_.tell(at, journal::Withdrawn{last, "a slip of the hand"});
  }

  void tell_measured(LocalMoment at, std::istringstream& words) {
    std::string motion, side, plus_minus;
    double mean = 0.0, error = 0.0;
    words >> motion >> side >> mean >> plus_minus >> error;
    journal::Measured measured;
    measured.joint_motion = JointMotionId(motion);
    measured.side = look_up(SideWords, side);
    measured.protocol = ProtocolId(motion);
    measured.grade = journal::Grade::Measured;
    measured.usable = Estimate{Angle::from_degrees(mean), Angle::from_degrees(error)};
    std::string by;
    if (double lasting = 0.0; words >> by >> measured.set_up >> lasting)
      measured.set_up_error = Angle::from_degrees(lasting);
    person_.tell(at, measured);
  }

  void tell_pain(LocalMoment at, std::istringstream& words) {
    static const std::map<std::string, journal::PainKind> Kinds = {
        {"dull", journal::PainKind::Dull},    {"sharp", journal::PainKind::Sharp},
        {"numb", journal::PainKind::Numb},    {"spreading", journal::PainKind::Spreading},
        {"dizzy", journal::PainKind::Dizzy},  {"pinching", journal::PainKind::Pinching},
        {"stretch", journal::PainKind::Other}};
    journal::PainReported pain;
    std::string side, kind;
    words >> pain.region >> side >> pain.intensity >> kind;
    pain.side = look_up(SideWords, side);
    pain.kind = look_up(Kinds, kind);
    pain.stretch_only = kind == "stretch";
    for (std::string motion; words >> motion;) pain.joint_motions.emplace_back(motion);
    person_.tell(at, pain);
  }

  void tell_morning(LocalMoment at, std::istringstream& words) {
    static const std::map<std::string, journal::Morning> Feelings = {{"fine", journal::Morning::Fine},
                                                                     {"sore", journal::Morning::Sore},
                                                                     {"worse", journal::Morning::Worse}};
    std::string feeling;
    int pain = 0;
    words >> feeling >> pain;
    person_.tell(at, journal::MorningAnswered{look_up(Feelings, feeling), pain});
  }

  void tell_step(const std::string& verb, LocalMoment at, std::istringstream& words) {
    static const std::map<std::string, journal::SkipMeaning> Meanings = {
        {"never", journal::SkipMeaning::Never},
        {"already", journal::SkipMeaning::DidAlready},
        {"not_now", journal::SkipMeaning::NotNow}};
    std::string exercise, word;
    words >> exercise >> word;
    if (load_world().catalogue.find(ExerciseId(exercise)) == nullptr)
      throw std::runtime_error("no exercise " + exercise);
    if (verb == "skipped") {
      journal::StepSkipped skipped{.exercise = ExerciseId(exercise), .meaning = look_up(Meanings, word)};
      if (double seconds = 0.0; words >> seconds) skipped.seconds = seconds;
      person_.tell(at, skipped);
      return;
    }
    double seconds = 0.0;
    words >> seconds;
    person_.tell(at, journal::StepDone{"r", ExerciseId(exercise), look_up(SideWords, word), seconds});
  }

  // One exercise, done whole, and how hard it was.
  void tell_routine(LocalMoment at, std::istringstream& words) {
    std::string exercise, side, effort_word, cut;
    double seconds = 0.0;
    int effort = 0;
    words >> exercise >> side >> seconds >> effort_word >> effort >> cut;
    if (load_world().catalogue.find(ExerciseId(exercise)) == nullptr)
      throw std::runtime_error("no exercise " + exercise);
    const auto routine = "routine-" + std::to_string(++routines_);
    person_.tell(at, journal::StepDone{.routine = routine,
                                       .exercise = ExerciseId(exercise),
                                       .side = look_up(SideWords, side),
                                       .seconds = seconds,
                                       .complete = cut != "cut"});
    person_.tell(at, journal::RoutineFinished{routine, effort});
  }

  void tell_programme(LocalMoment at, std::istringstream& words) {
    journal::ProgrammeChosen chosen;
    words >> chosen.programme >> chosen.joint;
    if (find_programme(load_world().programmes, chosen.programme) == nullptr)
      throw std::runtime_error("no programme " + chosen.programme);
    person_.tell(at, chosen);
  }

  void tell_goal(LocalMoment at, std::istringstream& words) {
    journal::GoalWanted wanted;
    words >> wanted.goal;
    if (find_goal(load_world().goals, wanted.goal) == nullptr)
      throw std::runtime_error("no goal " + wanted.goal);
    if (double degrees = 0.0; words >> degrees) wanted.target = Angle::from_degrees(degrees);
    person_.tell(at, journal::GoalsChosen{{wanted}});
  }

  void plan(std::istringstream& words) {
    int minutes = 0;
    std::string spot = "usual";
    static const std::map<std::string, Spot> Spots = {
        {"usual", Spot::Usual}, {"seated", Spot::Chair}, {"corridor", Spot::Corridor}};
    words >> minutes >> spot;
    routine_ = person_.plan(now(), minutes, look_up(Spots, spot));
    if (routine_.total_s > minutes * 60.0) complain("more than the minutes there are");
    const auto limits = person_.limits(now());
    for (const auto& step : routine_.steps)
      if (find_refusal(exercise_of(step), step.side, limits, load_world().catalogue, load_world().motions))
        complain("planned although refused: " + step.exercise.value());
  }

  static const exercise::Exercise& exercise_of(const Step& step) {
    return *load_world().catalogue.find(step.exercise);
  }

  static bool loads(const Step& step, const std::string& joint, Side side) {
    const auto all =
        compute_loads(exercise_of(step), step.side, load_world().catalogue, load_world().motions);
    return std::ranges::any_of(all, [&](const progress::SidedMotion& sided) {
      const bool is_there = load_world().motions.find(sided.joint_motion)->joint == joint;
      return is_there && (side == Side::Both || sided.side == Side::Both || sided.side == side);
    });
  }

  static bool bears(const Step& step, const std::string& joint, Side side) {
    const auto all = compute_bearing(exercise_of(step), step.side, load_world().catalogue);
    return std::ranges::any_of(all, [&](const SidedJoint& sided) {
      return sided.joint == joint && (side == Side::Both || sided.side == side);
    });
  }

  // Seconds in which this joint is trained on this side.
  [[nodiscard]] double trained(const std::string& joint, Side side) const {
    double seconds = 0.0;
    for (const auto& step : routine_.steps) {
      for (const auto& part : load_world().trained.at(step.exercise)) {
        const auto& motion = *load_world().motions.find(part.joint_motion);
        const Side worked = part.side == progress::TrainedSide::Each    ? Side::Both
                            : part.side == progress::TrainedSide::Other ? opposite(step.side)
                                                                        : step.side;
        if (motion.joint == joint && (worked == side || worked == Side::Both))
          seconds += part.share * step.seconds;
      }
    }
    return seconds;
  }

  void expect(std::istringstream& words) {
    std::string what;
    words >> what;
    std::string rest;
    std::getline(words >> std::ws, rest);
    while (!rest.empty() && rest.back() == ' ') rest.pop_back();
    std::istringstream more(rest);
    const auto& steps = routine_.steps;
    const auto all = [&](auto holds) { return std::ranges::all_of(steps, holds); };
    if (what == "steps")
      return require(steps.size() >= std::stoul(rest), "steps: " + std::to_string(steps.size()));
    if (what == "seconds")
      return require(routine_.total_s >= std::stod(rest), "seconds: " + std::to_string(routine_.total_s));
    if (what == "seated")
      return require(all([](const Step& step) {
                       const auto* position =
                           load_world().catalogue.find_position(exercise_of(step).position);
                       return position->posture == exercise::Posture::Seated;
                     }),
                     "a step that is not seated");
    if (what == "gentle")
      return require(all([](const Step& step) { return exercise_of(step).gentle && step.is_eased; }),
                     "a step that is not gentle");
    if (what == "nothing")
      return require(all([](const Step& step) {
                       const auto& exercise = exercise_of(step);
                       return exercise.equipment.empty() &&
                              load_world().catalogue.find_position(exercise.position)->props.empty();
                     }),
                     "a step that needs something: " + list_reasons());
    if (what == "office")
      return require(
          all([](const Step& step) { return exercise_of(step).clothes == exercise::Clothes::Any; }),
          "a step that needs loose clothes: " + list_reasons());
    if (what == "no") return expect_no(more);
    if (what == "exercise")
      return require(!all([&](const Step& step) { return step.exercise.value() != rest; }),
                     "no such step: " + list_reasons());
    if (what == "supported")
      return require(all([](const Step& step) {
                       const auto& position =
                           *load_world().catalogue.find_position(exercise_of(step).position);
                       return position.posture != exercise::Posture::Standing || !position.props.empty();
                     }),
                     "a step that stands free");
    if (what == "level") {
      std::string motion;
      int level = 0;
      more >> motion >> level;
      const auto found = person_.levels(now()).at(JointMotionId(motion));
      return require(found.difficulty == level,
                     "level " + std::to_string(found.difficulty) + ": " + found.reason);
    }
    if (what == "difficulty")
      return require(all([&](const Step& step) { return exercise_of(step).difficulty <= std::stoi(rest); }),
                     "a harder step: " + list_reasons());
    if (what == "more_for") {
      std::string first, second;
      more >> first >> second;
      const double a = trained(first, Side::Both) + trained(first, Side::Left) + trained(first, Side::Right);
      const double b =
          trained(second, Side::Both) + trained(second, Side::Left) + trained(second, Side::Right);
      return require(a > b, std::to_string(a) + " and " + std::to_string(b) + " seconds");
    }
    if (what == "eased") {
      std::string joint, side;
      more >> joint >> side;
      return require(all([&](const Step& step) {
                       return step.is_eased || !loads(step, joint, look_up(SideWords, side));
                     }),
                     "a step that is not eased");
    }
    if (what == "more") {
      std::string first, than, second, joint;
      more >> first >> than >> second >> joint;
      const double a = trained(joint, look_up(SideWords, first));
      const double b = trained(joint, look_up(SideWords, second));
      return require(a > b, std::to_string(a) + " and " + std::to_string(b) + " seconds");
    }
    if (what == "reason")
      return require(std::ranges::any_of(steps, [&](const Step& step) { return step.reason == rest; }),
                     "no step with this reason: " + list_reasons());
    if (what == "notice")
      return require(rest.empty() ? routine_.notice.empty() : routine_.notice.starts_with(rest),
                     "notice: " + routine_.notice);
    if (what == "left") {
      const auto colon = rest.find(": ");
      const LeftOut expected{ExerciseId(rest.substr(4, colon - 4)), rest.substr(colon + 2)};
      const auto found = std::ranges::find(routine_.left_out, expected.exercise, &LeftOut::exercise);
      if (found == routine_.left_out.end()) return complain("not left out: " + expected.exercise.value());
      return require(found->reason == expected.reason, "reason: " + found->reason);
    }
    complain("not understood: expect " + what);
  }

  void expect_no(std::istringstream& words) {
    std::string what, name, side;
    words >> what >> name >> side;
    for (const auto& step : routine_.steps) {
      const auto& tags = exercise_of(step).contraindications;
      if (what == "reason" && step.reason.find(name) != std::string::npos) complain(step.reason);
      if (what == "steps") complain("a step: " + step.exercise.value());
      if (what == "exercise" && step.exercise.value() == name) complain("it is planned");
      if (what == "load" && loads(step, name, look_up(SideWords, side)))
        complain(step.exercise.value() + " " + std::string(endrange::word(step.side)) + " loads it");
      if (what == "weight" && bears(step, name, look_up(SideWords, side)))
        complain(step.exercise.value() + " " + std::string(endrange::word(step.side)) + " stands on it");
      if (what == "kind" && exercise::word(exercise_of(step).kind) == name)
        complain(step.exercise.value() + " is one");
      if (what == "hold" && step.hold_s > std::stod(name))
        complain(step.exercise.value() + " is held " + std::to_string(step.hold_s) + " s");
      if (what == "tag" && std::ranges::find(tags, ContraindicationId(name)) != tags.end())
        complain(step.exercise.value() + " carries it");
    }
  }

  [[nodiscard]] std::string list_reasons() const {
    std::string all;
    for (const auto& step : routine_.steps) all += "\n    " + step.exercise.value() + ": " + step.reason;
    return all;
  }

  void require(bool holds, const std::string& found) {
    if (!holds) complain("found " + found);
  }

  std::string name_;
  int line_ = 0;
  int routines_ = 0;
  Person person_;
  Routine routine_;
  std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> play_scenario(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return {"expected a scenario that can be read, found none: " + file.string()};
  Player player(file.filename().string());
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) player.read(line, number);
  return player.complaints();
}

}  // namespace endrange::plan
