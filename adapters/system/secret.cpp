#include "adapters/system/secret.h"

#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "adapters/system/folder.h"
#include "core/base/contracts.h"

namespace endrange::system {

namespace {

constexpr std::size_t TokenBytes = 32;

std::vector<unsigned char> make_random_bytes(std::size_t count) {
  std::vector<unsigned char> bytes(count);
  std::size_t done = 0;
  while (done < count) {
    const auto got = ::getrandom(bytes.data() + done, count - done, 0);
    // The kernel's source fails for one reason only: it is not there, and then no secret can be made.
    expects(got > 0 || errno == EINTR, "the kernel gives random bytes");
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string to_hex(const std::vector<unsigned char>& bytes) {
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

bool is_token(std::string_view text) {
  return text.size() == 2 * TokenBytes &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// Whether the file is there and only its owner, this user, could have read it.
bool is_private(const std::filesystem::path& file) {
  struct stat status = {};
  return ::lstat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() &&
         (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

}  // namespace

std::string make_random_hex(std::size_t bytes) {
  return to_hex(make_random_bytes(bytes));
}

std::string make_uuid() {
  auto bytes = make_random_bytes(16);
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  auto text = to_hex(bytes);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

bool is_same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  return difference == 0;
}

Result<std::string> load_or_create_token(const std::filesystem::path& folder) {
  const auto file = folder / "token";
  if (is_private(file)) {
    TRY(auto token, load_small_file(file));
    if (is_token(token)) return token;
  }
  auto token = make_random_hex(TokenBytes);
  TRY_STATUS(write_private_file(file, token + "\n"));
  return token;
}

}  // namespace endrange::system
