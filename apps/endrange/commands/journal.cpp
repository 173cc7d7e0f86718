#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

#include "adapters/store/erase.h"
#include "adapters/system/folder.h"
#include "adapters/system/instance.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::filesystem::path file = {};
};

Result<std::string> load_export(const std::filesystem::path& folder) {
  TRY(const auto peer, find_peer(folder));
  if (peer) return http::request(*peer, "GET", "/api/export");
  TRY(const auto book, Book::open(folder));
  return book.write_export();
}

Status run_export(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto lines, load_export(folder));
  TRY_STATUS(system::write_private_file(options.file, lines));
  const auto count = std::ranges::count(lines, '\n');
  if (options.common.json)
    fmt::print("{{\"entries\":{}}}\n", count);
  else
    fmt::print("{} entries written to {}\n", count, options.file.string());
  return {};
}

Status run_import(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto lines, load_file(options.file));
  auto answer = ask<protocol::ImportAnswer>(folder, "POST", "/api/import", lines,
                                            [&](Trainer& trainer) { return trainer.import(lines); });
  if (!answer)
    return fail(answer.error().message, fmt::format("{}: {}", options.file.string(), answer.error().where),
                answer.error().remedy, answer.error().fault);
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(*answer));
  else
    fmt::print("{} entries added, {} were there already\n", answer->added, answer->already_there);
  return {};
}

Result<std::vector<std::string>> find_erasable(const std::filesystem::path& folder,
                                               const std::optional<http::Peer>& peer, std::string& code) {
  if (!peer) return store::list_erasable(folder);
  TRY(const auto answer,
      http::request(*peer, "POST", "/api/erase", protocol::write_json(protocol::EraseRequest{})));
  TRY(const auto offer, protocol::parse_json<protocol::EraseAnswer>(answer));
  code = offer.code.value_or("");
  return offer.will_remove;
}

Status require_answer(std::string_view question, std::string_view wanted) {
  fmt::print(stderr, "{} Type {} and press Enter: ", question, wanted);
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == wanted) return {};
  return fail(fmt::format("expected {}, found something else", wanted), {}, "nothing was erased");
}

Status run_erase(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto peer, find_peer(folder));
  std::string code;
  TRY(const auto names, find_erasable(folder, peer, code));
  fmt::print(stderr, "This removes from {}:\n", folder.string());
  for (const auto& name : names) fmt::print(stderr, "  {}\n", name);
  TRY_STATUS(require_answer("Erase all of it?", "yes"));
  TRY_STATUS(require_answer("It cannot be brought back. Still erase?", "erase"));
  if (peer) {
    const protocol::EraseRequest request{code};
    const auto answer = http::request(*peer, "POST", "/api/erase", protocol::write_json(request));
    if (!answer) return fail(answer.error());
  } else {
    TRY(const auto claim, system::claim_folder(folder));
    if (!std::holds_alternative<system::InstanceLock>(claim))
      return fail("expected a folder that nothing else uses, found Endrange starting", folder.string(),
                  "erase again");
    TRY_STATUS(store::erase(folder));
  }
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(protocol::EraseAnswer{true, {}, names}));
  else
    fmt::print("Everything is erased.\n");
  return {};
}

}  // namespace

void add_journal(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto& common = options->common;
  auto* const to = line.add(line.app, "export", "Write the journal as NDJSON", common,
                            [=] { return run_export(*options); });
  to->add_option("FILE", options->file, "To write")->required();
  auto* const from =
      line.add(line.app, "import", "Read an export back", common, [=] { return run_import(*options); });
  from->add_option("FILE", options->file, "To read")->required();
  line.add(line.app, "erase", "Delete everything, after asking twice", common,
           [=] { return run_erase(*options); });
}

}  // namespace endrange::app
