// What the program sends of its tests, and what a test's figures feed. The journal is fed as the page feeds
// it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Someone of seventy-odd who measured a little.
class Person {
 public:
  Person() {
    tell("p", R"({"profile_changed":{"audience":"older_adult","minutes":3,"place":"floor","equipment":[],)"
              R"("age_band":"70_79"}})");
  }

  std::string tell(const std::string& id, const std::string& event) {
    return serving_.ask("POST", "/api/events",
                        R"({"events":[{"id":")" + id +
                            R"(","at":"2026-03-02T09:00:00.000Z","offset_min":0,"event":)" + event + "}]}");
  }

  [[nodiscard]] protocol::ProtocolInfo find(const std::string& id) const {
    const auto answer = protocol::parse_json<protocol::Protocols>(serving_.ask("GET", "/api/protocols"));
    EXPECT_TRUE(answer.has_value());
    const auto found = std::ranges::find(answer->protocols, id, &protocol::ProtocolInfo::id);
    EXPECT_NE(found, answer->protocols.end()) << id;
    return *found;
  }

  [[nodiscard]] protocol::BodyJoint find_joint(const std::string& joint_motion) const {
    const auto body = protocol::parse_json<protocol::BodyView>(serving_.ask("GET", "/api/body"));
    EXPECT_TRUE(body.has_value());
    const auto found = std::ranges::find_if(body->joints, [&](const protocol::BodyJoint& joint) {
      return joint.joint_motion == joint_motion && joint.side == protocol::Side::Left;
    });
    EXPECT_NE(found, body->joints.end());
    return *found;
  }

 private:
  DataFolder folder_;
  Serving serving_{folder_};
};

std::string make_lift(const std::string& protocol, int usable_deg) {
  return R"({"measured":{"joint_motion":"hip.flexion","side":"left","protocol":")" + protocol +
         R"(","method":"hand","set_up":"hand.phone","usable":{"mean_deg":)" + std::to_string(usable_deg) +
         R"(,"se_deg":6},"hold_s":3,"set_up_se_deg":0,"grade":"measured","grade_reason":"","repetitions":[],)"
         R"("recording":"","note":""}})";
}

TEST(TestsOfThePage, keep_a_figure_in_its_own_unit_and_send_it_back_with_its_test) {
  Person person;
  EXPECT_THAT(person.find("chair_stand").tested, IsEmpty());
  const auto answer = person.tell(
      "t", R"({"tested":{"protocol":"chair_stand","side":"both","method":"hand","set_up":"hand.counting",)"
           R"("figures":[{"name":"count","unit":"count","value":14,"standard_error":2}],"grade":"measured",)"
           R"("grade_reason":"","recording":"","note":""}})");
  EXPECT_THAT(answer, HasSubstr("\"ids\""));
  const auto stands = person.find("chair_stand");
  ASSERT_EQ(stands.tested.size(), 1U);
  EXPECT_EQ(stands.tested[0].tested.figures.at(0).value, 14.0);
  EXPECT_TRUE(stands.camera);
  EXPECT_FALSE(person.find("back_scratch").camera);
  // Of 70 to 79, women and men: nothing says which the person is.
  EXPECT_EQ(stands.norms.size(), 4U);
  EXPECT_THAT(person.find("shoulder.flexion").norms, IsEmpty());
}

TEST(TestsOfThePage, let_a_straight_leg_feed_its_own_story_and_not_the_hip) {
  Person person;
  person.tell("s", make_lift("straight_leg_raise", 64));
  EXPECT_FALSE(person.find_joint("hip.flexion").usable.has_value());
  EXPECT_THAT(person.find_joint("hip.flexion").history, IsEmpty());
  EXPECT_EQ(person.find("straight_leg_raise").measured.size(), 1U);
  EXPECT_THAT(person.find("hip.flexion").measured, IsEmpty());
  person.tell("k", make_lift("hip.flexion", 110));
  ASSERT_TRUE(person.find_joint("hip.flexion").usable.has_value());
  EXPECT_GT(person.find_joint("hip.flexion").usable->mean_deg, 90.0);
  EXPECT_EQ(person.find_joint("hip.flexion").history.size(), 1U);
}

}  // namespace
}  // namespace endrange
