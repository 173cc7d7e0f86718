// Today from the command line: every option together, programmes and goals, and a journal from before they
// were.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

protocol::Today ask_today(const DataFolder& folder, const std::string& options) {
  const auto outcome = run(folder, "today --json " + options);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const auto today = protocol::parse_json<protocol::Today>(outcome.out);
  EXPECT_TRUE(today.has_value()) << (today ? "" : today.error().text());
  return today.value_or(protocol::Today{});
}

const protocol::ExplainedNeed* find_need(const protocol::Today& today, const std::string& motion) {
  if (!today.explained) return nullptr;
  const auto& needs = today.explained->needs;
  const auto found = std::ranges::find(needs, motion, &protocol::ExplainedNeed::joint_motion);
  return found == needs.end() ? nullptr : &*found;
}

// One measurement, one step and a never, written by a program that knew of no programmes.
const std::string OldJournal =
    R"({"id":"a","device":"d","sequence":1,"at":"2026-03-01T08:00:00.000Z","offset_min":0,"event":{"profile_changed":{"audience":"desk_worker","minutes":3,"place":"room_to_stand","equipment":["wall"],"sitting_hours":8}}}
{"id":"b","device":"d","sequence":2,"at":"2026-03-01T08:10:00.000Z","offset_min":0,"event":{"measured":{"joint_motion":"shoulder.abduction","side":"left","protocol":"shoulder.abduction","method":"hand","set_up":"standing","available":null,"reached":null,"usable":{"mean_deg":92,"se_deg":4},"hold_s":3,"set_up_se_deg":1,"steadiness_deg":null,"grade":"measured","grade_reason":"","repetitions":[],"recording":"","note":"tape"}}}
{"id":"c","device":"d","sequence":3,"at":"2026-03-02T08:10:00.000Z","offset_min":0,"event":{"step_done":{"routine":"r","exercise":"overhead-reach-seated","side":"both","seconds":40,"complete":true,"eased":false}}}
{"id":"e","device":"d","sequence":4,"at":"2026-03-02T08:11:00.000Z","offset_min":0,"event":{"step_skipped":{"routine":"r","exercise":"neck-turn-seated","side":"left","meaning":"never"}}}
)";

void bring_in_old_journal(const DataFolder& folder) {
  const auto file = (folder / "old.ndjson").string();
  std::ofstream(file) << OldJournal;
  const auto outcome = run(folder, "import " + file);
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto written = (folder / "again.ndjson").string();
  ASSERT_EQ(run(folder, "export " + written).status, 0);
  EXPECT_EQ(std::ranges::count(read_file(written), '\n'), 4) << "opened as it was";
}

const std::string When = "--minutes 5 --at 2026-03-02T10:00:00Z --explain";

TEST(TodayExplained, tells_belief_choice_reasons_and_what_is_left_out_all_at_once) {
  const DataFolder folder;
  bring_in_old_journal(folder);
  const auto today = ask_today(folder, When);
  EXPECT_EQ(today.minutes, 5);
  EXPECT_EQ(today.day, "2026-03-02");
  EXPECT_LE(today.total_s, 300.0);
  EXPECT_FALSE(today.steps.empty());
  for (const auto& step : today.steps) EXPECT_FALSE(step.reason.empty()) << step.exercise;
  EXPECT_FALSE(today.why.empty());

  ASSERT_TRUE(today.explained.has_value());
  const auto& needs = today.explained->needs;
  EXPECT_TRUE(std::ranges::is_sorted(needs, std::greater{}, &protocol::ExplainedNeed::total));
  const auto* shoulder = find_need(today, "shoulder.abduction");
  ASSERT_NE(shoulder, nullptr);
  const auto measured = std::ranges::count_if(needs, &protocol::ExplainedNeed::measured);
  EXPECT_EQ(measured, 1);
  constexpr double Least = 0.2;  // content/planner.toml, `least`
  for (const auto& need : needs) {
    const double due =
        need.base + need.neglect + need.range + need.side_behind + need.gap + need.wish + need.deficit;
    EXPECT_NEAR(need.total, std::max(Least, due) * need.open_dose * need.freshness, 1e-9)
        << need.joint_motion;
    if (!need.measured) continue;
    EXPECT_EQ(need.joint_motion, "shoulder.abduction");
    EXPECT_NEAR(need.usable.mean_deg, 92.0, 6.0) << "near what was measured";
  }
  const auto is_never = [](const protocol::LeftOut& left_out) {
    return left_out.exercise == "neck-turn-seated" && left_out.reason == "You asked not to see it again.";
  };
  EXPECT_TRUE(std::ranges::any_of(today.left_out, is_never));

  EXPECT_FALSE(ask_today(folder, "--minutes 5").explained.has_value()) << "only where it is asked for";
  const auto words = run(folder, "today " + When);
  EXPECT_EQ(words.status, 0);
  EXPECT_NE(words.out.find("highest need first"), std::string::npos);
  EXPECT_NE(words.out.find("Left out: "), std::string::npos);
  const Serving serving(folder);
  const auto served = protocol::parse_json<protocol::Today>(
      serving.ask("GET", "/api/today?minutes=5&at=2026-03-02T10:00:00Z&explain=true"));
  ASSERT_TRUE(served.has_value());
  EXPECT_EQ(served->explained, today.explained);
}

