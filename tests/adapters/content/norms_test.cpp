#include "adapters/content/norms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "adapters/content/hand_tools.h"
#include "adapters/content/joint_motions.h"
#include "adapters/content/protocols.h"

namespace endrange::content {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string Root = ENDRANGE_SOURCE_DIR;

struct Known {
  body::JointMotions motions;
  measure::HandTools tools;
  measure::Protocols protocols;
  measure::Norms norms;
};

const Known& known() {
  static const Known all = [] {
    Diagnostics diagnostics;
    Known loaded;
    loaded.motions =
        read_joint_motions(TomlFile::load(Root + "/content/joint_motions.toml").value(), diagnostics);
    loaded.tools =
        read_hand_tools(TomlFile::load(Root + "/content/measurement/hand_tools.toml").value(), diagnostics);
    loaded.protocols =
        load_protocols(Root + "/content/protocols", {loaded.motions, loaded.tools}, diagnostics);
    loaded.norms = load_norms(Root + "/content/norms", loaded.motions, loaded.protocols, diagnostics);
    EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
    return loaded;
  }();
  return all;
}

const std::string Row = R"(
source = "Vairo2012"
method = "goniometer"
position = "supine"
moved_by = "active"

[[norm]]
joint_motion = "shoulder.flexion"
population = "Men around 19"
sex = "men"
age_from = 17
age_to = 21
n = 548
mean = 165
sd = 7.0
)";

struct Read {
  std::vector<measure::Norm> norms;
  std::string findings;
};
Read read(std::string text, const std::string& from = "", const std::string& to = "") {
  if (!from.empty()) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  }
  Diagnostics diagnostics;
  const auto file = TomlFile::parse(text, "n.toml");
  EXPECT_TRUE(file.has_value());
  auto norms = read_norms(*file, known().motions, known().protocols, diagnostics);
  return {std::move(norms), diagnostics.text()};
}

TEST(NormFiles, all_load_without_a_finding_and_name_sources_in_the_bibliography) {
  std::ostringstream bibliography;
  bibliography << std::ifstream(Root + "/content/references.bib").rdbuf();
  EXPECT_THAT(known().norms.all(), Not(IsEmpty()));
  for (const auto& norm : known().norms.all())
    EXPECT_THAT(bibliography.str(), HasSubstr("{" + norm.source + ","));
}

TEST(NormFiles, keep_what_is_written) {
  const auto row = read(Row);
  EXPECT_EQ(row.findings, "");
  ASSERT_EQ(row.norms.size(), 1U);
  EXPECT_EQ(row.norms[0].n, 548);
  EXPECT_EQ(row.norms[0].ages, (measure::AgeSpan{17, 21}));
  EXPECT_EQ(row.norms[0].method_and_position(), "goniometer/supine");
  EXPECT_NEAR(row.norms[0].middle_half.from, 160.28, 0.01);
  const auto quartiles = read(Row, "mean = 165\nsd = 7.0", "quartiles = [160, 170]");
  EXPECT_EQ(quartiles.findings, "");
  EXPECT_EQ(quartiles.norms.at(0).middle_half, (measure::MiddleHalf{160.0, 170.0}));
}

TEST(NormFiles, refuse_a_norm_without_people_spread_source_or_way_of_measuring) {
  EXPECT_THAT(read(Row, "n = 548\n", "").findings, HasSubstr("`n` is missing"));
  EXPECT_THAT(read(Row, "n = 548", "n = 1").findings, HasSubstr("n.toml:"));
  EXPECT_THAT(read(Row, "sd = 7.0\n", "").findings, HasSubstr("without its spread"));
  EXPECT_THAT(read(Row, "source = \"Vairo2012\"\n", "").findings, HasSubstr("`source` is missing"));
  EXPECT_THAT(read(Row, "method = \"goniometer\"\n", "").findings, HasSubstr("`method` is missing"));
  EXPECT_THAT(read(Row, "moved_by = \"active\"\n", "").findings, HasSubstr("`moved_by` is missing"));
}

TEST(NormFiles, tell_each_slip_with_what_to_do) {
  EXPECT_THAT(read(Row, "shoulder.flexion", "shoulder.flexoin").findings,
              HasSubstr("there is no joint motion"));
  EXPECT_THAT(read(Row, "joint_motion = \"shoulder.flexion\"", "protocol = \"sit_ups\"").findings,
              HasSubstr("there is no test `sit_ups`"));
  EXPECT_THAT(read(Row, "joint_motion = \"shoulder.flexion\"\n", "").findings, HasSubstr("one of the two"));
  EXPECT_THAT(read(Row, "position = \"supine\"", "position = \"flat\"").findings,
              HasSubstr("there is no position"));
  EXPECT_THAT(read(Row, "age_to = 21", "age_to = 16").findings, HasSubstr("lies below `age_from`"));
  EXPECT_THAT(read(Row, "mean = 165\nsd = 7.0", "quartiles = [170, 160]").findings,
              HasSubstr("upper quartile lies below"));
}

// What a person of 65 may stand beside, test by test; a new norm changes this on purpose.
TEST(NormFiles, compare_only_where_way_position_and_age_agree) {
  const auto compared = [](const char* protocol, const char* method, const char* position,
                           const char* age_band) {
    return measure::find_norms(known().norms, *known().protocols.find(ProtocolId(protocol)),
                               {method,
                                position,
                                measure::MovedBy::Active,
                                journal::Grade::Measured,
                                measure::find_age_span(age_band),
                                {}})
        .size();
  };
  EXPECT_EQ(compared("chair_stand", "counting", "seated", "60_69"), 3U);
  EXPECT_EQ(compared("chair_stand", "counting", "seated", "50_59"), 0U);
  EXPECT_EQ(compared("back_scratch", "tape", "standing", "80_plus"), 6U);
  EXPECT_EQ(compared("shoulder.flexion", "camera", "standing", "under_30"), 2U);
  EXPECT_EQ(compared("shoulder.flexion", "camera", "standing", "60_69"), 0U);
  EXPECT_EQ(compared("shoulder.external_rotation_90", "goniometer", "supine", "under_30"), 2U);
  EXPECT_EQ(compared("shoulder.external_rotation_90", "inclinometer", "supine", "under_30"), 0U);
  EXPECT_EQ(compared("shoulder.external_rotation_90", "camera", "standing", "under_30"), 0U);
}

}  // namespace
}  // namespace endrange::content
