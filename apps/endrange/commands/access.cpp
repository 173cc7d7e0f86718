#include "apps/endrange/commands/access.h"

#include <utility>

#include "adapters/protocol/journal.h"
#include "adapters/protocol/moment.h"
#include "adapters/store/files.h"
#include "adapters/system/clock.h"
#include "adapters/system/folder.h"
#include "adapters/system/secret.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {

Result<Trainer> open_trainer(const std::filesystem::path& folder) {
  TRY(const auto places, find_places());
  TRY(auto content, load_content(places.content));
  return Trainer::open(folder, std::move(content), [] { return system::read_clock().wall; });
}

namespace {

/// The data folder that is there already, with a journal in it.
std::optional<std::filesystem::path> find_folder(const std::filesystem::path& data) {
  auto folder = data;
  if (folder.empty()) {
    const auto usual = system::find_default_data_folder();
    if (!usual) return std::nullopt;
    folder = *usual;
  }
  std::error_code error;
  if (!std::filesystem::exists(folder / store::JournalName, error)) return std::nullopt;
  return folder;
}

// The running program has judged them already.
Result<Content> load_beside(const http::Peer& peer, Content content) {
  TRY(const auto answer, http::request(peer, "GET", "/api/own-exercises"));
  TRY(const auto listed, protocol::parse_json<protocol::OwnExercises>(answer));
  std::vector<OwnExercise> own;
  Proofs proofs;
  for (const auto& one : listed.exercises) {
    if (one.state != protocol::OwnState::Ready) continue;
    OwnFile file{
        .entry = EntryId(one.entry), .at = {}, .exercise = ExerciseId(one.exercise), .text = one.text};
    own.push_back({.file = std::move(file), .called = one.exercise + ".toml"});
    proofs[EntryId(one.entry)];
  }
  put_in_library(content, judge_own_exercises(std::move(own), {content, proofs}, Unproved::AsAbsent));
  return content;
}

}  // namespace

Result<Content> load_library(const std::filesystem::path& data,
                             std::span<const std::filesystem::path> drafts) {
  TRY(const auto places, find_places());
  TRY(auto content, load_content(places.content, drafts));
  const auto folder = find_folder(data);
  if (!folder) return content;
  TRY(const auto peer, find_peer(*folder));
  if (peer) return load_beside(*peer, std::move(content));
  TRY(const auto trainer,
      Trainer::open(*folder, std::move(content), [] { return system::read_clock().wall; }));
  return trainer.content();
}

Result<protocol::Accepted> record_now(const std::filesystem::path& data,
                                      std::span<const journal::Event> events) {
  TRY(const auto folder, create_folder(data));
  const auto now = system::read_clock().wall;
  protocol::NewEvents posted;
  for (const auto& event : events)
    posted.events.push_back({system::make_uuid(), protocol::write_moment(now.utc), now.offset.count(),
                             protocol::make_event_body(event)});
  return ask<protocol::Accepted>(folder, "POST", "/api/events", protocol::write_json(posted),
                                 [&](Trainer& trainer) { return trainer.append(posted); });
}

}  // namespace endrange::app
