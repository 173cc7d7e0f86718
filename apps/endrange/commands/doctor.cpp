#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "adapters/system/browser.h"
#include "adapters/system/clock.h"
#include "adapters/system/devices.h"
#include "adapters/system/instance.h"
#include "adapters/system/process.h"
#include "adapters/system/speech.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/commands/exercise_own.h"
#include "apps/endrange/commands/signals.h"
#include "apps/endrange/server/peer.h"
#include "apps/endrange/trainer/book.h"
#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

using protocol::Finding;

Finding good(std::string what, std::string found) {
  return {std::move(what), true, std::move(found), {}};
}
Finding amiss(std::string what, std::string found, std::string remedy) {
  return {std::move(what), false, std::move(found), std::move(remedy)};
}
Finding amiss(std::string what, const Error& error) {
  return amiss(std::move(what), error.where.empty() ? error.message : error.where + ": " + error.message,
               error.remedy);
}

Finding check_browser() {
  const auto browser = system::find_browser();
  if (browser) return good("browser", browser->front());
  return amiss("browser", "none was found", "install one, such as chromium, or set BROWSER");
}

Finding check_break_window() {
  const auto places = find_places();
  if (places && system::find_program(places->window.string()))
    return good("break window", places->window.string());
  return amiss("break window", "it is not built; breaks open in the browser",
               "install libwebkit2gtk-4.1-dev and libgtk-layer-shell-dev, and build again");
}

Finding check_camera() {
  const auto cameras = system::find_cameras();
  for (const auto& camera : cameras)
    if (camera.readable) return good("camera", camera.path.string());
  if (cameras.empty())
    return amiss("camera", "none was found", "plug one in, or measure from a video file or by hand");
  return amiss("camera", cameras.front().path.string() + " may not be opened by you",
               "join the group that owns it: sudo adduser $USER video, then log in again");
}

Finding check_voice() {
  const auto voice = system::find_voice_program();
  if (!voice)
    return amiss("voice", "no voice program was found",
                 "install espeak-ng; until then a plain sound is used");
  return good("voice", *voice == system::VoiceProgram::EspeakNg ? "espeak-ng" : "speech-dispatcher");
}

Finding check_zone() {
  const auto zone = system::read_zone();
  if (zone.problem.empty()) return good("time zone", zone.name + " (" + zone.source + ")");
  return amiss("time zone", zone.problem, "set one: sudo timedatectl set-timezone Europe/Vienna");
}

Finding check_journal(const std::filesystem::path& folder, bool is_running) {
  if (is_running) return good("journal", "in use by the running program");
  const auto book = Book::open(folder);
  if (!book) return amiss("journal", book.error());
  return good("journal", fmt::format("{} entries", book->entries().size()));
}

Finding check_port(const std::filesystem::path& folder,
                   const std::optional<system::RunningInstance>& running) {
  if (running && running->port) return good("port", fmt::format("serving on {}", *running->port));
  const auto remembered = system::find_remembered_port(folder);
  return good("port",
              remembered ? fmt::format("{} the last time", *remembered) : "7333, or the next free one");
}

Finding check_content() {
  const auto places = find_places();
  if (!places) return amiss("content", places.error());
  const auto content = load_content(places->content);
  if (!content) return amiss("content", content.error());
  std::error_code error;
  if (!std::filesystem::exists(places->page / "index.html", error))
    return amiss("page", "it is not built", "run ./dev build, or install Endrange again");
  return good("content", fmt::format("{} exercises", content->catalogue.exercises().size()));
}

// Own exercises that do not pass, such as after an update: each is kept, and out of the library.
std::vector<Finding> check_own(const std::filesystem::path& folder) {
  constexpr const char* What = "your exercises";
  const auto own = load_own(folder);
  // A journal that does not open is a matter for its own line.
  if (!own) return {};
  std::vector<Finding> findings;
  std::size_t ready = 0;
  for (const auto& one : own->exercises) {
    if (one.state == protocol::OwnState::Ready) ++ready;
    if (one.state != protocol::OwnState::Faulty || one.findings.empty()) continue;
    const auto& first = one.findings.front();
    findings.push_back(
        amiss(What, fmt::format("{} is left out, and kept: {}: {}", one.exercise, first.what, first.found),
              fmt::format("{}. Its file: endrange exercise file {}; mended: endrange exercise add FILE",
                          first.remedy, one.exercise)));
  }
  if (ready > 0 || own->exercises.empty())
    findings.insert(findings.begin(),
                    good(What, ready == 0 ? "none" : fmt::format("{} in the library", ready)));
  return findings;
}

Status run(const Common& common) {
  TRY(const auto folder, create_folder(common.data));
  TRY(const auto running, system::find_running_instance(folder));
  protocol::Findings findings{{good("data folder", folder.string()),
                               check_journal(folder, running.has_value()), check_port(folder, running),
                               check_content(), check_browser(), check_break_window(), check_camera(),
                               check_voice(), check_zone()}};
  for (auto& finding : check_own(folder)) findings.findings.push_back(std::move(finding));
  std::optional<http::Peer> peer;
  if (running) {
    TRY(peer, load_peer(folder));
  }
  // A running program that does not answer is a matter for the lines above.
  if (const auto signals = load_signals(peer))
    for (auto& finding : find_signal_findings(*signals)) findings.findings.push_back(std::move(finding));
  if (common.json) {
    fmt::print("{}\n", protocol::write_json(findings));
    return {};
  }
  for (const auto& finding : findings.findings) {
    fmt::print("{} {:<14} {}\n", finding.ok ? "  " : "! ", finding.what, finding.found);
    if (!finding.remedy.empty()) fmt::print("                 {}\n", finding.remedy);
  }
  return {};
}

}  // namespace

void add_doctor(CommandLine& line) {
  const auto common = std::make_shared<Common>();
  line.add(line.app, "doctor", "Look for what stands in the way, and say what to do", *common,
           [common] { return run(*common); });
}

}  // namespace endrange::app
