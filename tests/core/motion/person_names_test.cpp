#include "core/motion/person_names.h"

#include <gtest/gtest.h>

namespace endrange::motion {
namespace {

using Names = std::vector<std::string>;

PointRecording make(Names names) {
  PointRecording recording(std::move(names), PointSpace::Ground);
  recording.append_frame(0.5);
  recording.place(0, 1, {1.0, 2.0, 3.0}, 0.5);
  return recording;
}

Names read_names(const PointRecording& recording) {
  return {recording.names().begin(), recording.names().end()};
}

TEST(PersonNames, are_dropped_with_a_note_and_the_points_stay) {
  const PointRecording plain = drop_person(make({"Anna:LASI", "Anna:RASI", "floor"}));
  EXPECT_EQ(read_names(plain), (Names{"LASI", "RASI", "floor"}));
  EXPECT_EQ(plain.source.notes, (Names{"markers' names were read without the Anna: before them"}));
  EXPECT_EQ(plain.time_s()[0], 0.5);
  EXPECT_FALSE(plain.find(0, 0));
  EXPECT_EQ(*plain.find(0, 1), Vector3(1.0, 2.0, 3.0));
  EXPECT_EQ(plain.confidence(0, 1), 0.5);
}

TEST(PersonNames, stay_where_there_is_none_or_two_people_or_two_points_would_be_one) {
  for (const Names& names :
       {Names{"LASI", "RASI"}, Names{"Anna:LASI", "Ben:LASI"}, Names{"Anna:LASI", "LASI"}}) {
    const PointRecording kept = drop_person(make(names));
    EXPECT_EQ(read_names(kept), names);
    EXPECT_TRUE(kept.source.notes.empty());
  }
}

}  // namespace
}  // namespace endrange::motion
