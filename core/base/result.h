#pragma once

#include <expected>
#include <string>
#include <utility>

namespace endrange {

/// Whose fault a failure is; the command line turns it into an exit status.
enum class Fault {
  Input,     ///< a file, a request or a stored value is wrong: exit status 1
  Usage,     ///< the command line is wrong: exit status 2
  Internal,  ///< ours, or the machine's: exit status 3
};

/// An expected failure, told to a person: what was expected and found, where, and what to do about it.
struct Error {
  std::string message;      ///< what was expected and what was found, one sentence
  std::string where = {};   ///< `file:line:column`, frame, point; empty when there is no place
  std::string remedy = {};  ///< what to do, one sentence; empty when nothing can be done
  Fault fault = Fault::Input;

  /// All of it on one line: `where: message; remedy`.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = std::expected<T, Error>;

/// Success without a value.
using Status = Result<void>;

[[nodiscard]] inline std::unexpected<Error> fail(std::string message, std::string where = {},
                                                 std::string remedy = {}, Fault fault = Fault::Input) {
  return std::unexpected(Error{std::move(message), std::move(where), std::move(remedy), fault});
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
  return std::unexpected(std::move(error));
}

}  // namespace endrange

#define ENDRANGE_CONCAT_(a, b) a##b
#define ENDRANGE_CONCAT(a, b) ENDRANGE_CONCAT_(a, b)

/// Evaluates a `Result`; on failure returns its error from the enclosing function, otherwise names the value:
/// `TRY(auto body, load_body(path));`
#define TRY(declaration, expression)                                                    \
  auto ENDRANGE_CONCAT(try_result_, __LINE__) = (expression);                           \
  if (!ENDRANGE_CONCAT(try_result_, __LINE__))                                          \
    return ::endrange::fail(std::move(ENDRANGE_CONCAT(try_result_, __LINE__)).error()); \
  declaration = std::move(ENDRANGE_CONCAT(try_result_, __LINE__)).value()

/// The same for a `Status`, where there is no value to name.
#define TRY_STATUS(expression)                                                                               \
  do {                                                                                                       \
    if (auto try_status = (expression); !try_status) return ::endrange::fail(std::move(try_status).error()); \
  } while (false)
