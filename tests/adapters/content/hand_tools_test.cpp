#include "adapters/content/hand_tools.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace endrange::content {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(HandTools, say_for_every_number_where_it_comes_from) {
  Diagnostics diagnostics;
  const auto file = TomlFile::load(std::string(ENDRANGE_SOURCE_DIR) + "/content/measurement/hand_tools.toml");
  ASSERT_TRUE(file.has_value());
  const auto tools = read_hand_tools(*file, diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  for (const auto& tool : tools.all())
    EXPECT_TRUE(!tool.sources.empty() || tool.basis.starts_with("Ours:")) << tool.id;
  ASSERT_NE(tools.find("phone"), nullptr);
  EXPECT_EQ(tools.find("phone")->method, "inclinometer");
  EXPECT_EQ(tools.find("spoon"), nullptr);
}

TEST(HandTools, tell_a_tool_that_stands_twice_or_reads_nothing) {
  const std::string tool = R"(
[[tool]]
id = "tape"
name = "Tape"
method = "tape"
unit = "centimetres"
standard_error = 0.75
basis = "Ours: measured once."
)";
  const auto findings = [](const std::string& text) {
    Diagnostics diagnostics;
    (void)read_hand_tools(TomlFile::parse(text, "t.toml").value(), diagnostics);
    return diagnostics.text();
  };
  EXPECT_EQ(findings(tool), "");
  EXPECT_THAT(findings(tool + tool), HasSubstr("stands here twice"));
  auto cubits = tool;
  cubits.replace(cubits.find("centimetres"), 11, "cubits");
  EXPECT_THAT(findings(cubits), HasSubstr("cubits"));
}

}  // namespace
}  // namespace endrange::content
