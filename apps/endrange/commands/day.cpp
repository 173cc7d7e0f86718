#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "apps/endrange/commands/command_line.h"
#include "core/workday/words.h"
#include "core/workday/written_day.h"

namespace endrange::app {
namespace {

using workday::Told;

/// A written day is read by a person, and no day has this many lines.
constexpr std::uintmax_t LongestFile = 1024 * 1024;

struct Options {
  Common common = {};
  std::filesystem::path file = {};
};

Result<std::string> read_text(const std::filesystem::path& file) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  if (error || !std::filesystem::is_regular_file(file, error))
    return fail("expected a written day, found no file that can be read", file.string(),
                "the language stands in docs/written-days.md");
  if (bytes > LongestFile) return fail("expected a written day, found more than a megabyte", file.string());
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// "09:00" or, for what lasted, "09:00-09:29".
std::string write_time(const Told& told) {
  const auto from = workday::clock_time(told.from);
  const auto until = workday::clock_time(told.until);
  return from == until ? from : from + "-" + until;
}

void print(const workday::PlayedDay& played) {
  for (const auto& told : played.told) {
    switch (told.kind) {
      case Told::Kind::Happened:
        fmt::print("{:<11}  > {}\n", write_time(told), told.words);
        break;
      case Told::Kind::Decided:
        fmt::print("{:<11}    * {}\n", write_time(told), told.words);
        break;
      case Told::Kind::Stood:
        fmt::print("{:<11}  {}\n", write_time(told), told.words);
        break;
      case Told::Kind::Failed:
        fmt::print("{:<11}  ! {}\n", write_time(told), told.words);
        break;
    }
  }
}

Status replay(const Options& options) {
  TRY(const auto text, read_text(options.file));
  TRY(const auto day, workday::parse_written_day(text, options.file.string()));
  const auto played = workday::play(day);
  print(played);
  if (played.failures.empty()) return {};
  const auto more = played.failures.size() - 1;
  return fail(more == 0
                  ? "the day went otherwise than written"
                  : fmt::format("the day went otherwise than written, here and in {} more places", more),
              played.failures.front().substr(0, played.failures.front().find(": ")));
}

}  // namespace

void add_day(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const day = line.add(line.app, "day", "Replay a written day through the breaks", options->common,
                             [=] { return replay(*options); });
  day->add_option("FILE", options->file, "A written day (docs/written-days.md)")->required();
}

}  // namespace endrange::app
