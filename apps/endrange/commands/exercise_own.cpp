#include "apps/endrange/commands/exercise_own.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <memory>
#include <utility>

#include "adapters/protocol/words.h"
#include "adapters/store/files.h"
#include "adapters/system/folder.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/trainer/places.h"
#include "core/journal/check.h"

namespace endrange::app {
namespace {

namespace fs = std::filesystem;

struct Options {
  Common common = {};
  fs::path file = {};
  fs::path out = {};
  std::string id = {};
};

/// Bodies take a moment to show it, on a busy computer a long one.
constexpr auto Patience = std::chrono::minutes(5);

Result<std::string> load_file(const fs::path& file) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (!fs::exists(status))
    return fail("there is no such file", file.string(), "check the name and the folder");
  if (fs::is_directory(status))
    return fail("expected a file, found a folder", file.string(), "name the file in it");
  if (!fs::is_regular_file(status))
    return fail("expected a file, found something else", file.string(), "name a plain text file");
  std::ifstream in(file, std::ios::binary);
  // A byte more than there may be shows that there are more.
  std::string text(journal::LongestExercise + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || (in.gcount() == 0 && !in.eof()))
    return fail("the file cannot be read", file.string(), "check its permissions");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

std::string escape_for_query(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '.' || c == '-' || c == '_';
    escaped += is_plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return escaped;
}

Result<protocol::ExerciseAddition> send(const http::Peer& peer, const std::string& name,
                                        const std::string& text) {
  // The server takes no backslash and nothing that cannot be printed; the name is for its messages only.
  auto called = name;
  for (char& c : called)
    if (c == '\\' || (c >= 0 && c < ' ') || c == 0x7F) c = '?';
  TRY(const auto answer,
      http::request(peer, "POST", "/api/exercises?name=" + escape_for_query(called), text, Patience));
  return protocol::parse_json<protocol::ExerciseAddition>(answer);
}

Result<protocol::ExerciseAddition> add_here(const fs::path& folder, const std::string& name,
                                            const std::string& text) {
  TRY(auto trainer, open_trainer(folder));
  const auto checked = trainer.check_addition(text, name);
  Diagnostics proof;
  if (checked.task) proof = compute_proof(*checked.task, trainer.content().joint_motions);
  return trainer.add_exercise(checked, proof);
}

void print_added(const protocol::ExerciseAddition& addition, const fs::path& folder) {
  const auto& added = *addition.added;
  if (!addition.entry) {
    fmt::print("{} ({}) is in your library already, from this very file.\n", added.name, added.id);
    return;
  }
  fmt::print("{}: {} ({}).\n", addition.replaced ? "Replaced" : "Added", added.name, added.id);
  fmt::print("Kept in your journal, {}: exports have it, and an import brings it back.\n",
             (folder / store::JournalName).string());
  if (added.left_out.empty())
    fmt::print(
        "It may be planned from now on, under all the limits that hold for you, and be shown, swapped in and "
        "drawn.\n");
  else
    fmt::print("It is in Library, and not planned for now: {}\n", added.left_out);
  fmt::print("{}\n", added.reviewed == "none" ? "Not yet reviewed by a physiotherapist."
                                              : "Reviewed, says its file: " + added.reviewed + ".");
  fmt::print("See it: endrange exercise show {}\nTake it away: endrange exercise remove {}\n", added.id,
             added.id);
}

Status add(const Options& options) {
  TRY(const auto text, load_file(options.file));
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto peer, find_peer(folder));
  const auto name = options.file.string();
  TRY(const auto addition, peer ? send(*peer, name, text) : add_here(folder, name, text));
  if (options.common.json) fmt::print("{}\n", protocol::write_json(addition));
  if (addition.added) {
    if (!options.common.json) print_added(addition, folder);
    return {};
  }
  const auto& findings = addition.findings;
  if (findings.size() == 1)
    return fail(findings.front().found, findings.front().what, findings.front().remedy);
  for (const auto& finding : findings)
    fmt::print(stderr, "error: {}\n", Error{finding.found, finding.what, finding.remedy}.text());
  return fail(fmt::format("{} things are to be mended; nothing was changed", findings.size()), name,
              "mend them, then add it again");
}

Status remove(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto removal, (ask<protocol::ExerciseRemoval>(
                              folder, "DELETE", "/api/exercises/" + escape_for_query(options.id), {},
                              [&](Trainer& trainer) { return trainer.remove_exercise(options.id); })));
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(removal));
  else
    fmt::print("Removed: {}. What you did of it stays done. Bring it back: endrange exercise restore {}\n",
               removal.name, removal.exercise);
  return {};
}