TEST(TodaySpent, tells_what_sitting_did_and_what_a_step_put_back) {
  const DataFolder folder;
  bring_in_old_journal(folder);
  const auto today = ask_today(folder, When);
  const auto find = [&](const std::string& motion) {
    const auto found = std::ranges::find(today.spent, motion, &protocol::DaySpent::joint_motion);
    return found == today.spent.end() ? protocol::DaySpent{} : *found;
  };
  const auto hip = find("hip.extension");
  EXPECT_EQ(hip.hours, 8.0);
  EXPECT_FALSE(hip.hours_seen) << "only said";
  EXPECT_TRUE(hip.held_short);
  EXPECT_EQ(hip.put_back_left_s, 0.0);
  EXPECT_GT(find("shoulder.flexion").put_back_left_s, 0.0);
}

// Every safety question answered with no, as somebody without the page would.
void answer_safety(const DataFolder& folder) {
  const Serving serving(folder);
  const std::string screen = serving.ask("GET", "/api/safety");
  const std::string key = R"("id":")";
  std::string answers;
  for (auto at = screen.find(key); at != std::string::npos; at = screen.find(key, at + 1)) {
    const auto begins = at + key.size();
    answers += (answers.empty() ? R"({"question":")" : R"(,{"question":")") +
               screen.substr(begins, screen.find('"', begins) - begins) + R"(","answer":"no"})";
  }
  const auto file = (folder / "answers.ndjson").string();
  std::ofstream(file) << R"({"safety_answered":{"answers":[)" << answers << "]}}\n";
  EXPECT_EQ(run(folder, "tell " + file).status, 0) << "while it serves";
}

TEST(TodaySpot, is_for_this_once) {
  const DataFolder folder;
  bring_in_old_journal(folder);
  answer_safety(folder);
  const auto corridor = ask_today(folder, "--corridor --minutes 5");
  EXPECT_EQ(corridor.spot, protocol::Spot::Corridor);
  ASSERT_FALSE(corridor.steps.empty());
  for (const auto& step : corridor.steps)
    EXPECT_TRUE(step.position == "standing" || step.position == "split stance" ||
                step.position == "standing wide")
        << step.exercise << ": " << step.position;
  EXPECT_EQ(ask_today(folder, "--seated").spot, protocol::Spot::Chair);
  EXPECT_EQ(run(folder, "today --seated --corridor").status, 2);
  EXPECT_EQ(run(folder, "today --at ''").status, 2);
  EXPECT_EQ(run(folder, "today --swap dancing:neck-turn-seated").status, 2);
}

