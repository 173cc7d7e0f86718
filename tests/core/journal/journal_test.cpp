// The laws of merging, on random journals of three devices with clocks that disagree.
#include "core/journal/journal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace endrange::journal {
namespace {

using namespace std::chrono_literals;

constexpr Moment Start = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};

// Entries that three devices could really have written: unique identifiers, sequences without gaps.
std::vector<Entry> make_world(const std::vector<int>& minutes) {
  std::vector<Entry> world;
  std::array<std::uint64_t, 3> sequence{};
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    const auto device = i % 3;
    Event event = RoutineFinished{"r" + std::to_string(i), static_cast<int>(i % 11)};
    if (i % 5 == 4) event = Withdrawn{EntryId("e" + std::to_string(i / 2)), ""};
    world.push_back({EntryId("e" + std::to_string(i)),
                     DeviceId("d" + std::to_string(device)),
                     ++sequence[device],
                     {Start + std::chrono::minutes(minutes[i]), 60min},
                     event});
  }
  return world;
}

std::vector<Entry> choose(const std::vector<Entry>& world, const std::vector<bool>& mask) {
  std::vector<Entry> chosen;
  for (std::size_t i = 0; i < world.size(); ++i)
    if (i < mask.size() && mask[i]) chosen.push_back(world[i]);
  return chosen;
}

struct ThreeJournals {
  std::vector<Entry> a, b, c;
};

ThreeJournals make_three() {
  const auto minutes = *rc::gen::container<std::vector<int>>(20, rc::gen::inRange(-300, 300));
  const auto world = make_world(minutes);
  const auto mask = [&] { return *rc::gen::container<std::vector<bool>>(20, rc::gen::arbitrary<bool>()); };
  return {choose(world, mask()), choose(world, mask()), choose(world, mask())};
}

std::vector<Entry> sorted(std::vector<Entry> entries) {
  std::ranges::sort(entries, precedes);
  return entries;
}

RC_GTEST_PROP(Merge, changes_nothing_when_a_journal_meets_itself, ()) {
  const auto [a, b, c] = make_three();
  RC_ASSERT(merge(a, a).value() == sorted(a));
}

RC_GTEST_PROP(Merge, is_the_same_in_either_order, ()) {
  const auto [a, b, c] = make_three();
  RC_ASSERT(merge(a, b).value() == merge(b, a).value());
}

RC_GTEST_PROP(Merge, is_the_same_in_any_grouping, ()) {
  const auto [a, b, c] = make_three();
  RC_ASSERT(merge(merge(a, b).value(), c).value() == merge(a, merge(b, c).value()).value());
}

RC_GTEST_PROP(Merge, loses_nothing_and_makes_nothing_up, ()) {
  const auto [a, b, c] = make_three();
  const auto merged = merge(a, b).value();
  for (const auto& entry : a) RC_ASSERT(std::ranges::count(merged, entry) == 1);
  for (const auto& entry : b) RC_ASSERT(std::ranges::count(merged, entry) == 1);
  for (const auto& entry : merged)
    RC_ASSERT(std::ranges::count(a, entry) + std::ranges::count(b, entry) >= 1);
}

RC_GTEST_PROP(Standing, is_the_same_however_the_entries_came, ()) {
  const auto [a, b, c] = make_three();
  auto forward = merge(a, b).value();
  auto backward = forward;
  std::ranges::reverse(backward);
  RC_ASSERT(compute_standing(forward) == compute_standing(backward));
}

TEST(Merge, refuses_two_entries_that_claim_to_be_one) {
  const auto world = make_world({0, 1, 2, 3});
  auto forged = world[0];
  forged.event = RoutineFinished{"forged", 1};
  EXPECT_EQ(merge(world, {forged}).error().where, "entry e0");
  forged = world[0];
  forged.id = EntryId("other");
  EXPECT_EQ(merge(world, {forged}).error().where, "device d0, sequence 1");
}

TEST(Standing, leaves_out_what_was_taken_back_even_when_the_taking_back_seems_earlier) {
  const LocalMoment noon{Start + 12h, 60min};
  const LocalMoment before{Start + 11h, 60min};
  const Entry kept{EntryId("kept"), DeviceId("d0"), 1, noon, RoutineFinished{"r0", 3}};
  const Entry wrong{EntryId("wrong"), DeviceId("d0"), 2, noon, RoutineFinished{"r1", 3}};
  const Entry taking_back{EntryId("back"), DeviceId("d1"), 1, before,
                          Withdrawn{EntryId("wrong"), "mistyped"}};
  EXPECT_EQ(compute_standing({wrong, kept, taking_back}), std::vector<Entry>{kept});
}

TEST(Standing, a_taking_back_is_final) {
  const LocalMoment noon{Start + 12h, 60min};
  const Entry wrong{EntryId("wrong"), DeviceId("d0"), 1, noon, RoutineFinished{"r1", 3}};
  const Entry taking_back{EntryId("back"), DeviceId("d0"), 2, noon, Withdrawn{EntryId("wrong"), ""}};
  const Entry again{EntryId("again"), DeviceId("d0"), 3, noon, Withdrawn{EntryId("back"), ""}};
  EXPECT_TRUE(compute_standing({wrong, taking_back, again}).empty());
}

TEST(Order, follows_the_moment_then_the_device_then_its_sequence) {
  const LocalMoment noon{Start + 12h, 60min};
  const Entry first{EntryId("z"), DeviceId("d1"), 9, {Start, 60min}, MorningAnswered{}};
  const Entry second{EntryId("y"), DeviceId("d0"), 2, noon, MorningAnswered{}};
  const Entry third{EntryId("x"), DeviceId("d0"), 3, noon, MorningAnswered{}};
  const Entry fourth{EntryId("w"), DeviceId("d1"), 1, noon, MorningAnswered{}};
  EXPECT_EQ(sorted({fourth, third, second, first}), (std::vector<Entry>{first, second, third, fourth}));
  EXPECT_FALSE(precedes(first, first));
}

}  // namespace
}  // namespace endrange::journal