Result<protocol::ExerciseSummary> restore_here(Trainer& trainer, const std::string& id) {
  TRY_STATUS(trainer.restore_exercise(id));
  trainer.prove_own();
  return trainer.find_restored(id);
}

Status restore(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto restored, (ask<protocol::ExerciseSummary>(
                               folder, "POST", "/api/exercises/" + escape_for_query(options.id) + "/restore",
                               {}, [&](Trainer& trainer) { return restore_here(trainer, options.id); })));
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(restored));
  else
    fmt::print("Back in the library: {} ({}).\n", restored.name, restored.id);
  return {};
}

/// To the file asked for, or to standard output.
Status write_out(const std::string& text, const fs::path& out) {
  if (out.empty()) {
    fmt::print("{}", text);
    return {};
  }
  std::error_code error;
  if (fs::exists(out, error))
    return fail("there is a file of that name already", out.string(), "choose another name");
  TRY_STATUS(system::write_private_file(out, text));
  fmt::print("Written to {}\n", out.string());
  return {};
}

Status write_file(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto peer, find_peer(folder));
  if (peer) {
    TRY(const auto text,
        http::request(*peer, "GET", "/api/exercises/" + escape_for_query(options.id) + "/file"));
    return write_out(text, options.out);
  }
  TRY(const auto trainer, open_trainer(folder));
  TRY(const auto text, trainer.find_exercise_file(options.id));
  return write_out(text, options.out);
}

Status write_template(const Options& options) {
  TRY(const auto places, find_places());
  TRY(const auto text, load_exercise_template(places.content));
  return write_out(text, options.out);
}

}  // namespace

Result<protocol::OwnExercises> load_own(const fs::path& data) {
  TRY(const auto folder, create_folder(data));
  return ask<protocol::OwnExercises>(
      folder, "GET", "/api/own-exercises", {},
      [](Trainer& trainer) -> Result<protocol::OwnExercises> { return trainer.list_own_exercises(); });
}

void add_own_exercises(CommandLine& line, CLI::App& group) {
  const auto options = std::make_shared<Options>();
  auto& common = options->common;
  auto* const to = line.add(group, "add", "Your own, from a file, once it passes the library's checks",
                            common, [=] { return add(*options); });
  to->add_option("FILE", options->file, "As `exercise template` shows; replaces the one of its id")
      ->required();
  auto* const away = line.add(group, "remove", "One of your own, until it is restored", common,
                              [=] { return remove(*options); });
  away->add_option("ID", options->id, "As `exercise list --own` prints it")->required();
  auto* const back = line.add(group, "restore", "One of your own that was removed", common,
                              [=] { return restore(*options); });
  back->add_option("ID", options->id, "As `exercise list --own` prints it")->required();
  auto* const file = line.add(group, "file", "The file of an exercise, as it was written", common,
                              [=] { return write_file(*options); });
  file->add_option("ID", options->id, "As `exercise list` prints it")->required();
  file->add_option("-o,--out", options->out, "Where to; otherwise it is printed");
  auto* const start = line.add(group, "template", "A file to begin your own with", common,
                               [=] { return write_template(*options); });
  start->add_option("-o,--out", options->out, "Where to; otherwise it is printed");
}

}  // namespace endrange::app
