#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/protocol/api.h"
#include "adapters/store/recordings.h"
#include "apps/endrange/trainer/book.h"
#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/following.h"
#include "apps/endrange/trainer/own_library.h"
#include "apps/endrange/trainer/show.h"
#include "core/base/moment.h"
#include "core/motion/landmark_recording.h"
#include "core/plan/routine.h"
#include "core/progress/belief.h"
#include "core/progress/comparison.h"
#include "core/progress/tested.h"

namespace endrange::app {

/// What is asked of today's routine. Absent: as the profile has it, and now.
struct TodayQuery {
  std::optional<int> minutes = {};
  plan::Spot spot = plan::Spot::Usual;
  std::optional<LocalMoment> at = {};
  std::vector<plan::Swap> swaps = {};
  /// A programme for this once; `none` for none. Absent: the one that is on.
  std::optional<std::string> programme = {};
  std::string joint = {};  ///< where that programme asks for one
  bool explain = false;    ///< also tells what the routine was chosen by
};

/// Reads `usual`, `chair` or `corridor`.
[[nodiscard]] Result<plan::Spot> parse_spot(std::string_view text);

/// Reads "from:to,from:to".
[[nodiscard]] Result<std::vector<plan::Swap>> parse_swaps(std::string_view text);

/// What the page and the command line ask of Endrange, answered from the journal and the content. Knows no
/// network and no screen. Belongs to one thread.
class Trainer {
 public:
  using Clock = std::function<LocalMoment()>;

  [[nodiscard]] static Result<Trainer> open(const std::filesystem::path& folder, Content content,
                                            Clock clock);

  /// All but voice and breaks, which belong to the running program.
  [[nodiscard]] protocol::State compute_state() const;
  [[nodiscard]] protocol::SafetyScreen make_safety_screen() const;
  [[nodiscard]] Result<protocol::Today> compute_today(const TodayQuery& query) const;
  /// Programmes and goals, and what was chosen of them.
  [[nodiscard]] protocol::Wants compute_wants() const;
  [[nodiscard]] protocol::Exercises compute_exercises() const;
  [[nodiscard]] Result<protocol::ExerciseDetail> find_exercise(const std::string& id) const;
  /// Its file as it was written.
  [[nodiscard]] Result<std::string> find_exercise_file(const std::string& id) const;

  [[nodiscard]] protocol::OwnExercises list_own_exercises() const;
  /// Looks at a file that is to be added, but for what bodies have to show (`compute_proof`).
  [[nodiscard]] Addition check_addition(std::string_view bytes, const std::string& name) const;
  /// Adds it, or replaces the one of its identifier. Where something was found nothing changes.
  [[nodiscard]] Result<protocol::ExerciseAddition> add_exercise(const Addition& checked,
                                                                const Diagnostics& proof);
  [[nodiscard]] Result<protocol::ExerciseRemoval> remove_exercise(const std::string& id);
  [[nodiscard]] Status restore_exercise(const std::string& id);
  /// What was brought back, once it is proved.
  [[nodiscard]] Result<protocol::ExerciseSummary> find_restored(const std::string& id) const;
  /// Exercises of the person's own that came in without a proof, such as by an import.
  [[nodiscard]] std::vector<ProofTask> list_unproved() const;
  void take_proof(const EntryId& entry, Diagnostics proof);
  /// Proves all of them now.
  void prove_own();

  [[nodiscard]] protocol::Protocols compute_protocols() const;
  /// Why this test must not be done now; nothing when it may be.
  [[nodiscard]] std::optional<std::string> find_refusal(const measure::Protocol& protocol) const;
  [[nodiscard]] protocol::BodyView compute_body() const;
  [[nodiscard]] protocol::Progress compute_progress() const;
  /// Everything that a physiotherapist would want to see.
  [[nodiscard]] protocol::Summary make_summary() const;
  /// Two measurements of the journal, by their entries.
  [[nodiscard]] Result<protocol::PickedComparison> compare(const std::string& one,
                                                           const std::string& other) const;

  [[nodiscard]] Result<protocol::Accepted> append(const protocol::NewEvents& events);
  [[nodiscard]] Result<protocol::Journal> read_journal(std::optional<int> offset,
                                                       std::optional<int> limit) const;
  [[nodiscard]] Result<protocol::ImportAnswer> import(std::string_view ndjson);
  /// Appends an event that the program itself saw, now.
  [[nodiscard]] Status record(const journal::Event& event);

