#include "core/base/markup.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

TEST(Markup, makes_nothing_of_a_text_but_text) {
  EXPECT_EQ(escape_markup(R"(<b title='"x"'>&)"), "&lt;b title=&#39;&quot;x&quot;&#39;&gt;&amp;");
  EXPECT_EQ(escape_markup("Ärger, 20°"), "Ärger, 20°");
  EXPECT_EQ(escape_markup(""), "");
}

}  // namespace
}  // namespace endrange