TEST(Skip, says_what_the_person_meant_and_counts_what_was_done_already) {
  const DataFolder folder;
  bring_in_old_journal(folder);
  const auto minutes_of = [&] {
    const auto asked = run(folder, "progress --json");
    const auto summary = protocol::parse_json<protocol::Summary>(asked.out);
    double minutes = 0.0;
    for (const auto& day : summary->progress.days) minutes += day.minutes;
    return minutes;
  };
  const auto before = minutes_of();
  EXPECT_EQ(run(folder, "skip wall-slide").out, "Hands slide up the wall: not now.\n");
  EXPECT_EQ(minutes_of(), before);
  EXPECT_EQ(run(folder, "skip thoracic-turn-seated already --seconds 90").status, 0);
  EXPECT_NEAR(minutes_of(), before + 3.0, 1e-9) << "90 seconds a side";
  EXPECT_EQ(run(folder, "skip wall-slide never").status, 0);
  EXPECT_EQ(run(folder, "skip dancing").status, 2);
  EXPECT_EQ(run(folder, "skip wall-slide --side left").status, 2) << "it has no sides";
  EXPECT_EQ(run(folder, "skip wall-slide later").status, 2);
  const auto words = run(folder, "progress").out;
  EXPECT_NE(words.find("today last"), std::string::npos);
  EXPECT_NE(words.find("Minutes a week, by region"), std::string::npos);
}

TEST(Record, writes_down_what_the_page_would) {
  const DataFolder folder;
  bring_in_old_journal(folder);
  const auto file = (folder / "told.ndjson").string();
  std::ofstream(file) << R"({"pain_reported":{"region":"knees","side":"left","intensity":7,"kind":"dull",)"
                      << R"("stretch_only":false,"routine":"","exercise":"","joint_motions":[]}})" << "\n\n"
                      << R"({"morning_answered":{"feeling":"fine","pain":0}})" << "\n";
  EXPECT_EQ(run(folder, "tell " + file).out, "2 events written down.\n");
  const auto today = ask_today(folder, "--minutes 15");
  const auto is_resting = [](const protocol::Lock& lock) {
    return lock.what == "what moves or bears your left knee";
  };
  EXPECT_TRUE(std::ranges::any_of(today.locks, is_resting));
  std::ofstream(file) << R"({"pain_reported":{"region":"knees"}})" << "\n";
  EXPECT_EQ(run(folder, "tell " + file).status, 1) << "half an event";
  std::ofstream(file) << "not json\n";
  EXPECT_EQ(run(folder, "tell " + file).status, 1);
  std::ofstream(file) << "\n";
  EXPECT_EQ(run(folder, "tell " + file).status, 1) << "no event";
}

TEST(TodayProgramme, is_for_this_once_or_chosen) {
  const DataFolder folder;
  bring_in_old_journal(folder);
  EXPECT_EQ(ask_today(folder, "--minutes 5 --at 2026-03-02T10:00:00Z").programme, "");
  const auto back = ask_today(folder, "");
  EXPECT_EQ(back.programme, "back-from-a-break") << "months later, by itself";
  EXPECT_EQ(back.programme_words, "Welcome back. Easy steps and short holds for 14 more days.");
  const auto once = ask_today(folder, "--programme before-sport --minutes 5");
  EXPECT_EQ(once.programme, "before-sport");
  EXPECT_EQ(once.programme_words, "Before sport, this once.");
  for (const auto& step : once.steps) EXPECT_LE(step.hold_s, 5.0) << step.exercise;
  EXPECT_EQ(ask_today(folder, "--programme older-adult").minutes, 5) << "its own minutes";

  EXPECT_EQ(run(folder, "programme choose older-adult").status, 0);
  EXPECT_EQ(ask_today(folder, "").programme, "older-adult");
  EXPECT_EQ(ask_today(folder, "--programme none").programme, "");
  EXPECT_EQ(run(folder, "programme choose one-stiff-joint").status, 2) << "which joint?";
  EXPECT_EQ(run(folder, "programme choose older-adult --joint hip").status, 2);
  EXPECT_EQ(run(folder, "programme choose dancing").status, 2);
  EXPECT_EQ(run(folder, "today --programme dancing").status, 1);
  EXPECT_EQ(run(folder, "today --programme 'a&b'").status, 2);
  EXPECT_EQ(run(folder, "today --joint hip").status, 2) << "of which programme?";
  {
    const Serving serving(folder);
    EXPECT_EQ(run(folder, "programme choose one-stiff-joint --joint ankle").status, 0) << "while it serves";
    EXPECT_EQ(ask_today(folder, "").programme, "one-stiff-joint");
  }
  EXPECT_EQ(run(folder, "programme none").status, 0);
  EXPECT_EQ(ask_today(folder, "").programme, "");
  EXPECT_NE(run(folder, "programme list").out.find("before-sport"), std::string::npos);
}

