#include "core/measure/norms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace endrange::measure {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Protocol make_flexion() {
  Protocol protocol;
  protocol.id = ProtocolId("shoulder.flexion");
  protocol.joint_motion = JointMotionId("shoulder.flexion");
  protocol.position = "standing";
  return protocol;
}

Norm make_norm() {
  Norm norm;
  norm.joint_motion = JointMotionId("shoulder.flexion");
  norm.population = "Men around 19";
  norm.ages = {17, 21};
  norm.method = "goniometer";
  norm.position = "supine";
  norm.n = 548;
  norm.middle_half = {160.0, 170.0};
  norm.source = "Vairo2012";
  return norm;
}

NormQuery make_query() {
  return {"goniometer", "supine", MovedBy::Active, journal::Grade::Measured, AgeSpan{16, 29}, {}};
}

TEST(Norms, stand_beside_a_figure_that_was_taken_alike) {
  EXPECT_THAT(find_norms(Norms({make_norm()}), make_flexion(), make_query()), SizeIs(1));
}

TEST(Norms, passive_ones_never_meet_an_active_figure_nor_the_other_way_round) {
  Norm passive = make_norm();
  passive.moved_by = MovedBy::Passive;
  Protocol lists_it = make_flexion();
  lists_it.comparable_methods = {"goniometer/supine"};
  EXPECT_THAT(find_norms(Norms({passive}), lists_it, make_query()), IsEmpty());
  NormQuery helped = make_query();
  helped.moved_by = MovedBy::Passive;
  EXPECT_THAT(find_norms(Norms({make_norm()}), lists_it, helped), IsEmpty());
  EXPECT_THAT(find_norms(Norms({passive}), lists_it, helped), SizeIs(1));
}

TEST(Norms, another_method_or_position_compares_only_where_the_protocol_lists_it) {
  const Norms norms({make_norm()});
  NormQuery query = make_query();
  query.method = "inclinometer";
  EXPECT_THAT(find_norms(norms, make_flexion(), query), IsEmpty());
  query = make_query();
  query.position = "standing";
  EXPECT_THAT(find_norms(norms, make_flexion(), query), IsEmpty());
  Protocol listing = make_flexion();
  listing.comparable_methods = {"inclinometer/supine"};
  EXPECT_THAT(find_norms(norms, listing, query), IsEmpty());
  listing.comparable_methods.emplace_back("goniometer/supine");
  EXPECT_THAT(find_norms(norms, listing, query), SizeIs(1));
}

TEST(Norms, are_about_one_motion_or_one_test_and_not_about_what_is_added_up) {
  const Norms norms({make_norm()});
  Protocol other = make_flexion();
  other.joint_motion = JointMotionId("shoulder.abduction");
  EXPECT_THAT(find_norms(norms, other, make_query()), IsEmpty());
  Protocol summed = make_flexion();
  summed.together_with = {JointMotionId("thorax.extension")};
  EXPECT_THAT(find_norms(norms, summed, make_query()), IsEmpty());
  Protocol distance = make_flexion();
  distance.kind = ProtocolKind::Distance;
  EXPECT_THAT(find_norms(norms, distance, make_query()), IsEmpty());
  Norm of_test = make_norm();
  of_test.joint_motion = {};
  of_test.protocol = ProtocolId("wall_reach");
  EXPECT_THAT(find_norms(Norms({of_test}), make_flexion(), make_query()), IsEmpty());
  distance.id = ProtocolId("wall_reach");
  EXPECT_THAT(find_norms(Norms({of_test}), distance, make_query()), SizeIs(1));
}

TEST(Norms, want_an_age_inside_the_table_and_a_figure_whose_degrees_mean_something) {
  const Norms norms({make_norm()});
  NormQuery query = make_query();
  query.ages = {};
  EXPECT_THAT(find_norms(norms, make_flexion(), query), IsEmpty());
  query.ages = AgeSpan{30, 39};
  EXPECT_THAT(find_norms(norms, make_flexion(), query), IsEmpty());
  query.ages = AgeSpan{21, 21};
  EXPECT_THAT(find_norms(norms, make_flexion(), query), SizeIs(1));
  query.grade = journal::Grade::Trend;
  EXPECT_THAT(find_norms(norms, make_flexion(), query), IsEmpty());
}

TEST(Norms, give_both_sexes_where_the_sex_is_not_told) {
  Norm women = make_norm();
  women.sex = Sex::Women;
  Norm men = make_norm();
  men.sex = Sex::Men;
  const Norms norms({women, men});
  NormQuery query = make_query();
  EXPECT_THAT(find_norms(norms, make_flexion(), query), SizeIs(2));
  query.sex = Sex::Men;
  EXPECT_THAT(find_norms(norms, make_flexion(), query), ::testing::ElementsAre(men));
}

TEST(AgeSpan, covers_every_word_of_a_profile) {
  EXPECT_EQ(find_age_span("60_69"), (AgeSpan{60, 69}));
  EXPECT_TRUE(find_age_span("80_plus")->overlaps({90, 94}));
  EXPECT_FALSE(find_age_span("70_79")->overlaps({80, 84}));
  EXPECT_FALSE(find_age_span("old").has_value());
}

// Half of a standard normal distribution lies within ±0.6745 of its mean.
TEST(MiddleHalf, is_what_a_normal_distribution_leaves_between_its_quartiles) {
  const auto half = compute_middle_half(129.0, 14.0);
  EXPECT_NEAR(half.from, 119.56, 0.01);
  EXPECT_NEAR(half.to, 138.44, 0.01);
}

}  // namespace
}  // namespace endrange::measure
