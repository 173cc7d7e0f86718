#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "adapters/protocol/api.h"
#include "apps/endrange/trainer/book.h"
#include "apps/endrange/trainer/content.h"
#include "core/base/moment.h"

namespace endrange::app {

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
  [[nodiscard]] Result<protocol::Accepted> append(const protocol::NewEvents& events);
  [[nodiscard]] Result<protocol::Journal> read_journal(std::optional<int> offset,
                                                       std::optional<int> limit) const;
  [[nodiscard]] Result<protocol::ImportAnswer> import(std::string_view ndjson);

  [[nodiscard]] Book& book() { return book_; }
  [[nodiscard]] const Book& book() const { return book_; }
  [[nodiscard]] const Content& content() const { return content_; }
  [[nodiscard]] LocalMoment now() const { return clock_(); }

 private:
  Trainer(Book book, Content content, Clock clock)
      : book_(std::move(book)), content_(std::move(content)), clock_(std::move(clock)) {}

  Book book_;
  Content content_;
  Clock clock_;
};

}  // namespace endrange::app