TEST(TodayGoal, raises_what_leads_to_it_and_takes_the_persons_own_figure) {
  const DataFolder folder;
  bring_in_old_journal(folder);
  const auto before = ask_today(folder, "--explain");
  const auto* unwanted = find_need(before, "neck.rotation");
  ASSERT_NE(unwanted, nullptr);
  EXPECT_EQ(unwanted->wish, 0.0);
  EXPECT_EQ(run(folder, "goal choose look-over-shoulder=75 top-shelf").status, 0);
  const auto after = ask_today(folder, "--explain");
  const auto* wanted = find_need(after, "neck.rotation");
  ASSERT_NE(wanted, nullptr);
  EXPECT_GT(wanted->wish, 0.0);
  const auto listed = run(folder, "goal list --json");
  const auto wants = protocol::parse_json<protocol::Wants>(listed.out);
  ASSERT_TRUE(wants.has_value()) << listed.err;
  EXPECT_EQ(std::ranges::count_if(wants->goals, &protocol::GoalInfo::chosen), 2);
  EXPECT_EQ(run(folder, "goal choose fly").status, 2);
  for (const char* figure : {"high", "nan", "inf", "-50", "0", "360"})
    EXPECT_EQ(run(folder, std::string("goal choose top-shelf=") + figure).status, 2) << figure;
  EXPECT_EQ(run(folder, "goal none").status, 0);
}

// What a step was done and hurt changes at once what is planned, in the very process that heard of it.
TEST(RunningTrainer, hears_of_every_event_at_once_and_of_what_is_taken_back) {
  const DataFolder folder;
  bring_in_old_journal(folder);
  const Serving serving(folder);
  const auto plan = [&] {
    return protocol::parse_json<protocol::Today>(
               serving.ask("GET", "/api/today?minutes=5&explain=true&at=2026-03-02T10:00:00Z"))
        .value_or(protocol::Today{});
  };
  const auto week_s = [&] {
    const auto today = plan();
    double seconds = 0.0;
    if (!today.explained) return seconds;
    for (const auto& need : today.explained->needs) seconds += need.week_s;
    return seconds;
  };
  const double before = week_s();
  const auto moved =
      R"({"step_done":{"routine":"r-1","exercise":"thoracic-turn-seated","side":"left","seconds":40,"complete":true,"eased":false}})";
  const auto event = [](const std::string& id, const std::string& at, const std::string& body) {
    return R"({"events":[{"id":")" + id + R"(","at":")" + at + R"(","offset_min":0,"event":)" + body + "}]}";
  };
  ASSERT_TRUE(serving.ask("POST", "/api/events", event("n1", "2026-03-02T09:00:00.000Z", moved))
                  .starts_with("{\"ids\""));
  EXPECT_GT(week_s(), before);
  ASSERT_TRUE(serving.ask("POST", "/api/events", event("n2", "2026-02-28T09:00:00.000Z", moved))
                  .starts_with("{\"ids\""));
  const double with_both = week_s();
  EXPECT_GT(with_both, before + 40.0) << "one that comes late counts where it belongs";
  for (const std::string id : {"n1", "n2"})
    ASSERT_TRUE(serving
                    .ask("POST", "/api/events",
                         event("w-" + id, "2026-03-02T09:30:00.000Z",
                               R"({"withdrawn":{"entry":")" + id + R"(","reason":"a slip"}})"))
                    .starts_with("{\"ids\""));
  EXPECT_EQ(week_s(), before);
}

}  // namespace
}  // namespace endrange