  /// What showing an exercise to this person needs.
  [[nodiscard]] Result<Showing> make_showing(const std::string& id, std::optional<Side> side, bool eased,
                                             std::optional<int> hold_s = {}) const;

  /// How a figure that is not in the journal yet stands to the latest one by the same test.
  [[nodiscard]] progress::Comparison compare_with_earlier(const journal::Measured& measured) const;
  /// The other side, if it was measured today in the same way.
  [[nodiscard]] std::optional<journal::Measured> find_other_side(const journal::Measured& measured) const;
  [[nodiscard]] progress::FigureComparison compare_with_earlier(const journal::Tested& tested) const;

  [[nodiscard]] Result<protocol::Recordings> list_recordings() const;
  [[nodiscard]] Result<protocol::Recording> keep_recording(const motion::LandmarkRecording& recording);
  [[nodiscard]] Result<protocol::Recordings> delete_recording(const std::string& name);

  [[nodiscard]] Result<std::vector<std::string>> list_erasable() const;
  /// Removes everything that was kept about the person, and begins an empty journal.
  [[nodiscard]] Status erase();

  /// Lets go of what is only needed to answer.
  void rest() {
    writable_book().rest();
    following_.rest();
  }

  [[nodiscard]] const Book& book() const;
  [[nodiscard]] const Content& content() const { return content_; }
  [[nodiscard]] const store::Recordings& recordings() const { return recordings_; }
  [[nodiscard]] LocalMoment now() const { return clock_(); }

 private:
  [[nodiscard]] Book& writable_book();
  Trainer(std::filesystem::path folder, Book book, store::Recordings recordings, Content content,
          Clock clock);

  /// Brings the library up to what the journal says; with entries, only where these are about it.
  void follow_own();
  void follow_own(const std::vector<Book::NewEntry>& entries);
  [[nodiscard]] Result<protocol::ExerciseSummary> find_summary(const ExerciseId& id) const;

  [[nodiscard]] Following::Known compute_known(LocalMoment now) const;
  [[nodiscard]] progress::Beliefs compute_beliefs(LocalMoment now) const;
  [[nodiscard]] Result<std::optional<plan::ActiveProgramme>> find_programme(const TodayQuery& query,
                                                                            LocalMoment now) const;
  [[nodiscard]] plan::Limits compute_limits(LocalMoment now) const;
  /// What is asked for, beside what the journal says.
  struct Wanted {
    int minutes = 3;
    plan::Spot spot = plan::Spot::Usual;
    std::optional<plan::ActiveProgramme> programme = {};
    std::vector<plan::Swap> swaps = {};
  };
  /// What `use` makes of all that a routine is planned from.
  template <typename Use>
  [[nodiscard]] auto plan_with(const Wanted& wanted, const plan::Limits& limits, LocalMoment at,
                               Use use) const;
  /// What stands, without measurements by tests that keep to themselves.
  /// @param kept  holds the entries where some were left out
  [[nodiscard]] std::span<const journal::Entry> select_feeding(std::vector<journal::Entry>& kept) const;
  /// What a test has shown, alone, so that each figure is compared with the one before by the same test.
  [[nodiscard]] std::vector<journal::Entry> select_of_test(const ProtocolId& protocol) const;
  /// The ranges that this test has shown.
  [[nodiscard]] std::vector<progress::HistoryPoint> compute_measured(const measure::Protocol& protocol) const;
  [[nodiscard]] std::vector<protocol::SideChange> compare_sides() const;
  /// The latest of each test that shows no angle.
  [[nodiscard]] std::vector<protocol::TestStory> list_tests() const;
  [[nodiscard]] protocol::Recording describe(const store::KeptRecording& kept) const;
  [[nodiscard]] std::string find_left_out(const exercise::Exercise& exercise,
                                          const plan::Limits& limits) const;

  std::filesystem::path folder_;
  std::optional<Book> book_;  // empty only while everything is erased
  store::Recordings recordings_;
  Content content_;
  OwnLibrary own_;
  Clock clock_;
  mutable Following following_ = {};
};

}  // namespace endrange::app
