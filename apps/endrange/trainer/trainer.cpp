#include "apps/endrange/trainer/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "adapters/files/landmark_file.h"
#include "adapters/protocol/catalogue.h"
#include "adapters/protocol/journal.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/plan.h"
#include "adapters/protocol/progress.h"
#include "adapters/protocol/words.h"
#include "adapters/protocol/workday.h"
#include "adapters/store/erase.h"
#include "adapters/system/secret.h"
#include "apps/endrange/trainer/day_line.h"
#include "core/base/contracts.h"
#include "core/plan/routine.h"
#include "core/progress/comparison.h"
#include "core/progress/pain.h"
#include "core/progress/person.h"
#include "core/progress/tested.h"
#include "core/workday/rhythm.h"

namespace endrange::app {
namespace {

constexpr double SecondsInMinute = 60.0;

}  // namespace

Result<plan::Spot> parse_spot(std::string_view text) {
  for (const auto spot : {protocol::Spot::Usual, protocol::Spot::Chair, protocol::Spot::Corridor})
    if (text == protocol::word_of(spot)) return protocol::same_enumerator<plan::Spot>(spot);
  return fail(fmt::format("expected usual, chair or corridor, found \"{}\"", text.substr(0, 60)), "spot",
              "say where you are for this once", Fault::Usage);
}

Result<std::vector<plan::Swap>> parse_swaps(std::string_view text) {
  constexpr std::size_t MostSwaps = 100;  // more than anybody would make
  std::vector<plan::Swap> swaps;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto pair = text.substr(0, end);
    const auto colon = pair.find(':');
    const bool is_plain = pair.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-:") == pair.npos;
    if (!is_plain || colon == 0 || colon == std::string_view::npos || colon + 1 == pair.size() ||
        swaps.size() == MostSwaps)
      return fail(fmt::format("expected at most {} pairs of exercises as FROM:TO with commas between them, "
                              "found \"{}\"",
                              MostSwaps, text.substr(0, 60)),
                  "swap", "see `endrange exercise list` for their names", Fault::Usage);
    swaps.push_back(
        {ExerciseId(std::string(pair.substr(0, colon))), ExerciseId(std::string(pair.substr(colon + 1)))});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return swaps;
}

Trainer::Trainer(std::filesystem::path folder, Book book, store::Recordings recordings, Content content,
                 Clock clock)
    : folder_(std::move(folder)),
      book_(std::move(book)),
      recordings_(std::move(recordings)),
      content_(std::move(content)),
      own_(folder_),
      clock_(std::move(clock)) {}

Result<Trainer> Trainer::open(const std::filesystem::path& folder, Content content, Clock clock) {
  TRY(auto book, Book::open(folder));
  TRY(auto recordings, store::Recordings::open(folder));
  Trainer trainer(folder, std::move(book), std::move(recordings), std::move(content), std::move(clock));
  trainer.follow_own();
  trainer.prove_own();
  return trainer;
}

protocol::State Trainer::compute_state() const {
  const auto& standing = book().standing();
  const auto profile = progress::find_profile(standing);
  const auto answers = progress::compute_answers(standing);
  protocol::State state;
  state.version = ENDRANGE_VERSION;
  state.day = protocol::write_day(now().day());
  if (profile) state.profile = protocol::make_profile(*profile);
  state.settings = protocol::make_settings(progress::compute_settings(standing));
  state.rhythm = protocol::make_rhythm(workday::compute_rhythm(standing));
  for (const auto& [question, answer] : answers)
    state.answers.push_back(protocol::make_safety_answer({question, answer}));
  state.first_start = !profile.has_value();
  for (const auto& question : content_.safety.questions) {
    const auto found = answers.find(question.id);
    if (question.first_start && found == answers.end()) state.first_start = true;
    if (found == answers.end() || found->second == journal::Answer::Unknown)
      state.unknown.push_back(question.id);
  }
  if (profile) {
    if (!profile->age_band) state.unknown.emplace_back("age_band");
    if (!profile->height_m) state.unknown.emplace_back("height_m");
    if (!profile->body_proportions) state.unknown.emplace_back("body_proportions");
    if (!profile->sitting_hours) state.unknown.emplace_back("sitting_hours");
  }
  for (const auto& lock : compute_limits(now()).locks) state.locks.push_back(protocol::make_lock(lock));
  state.ask_morning = progress::is_morning_question_due(standing, now());
  return state;
}

protocol::SafetyScreen Trainer::make_safety_screen() const {
  protocol::SafetyScreen screen;
  for (const auto& question : content_.safety.questions)
    screen.questions.push_back(protocol::make_safety_question(question));
  return screen;
}

plan::Limits Trainer::compute_limits(LocalMoment now) const {
  auto limits = plan::compute_limits(content_.safety, book().standing(), content_.trained,
                                     content_.joint_motions, content_.pain, now);
  plan::add_unearned(limits, compute_known(now).levels, content_.catalogue, content_.levels);
  return limits;
}

Following::Known Trainer::compute_known(LocalMoment now) const {
  return following_.compute(book().standing(), book().generation(), content_, now);
}

progress::Beliefs Trainer::compute_beliefs(LocalMoment now) const {
  return compute_known(now).beliefs;
}

Result<std::optional<plan::ActiveProgramme>> Trainer::find_programme(const TodayQuery& query,
                                                                     LocalMoment now) const {
  if (!query.programme) return plan::find_active_programme(book().standing(), content_.programmes, now);
  if (*query.programme == "none") return std::optional<plan::ActiveProgramme>();
  const auto* const programme = plan::find_programme(content_.programmes, *query.programme);
  if (programme == nullptr)
    return fail(fmt::format("expected a programme, found \"{}\"", query.programme->substr(0, 60)),
                "programme", "see `endrange programme list`");
  const auto joints = protocol::make_joint_names(content_.joint_motions);
  if (programme->asks_joint &&
      std::ranges::find(joints, query.joint, &protocol::JointName::joint) == joints.end())
    return fail(fmt::format("expected a joint, found \"{}\"", query.joint.substr(0, 60)), "joint",
                "name one, such as hip or shoulder");
  return std::optional(plan::ActiveProgramme{programme, query.joint, {}});
}

template <typename Use>
auto Trainer::plan_with(const Wanted& wanted, const plan::Limits& limits, LocalMoment at, Use use) const {
  const auto& standing = book().standing();
  const auto known = compute_known(at);
  const auto sitting = progress::compute_sitting(standing, at);
  return use(plan::Planning{
      content_.catalogue, content_.joint_motions, known.beliefs, sitting, limits, content_.weights,
      progress::find_profile(standing).value_or(journal::ProfileChanged{}), wanted.minutes, wanted.spot, at,
      known.levels, wanted.programme, plan::find_chosen_goals(standing, content_.goals, at), wanted.swaps,
      progress::compute_week_emphasis(standing, content_.trained, content_.joint_motions, at),
      progress::find_moved_on(standing, at.day() - std::chrono::days(1), at)});
}

Result<protocol::Today> Trainer::compute_today(const TodayQuery& query) const {
  const auto& standing = book().standing();
  const auto at = query.at.value_or(now());
  TRY(const auto programme, find_programme(query, at));
  const auto profile = progress::find_profile(standing).value_or(journal::ProfileChanged{});
  const int minutes = query.minutes.value_or(programme ? programme->minutes() : profile.minutes);
  if (minutes < 1 || minutes > 15)
    return fail(fmt::format("expected 1 to 15 minutes, found {}", minutes), "minutes", "ask for 1 to 15");
  for (const auto& swap : query.swaps)
    for (const auto& exercise : {swap.from, swap.to})
      if (content_.catalogue.find(exercise) == nullptr)
        return fail(
            fmt::format("expected an exercise of the library, found \"{}\"", exercise.value().substr(0, 60)),
            "swap", "see `endrange exercise list` for their names", Fault::Usage);
  const auto limits = compute_limits(at);
  const Wanted wanted{minutes, query.spot, programme, query.swaps};
  auto today = plan_with(wanted, limits, at, [&](const plan::Planning& planning) {
    auto made = protocol::make_today(plan::plan_routine(planning), content_.catalogue, content_.joint_motions,
                                     limits);
    made.spent =
        protocol::make_day_spent(progress::compute_day_spent(standing, planning.sitting, content_.sitting,
                                                             content_.trained, content_.joint_motions, at),
                                 planning.sitting, content_.joint_motions);
    if (query.explain) made.explained = protocol::make_explained(planning);
    return made;
  });
  today.day = protocol::write_day(at.day());
  today.minutes = minutes;
  today.spot = protocol::same_enumerator<protocol::Spot>(query.spot);
  today.line = make_day_line(standing, at);
  if (programme) {
    today.programme = programme->programme->id;
    today.programme_words = plan::describe_until(*programme, at);
  }
  return today;
}

protocol::Wants Trainer::compute_wants() const {
  const auto at = now();
  protocol::Wants wants;
  for (const auto& programme : content_.programmes)
    wants.programmes.push_back(protocol::make_programme_info(programme));
  wants.joints = protocol::make_joint_names(content_.joint_motions);
  if (const auto active = plan::find_active_programme(book().standing(), content_.programmes, at)) {
    wants.programme = active->programme->id;
    wants.joint = active->joint;
    wants.programme_words = plan::describe_until(*active, at);
  }
  const auto chosen = plan::find_chosen_goals(book().standing(), content_.goals, at);
  for (const auto& goal : content_.goals)
    wants.goals.push_back(protocol::make_goal_info(goal, content_.joint_motions, chosen));
  return wants;
}

std::string Trainer::find_left_out(const exercise::Exercise& exercise, const plan::Limits& limits) const {
  const bool is_sided = exercise.sides == exercise::SideRule::EachSide;
  const auto refusal = [&](Side side) {
    return plan::find_refusal(exercise, side, limits, content_.catalogue, content_.joint_motions);
  };
  if (!is_sided) return refusal(Side::Both).value_or("");
  // One side that may be done is enough for it not to be left out.
  const auto left = refusal(Side::Left);
  const auto right = refusal(Side::Right);
  return left && right ? *left : "";
}

protocol::Exercises Trainer::compute_exercises() const {
  const auto at = now();
  const auto limits = compute_limits(at);
  const Wanted wanted{.programme = plan::find_active_programme(book().standing(), content_.programmes, at)};
  const auto worth = plan_with(wanted, limits, at, plan::compute_worth);
  protocol::Exercises exercises;
  for (const auto& exercise : content_.catalogue.exercises()) {
    exercises.exercises.push_back(protocol::make_exercise_summary(
        exercise, content_.catalogue, content_.joint_motions, find_left_out(exercise, limits)));
    exercises.exercises.back().need = worth.at(exercise.id);
  }
  return exercises;
}

Result<protocol::ExerciseDetail> Trainer::find_exercise(const std::string& id) const {
  const auto* const exercise = content_.catalogue.find(ExerciseId(id));
  if (exercise == nullptr)
    return fail(fmt::format("expected an exercise of the library, found \"{}\"", id.substr(0, 60)), "id",
                "see `endrange exercise list`");
  return protocol::make_exercise_detail(*exercise, content_.catalogue, content_.joint_motions,
                                        content_.safety, find_left_out(*exercise, compute_limits(now())));
}

std::optional<std::string> Trainer::find_refusal(const measure::Protocol& protocol) const {
  const auto posture =
      protocol.position == "standing" ? exercise::Posture::Standing : exercise::Posture::Seated;
  return plan::find_test_refusal({protocol.joints, protocol.sides, posture, protocol.contraindications},
                                 compute_limits(now()), content_.joint_motions);
}

std::vector<journal::Entry> Trainer::select_of_test(const ProtocolId& protocol) const {
  std::vector<journal::Entry> entries;
  std::ranges::copy_if(book().standing(), std::back_inserter(entries), [&](const journal::Entry& entry) {
    const auto* const measured = std::get_if<journal::Measured>(&entry.event);
    const auto* const tested = std::get_if<journal::Tested>(&entry.event);
    return (measured != nullptr && measured->protocol == protocol) ||
           (tested != nullptr && tested->protocol == protocol);
  });
  return entries;
}

progress::Comparison Trainer::compare_with_earlier(const journal::Measured& measured) const {
  auto entries = select_of_test(measured.protocol);
  entries.push_back({.at = now(), .event = measured});
  return progress::compute_history(entries, {measured.joint_motion, measured.side}).back().comparison;
}

std::optional<journal::Measured> Trainer::find_other_side(const journal::Measured& measured) const {
  const auto today = now().day();
  std::optional<journal::Measured> found;
  for (const auto& entry : select_of_test(measured.protocol)) {
    const auto* const earlier = std::get_if<journal::Measured>(&entry.event);
    if (earlier == nullptr || entry.at.day() != today) continue;
    // Only the side may differ.
    journal::Measured turned = *earlier;
    turned.side = opposite(turned.side);
    if (turned.side != earlier->side && progress::is_comparable(turned, measured)) found = *earlier;
  }
  return found;
}

progress::FigureComparison Trainer::compare_with_earlier(const journal::Tested& tested) const {
  auto entries = select_of_test(tested.protocol);
  entries.push_back({.at = now(), .event = tested});
  return progress::compute_tested_history(entries, tested.protocol).back().comparison;
}

std::vector<progress::HistoryPoint> Trainer::compute_measured(const measure::Protocol& protocol) const {
  const auto entries = select_of_test(protocol.id);
  std::vector<progress::HistoryPoint> measured;
  for (const Side side : protocol.sides)
    std::ranges::move(progress::compute_history(entries, {protocol.joint_motion, side}),
                      std::back_inserter(measured));
  return measured;
}

std::span<const journal::Entry> Trainer::select_feeding(std::vector<journal::Entry>& kept) const {
  const auto is_feeding = [&](const journal::Entry& entry) {
    const auto* const measured = std::get_if<journal::Measured>(&entry.event);
    const auto* const protocol = measured == nullptr ? nullptr : content_.protocols.find(measured->protocol);
    return protocol == nullptr || !protocol->is_apart;
  };
  const auto& standing = book().standing();
  if (std::ranges::all_of(standing, is_feeding)) return standing;
  std::ranges::copy_if(standing, std::back_inserter(kept), is_feeding);
  return kept;
}

protocol::Protocols Trainer::compute_protocols() const {
  const auto profile = progress::find_profile(book().standing());
  std::optional<measure::AgeSpan> ages;
  if (profile && profile->age_band) ages = measure::find_age_span(*profile->age_band);
  protocol::Protocols protocols;
  for (const auto& protocol : content_.protocols.all()) {
    auto info = protocol::make_protocol_info(protocol, find_refusal(protocol).value_or(""));
    info.norms = protocol::make_norm_infos(content_.norms, protocol, content_.hand_tools, ages);
    info.measured = protocol::make_history_points(compute_measured(protocol));
    info.tested =
        protocol::make_tested_points(progress::compute_tested_history(book().standing(), protocol.id));
    protocols.protocols.push_back(std::move(info));
  }
  for (const auto& tool : content_.hand_tools.all())
    protocols.tools.push_back(protocol::make_hand_tool(tool));
  return protocols;
}

protocol::BodyView Trainer::compute_body() const {
  protocol::BodyView view;
  const auto beliefs = compute_beliefs(now());
  std::vector<journal::Entry> kept;
  const auto feeding = select_feeding(kept);
  for (const auto& belief : beliefs.all()) {
    const auto* const motion = content_.joint_motions.find(belief.motion.joint_motion);
    if (motion == nullptr) continue;
    view.joints.push_back(
        protocol::make_body_joint(belief, *motion, progress::compute_history(feeding, belief.motion)));
  }
  return view;
}

protocol::Progress Trainer::compute_progress() const {
  const auto at = now();
  constexpr int Weeks = 4;
  const auto& standing = book().standing();
  const auto& motions = content_.joint_motions;
  auto progress =
      protocol::make_progress(progress::compute_consistency(standing, at),
                              progress::compute_weeks(standing, content_.trained, motions, at, Weeks));
  for (const auto& [sided, dose] : progress::compute_doses(standing, content_.trained, motions, at))
    if (dose.week_s > 0.0)
      progress.doses.push_back(protocol::make_motion_dose(*motions.find(sided.joint_motion), sided.side,
                                                          dose.week_s / SecondsInMinute));
  progress.enough_min = content_.weights.week_floor_s / SecondsInMinute;
  progress.most_min = content_.weights.week_ceiling_s / SecondsInMinute;
  const auto beliefs = compute_beliefs(at);
  for (const auto& known : progress::compute_knowledge(beliefs, at))
    progress.known.push_back(
        protocol::make_known(*motions.find(known.motion.joint_motion), known, *beliefs.find(known.motion)));
  for (auto& joint : compute_body().joints)
    if (!joint.history.empty()) progress.changes.push_back(std::move(joint));
  progress.sides = compare_sides();
  progress.tests = list_tests();
  return progress;
}

std::vector<protocol::SideChange> Trainer::compare_sides() const {
  std::vector<journal::Entry> kept;
  const auto feeding = select_feeding(kept);
  std::vector<protocol::SideChange> sides;
  for (const auto& motion : content_.joint_motions.all()) {
    if (!motion.is_sided) continue;
    if (auto change =
            protocol::make_side_change(motion, progress::compute_history(feeding, {motion.id, Side::Left}),
                                       progress::compute_history(feeding, {motion.id, Side::Right})))
      sides.push_back(std::move(*change));
  }
  return sides;
}

std::vector<protocol::TestStory> Trainer::list_tests() const {
  std::vector<protocol::TestStory> tests;
  for (const auto& protocol : content_.protocols.all()) {
    std::ranges::move(
        protocol::make_test_stories(protocol.id, protocol.name,
                                    protocol::same_enumerator<protocol::Region>(protocol.region),
                                    progress::compute_tested_history(book().standing(), protocol.id)),
        std::back_inserter(tests));
  }
  return tests;
}

protocol::Summary Trainer::make_summary() const {
  const auto& standing = book().standing();
  protocol::Summary summary;
  summary.day = protocol::write_day(now().day());
  if (const auto profile = progress::find_profile(standing))
    summary.profile = protocol::make_profile(*profile);
  for (const auto& [id, answer] : progress::compute_answers(standing)) {
    const auto question = std::ranges::find(content_.safety.questions, id, &plan::SafetyQuestion::id);
    if (answer == journal::Answer::Yes && question != content_.safety.questions.end())
      summary.yes.push_back(question->text);
  }
  for (const auto& pain : progress::compute_pains(standing, now()))
    summary.pains.push_back(protocol::make_pain_of_place(pain));
  summary.progress = compute_progress();
  return summary;
}

Result<protocol::PickedComparison> Trainer::compare(const std::string& one, const std::string& other) const {
  const auto picked = progress::find_comparison(book().standing(), EntryId(one), EntryId(other));
  if (!picked)
    return fail("expected two measurements that count, found one that was taken away or is none",
                "one, other", "pick two of those that Body lists");
  return protocol::make_picked_comparison(*picked);
}

Result<protocol::Accepted> Trainer::append(const protocol::NewEvents& events) {
  std::vector<Book::NewEntry> entries;
  protocol::Accepted accepted;
  for (std::size_t i = 0; i < events.events.size(); ++i) {
    const auto& posted = events.events[i];
    const auto place = fmt::format("events[{}]", i);
    const auto at = protocol::parse_moment(posted.at);
    if (!at) return fail(at.error().message, place + ".at");
    auto event = protocol::parse_event_body(posted.event);
    if (!event)
      return fail(event.error().message, place + ".event." + event.error().where, event.error().remedy);
    entries.push_back(
        {EntryId(posted.id), protocol::make_local_moment(*at, posted.offset_min), std::move(*event)});
    accepted.ids.push_back(posted.id);
  }
  TRY_STATUS(writable_book().append(entries));
  follow_own(entries);
  return accepted;
}

Status Trainer::record(const journal::Event& event) {
  return writable_book().append({{EntryId(system::make_uuid()), now(), event}});
}

Result<protocol::Journal> Trainer::read_journal(std::optional<int> offset, std::optional<int> limit) const {
  constexpr int MaxLimit = 1000;
  const auto from = offset.value_or(0);
  const auto count = limit.value_or(100);
  if (from < 0) return fail("expected an offset from 0 on", "offset");
  if (count < 1 || count > MaxLimit) return fail("expected 1 to 1000 entries", "limit");
  const auto& entries = book().entries();
  protocol::Journal page;
  page.total = static_cast<std::int64_t>(entries.size());
  const auto skipped = std::min(static_cast<std::size_t>(from), entries.size());
  const auto taken = std::min(static_cast<std::size_t>(count), entries.size() - skipped);
  for (std::size_t i = 0; i < taken; ++i)
    page.entries.push_back(protocol::make_entry(entries[entries.size() - 1 - skipped - i]));
  return page;
}

Result<protocol::ImportAnswer> Trainer::import(std::string_view ndjson) {
  TRY(const auto imported, writable_book().import(ndjson));
  follow_own();
  return protocol::ImportAnswer{static_cast<std::int64_t>(imported.added),
                                static_cast<std::int64_t>(imported.already_there)};
}

Result<Showing> Trainer::make_showing(const std::string& id, std::optional<Side> side, bool eased,
                                      std::optional<int> hold_s) const {
  TRY(auto showing, app::make_showing(content_, id, side, eased, hold_s));
  showing.ranges = make_ranges(compute_beliefs(now()));
  showing.profile = progress::find_profile(book().standing());
  return showing;
}

protocol::Recording Trainer::describe(const store::KeptRecording& kept) const {
  protocol::Recording recording;
  recording.name = kept.name;
  recording.bytes = static_cast<std::int64_t>(kept.bytes);
  recording.at = protocol::write_moment(kept.at);
  recording.side = protocol::Side::Both;
  // One that cannot be read is listed all the same, so that it can be deleted.
  const auto text = recordings_.load(kept.name);
  if (!text) return recording;
  const auto read = files::parse_landmarks(*text, kept.name);
  if (!read || read->frames.empty()) return recording;
  recording.protocol = read->protocol.value();
  recording.seconds = read->frames.back().time_s - read->frames.front().time_s;
  return recording;
}

Result<protocol::Recordings> Trainer::list_recordings() const {
  TRY(const auto kept, recordings_.list());
  protocol::Recordings recordings;
  for (const auto& one : kept) {
    recordings.recordings.push_back(describe(one));
    recordings.total_bytes += recordings.recordings.back().bytes;
  }
  return recordings;
}

Result<protocol::Recording> Trainer::keep_recording(const motion::LandmarkRecording& recording) {
  // 2026-03-29T06:15:00.250Z without what a file name cannot hold.
  auto stamp = protocol::write_moment(now().utc);
  std::erase_if(stamp, [](char c) { return c == ':' || c == '.'; });
  const auto name = fmt::format("{}-{}.landmarks.ndjson", stamp, recording.protocol.value());
  TRY(const auto kept, recordings_.save(name, files::format_landmarks(recording)));
  TRY_STATUS(record(journal::RecordingKept{name}));
  return describe(kept);
}

Result<protocol::Recordings> Trainer::delete_recording(const std::string& name) {
  TRY_STATUS(recordings_.remove(name));
  TRY_STATUS(record(journal::RecordingDeleted{name}));
  return list_recordings();
}

Book& Trainer::writable_book() {
  expects(book_.has_value(), "a journal is open");
  return *book_;
}

const Book& Trainer::book() const {
  expects(book_.has_value(), "a journal is open");
  return *book_;
}

Result<std::vector<std::string>> Trainer::list_erasable() const {
  return store::list_erasable(folder_);
}

Status Trainer::erase() {
  book_.reset();
  const auto erased = store::erase(folder_);
  TRY(auto book, Book::open(folder_));
  book_.emplace(std::move(book));
  own_ = OwnLibrary(folder_);
  put_in_library(content_, {});
  following_.rest();
  return erased;
}

}  // namespace endrange::app
