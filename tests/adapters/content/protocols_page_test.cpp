// docs/protocols.md is what content/protocols and content/norms say. ENDRANGE_WRITE_DOCS=1 writes it anew.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "adapters/content/hand_tools.h"
#include "adapters/content/joint_motions.h"
#include "adapters/content/norms.h"
#include "adapters/content/protocols.h"

namespace endrange::content {
namespace {

using journal::FigureUnit;
using journal::Grade;

const std::string Root = ENDRANGE_SOURCE_DIR;

std::string grade_word(Grade grade) {
  return grade == Grade::Measured ? "measured" : grade == Grade::Trend ? "trend" : "not observable";
}

std::string unit_word(FigureUnit unit) {
  return unit == FigureUnit::Degrees       ? "°"
         : unit == FigureUnit::Centimetres ? " cm"
         : unit == FigureUnit::Seconds     ? " s"
                                           : "";
}

std::string subject(const measure::Protocol& protocol) {
  if (protocol.kind != measure::ProtocolKind::Range) return std::string(measure::word(protocol.kind));
  std::vector<std::string> added;
  for (const auto& id : protocol.added_joint_motions()) added.push_back(id.value());
  return fmt::format("range: {}{}", fmt::join(added, " + "), protocol.is_apart ? ", apart" : "");
}

std::string make_page() {
  Diagnostics diagnostics;
  const auto motions =
      read_joint_motions(TomlFile::load(Root + "/content/joint_motions.toml").value(), diagnostics);
  const auto tools =
      read_hand_tools(TomlFile::load(Root + "/content/measurement/hand_tools.toml").value(), diagnostics);
  const auto protocols = load_protocols(Root + "/content/protocols", {motions, tools}, diagnostics);
  const auto norms = load_norms(Root + "/content/norms", motions, protocols, diagnostics);
  EXPECT_THAT(diagnostics.findings(), ::testing::IsEmpty()) << diagnostics.text();

  std::string page =
      "# Tests\n\nWritten from `content/protocols` and `content/norms` by "
      "`tests/adapters/content/protocols_page_test.cpp`, "
      "which also\nholds it to them. *Camera* is the best grade that a camera can give there; a dash where "
      "none "
      "can show the test,\nand it is done by hand. *Apart*: the figures keep to themselves and do not feed "
      "what "
      "is thought of the joint\nmotion.\n\n"
      "| test | id | what | position | view | camera | by hand |\n|---|---|---|---|---|---|---|\n";
  for (const auto& protocol : protocols.all())
    page += fmt::format("| {} | `{}` | {} | {} | {} | {} | {} |\n", protocol.name, protocol.id.value(),
                        subject(protocol), protocol.position, measure::word(protocol.view),
                        measure::is_seen_by_camera(protocol) ? grade_word(protocol.expected_grade) : "–",
                        fmt::join(protocol.by_hand.tools, ", "));

  page +=
      "\n## By hand\n\nOne standard error at home, without a trained hand.\n\n| tool | standard error | from "
      "|\n|---|---|---|\n";
  for (const auto& tool : tools.all())
    page += fmt::format("| {} | {:g}{} | {} {} |\n", tool.name, tool.standard_error, unit_word(tool.unit),
                        tool.basis, fmt::join(tool.sources, ", "));

  page +=
      "\n## Norms\n\nThe middle half of each group. An active figure stands beside active norms only, and "
      "only where "
      "method and position\nagree or the test lists them.\n\n"
      "| about | who | ages | n | half lie between | how | source |\n|---|---|---|---|---|---|---|\n";
  for (const auto& norm : norms.all())
    page += fmt::format("| `{}` | {}{} | {}–{} | {} | {:g} and {:g} | {}, {} | {} |\n",
                        norm.protocol.is_empty() ? norm.joint_motion.value() : norm.protocol.value(),
                        !norm.sex                          ? ""
                        : *norm.sex == measure::Sex::Women ? "women: "
                                                           : "men: ",
                        norm.population, norm.ages.from, norm.ages.to, norm.n, norm.middle_half.from,
                        norm.middle_half.to, norm.moved_by == measure::MovedBy::Active ? "active" : "passive",
                        norm.method_and_position(), norm.source);
  return page;
}

TEST(ProtocolsPage, says_what_the_content_says) {
  const std::string path = Root + "/docs/protocols.md";
  const std::string page = make_page();
  const char* writes = std::getenv("ENDRANGE_WRITE_DOCS");
  if (writes != nullptr && std::string(writes) == "1") std::ofstream(path) << page;
  std::ostringstream stands;
  stands << std::ifstream(path).rdbuf();
  EXPECT_EQ(stands.str(), page) << "write it anew with ENDRANGE_WRITE_DOCS=1";
}

}  // namespace
}  // namespace endrange::content
