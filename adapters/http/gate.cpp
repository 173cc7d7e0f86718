#include "adapters/http/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace endrange::http {
namespace {

using namespace std::chrono_literals;

constexpr auto CodeLife = 30s;
/// More codes than this are never wanted at once; the oldest is dropped.
constexpr std::size_t MaxCodes = 8;
/// Long enough that a pinned tab goes on working, short enough that a forgotten one does not for ever.
constexpr auto CookieLife = std::chrono::seconds(std::chrono::days(30));
constexpr std::string_view Bearer = "Bearer ";

Gate::Refusal refuse(unsigned status, std::string message, std::string where, std::string remedy) {
  return {status, {std::move(message), std::move(where), std::move(remedy), Fault::Input}};
}

/// The value of a cookie in a Cookie header.
std::string_view find_cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    auto part = header.substr(0, std::min(header.find(';'), header.size()));
    header.remove_prefix(std::min(part.size() + 1, header.size()));
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    if (part.starts_with(name) && part.substr(name.size()).starts_with('='))
      return part.substr(name.size() + 1);
  }
  return {};
}

}  // namespace

Gate::Gate(int port, std::string token, Secrets secrets)
    : token_(std::move(token)), secrets_(std::move(secrets)), port_(port) {}

std::optional<Gate::Refusal> Gate::find_refusal(const Credentials& credentials, Intent intent) const {
  const auto here = {fmt::format("127.0.0.1:{}", port_), fmt::format("localhost:{}", port_)};
  const auto is_here = [&](std::string_view host) { return std::ranges::find(here, host) != here.end(); };
  // A name that an attacker's DNS points at this machine arrives with that name as its host.
  if (!is_here(credentials.host))
    return refuse(403, "expected a request to this machine, found another host name", "Host",
                  fmt::format("open http://127.0.0.1:{}/", port_));
  const std::string_view origin = credentials.origin;
  const bool is_own_origin = origin.starts_with("http://") && is_here(origin.substr(7));
  if (!origin.empty() && !is_own_origin)
    return refuse(403, "expected a request of Endrange's own page, found another page's", "Origin",
                  "close that page");
  if (intent == Intent::ReadPage) return std::nullopt;
  const auto& site = credentials.fetch_site;
  if (!site.empty() && site != "same-origin" && site != "none")
    return refuse(403, "expected a request of Endrange's own page, found another page's", "Sec-Fetch-Site",
                  "close that page");
  const bool is_command_line = credentials.authorization.starts_with(Bearer);
  // A browser names the page behind every request that changes something.
  if (intent != Intent::Read && !is_command_line && origin.empty())
    return refuse(403, "expected the page that sends this request to be named, found no name", "Origin",
                  "use Endrange's own page");
  if (intent != Intent::Exchange && !has_token(credentials))
    return refuse(401, "expected the token of this data folder, found none or another", "",
                  "open the page by starting endrange");
  return std::nullopt;
}

bool Gate::has_token(const Credentials& credentials) const {
  const std::string_view authorization = credentials.authorization;
  if (authorization.starts_with(Bearer)) return secrets_.is_same(authorization.substr(Bearer.size()), token_);
  return secrets_.is_same(find_cookie(credentials.cookie, cookie_name()), token_);
}

// Cookies do not know ports: the name keeps two data folders apart.
std::string Gate::cookie_name() const {
  return fmt::format("endrange_{}", port_);
}

std::string Gate::make_cookie() const {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", cookie_name(), token_,
                     CookieLife.count());
}

std::string Gate::issue_code(Instant now) {
  if (codes_.size() == MaxCodes) codes_.erase(codes_.begin());
  codes_.push_back({secrets_.make_code(), now + CodeLife});
  return codes_.back().code;
}

bool Gate::redeem_code(std::string_view code, Instant now) {
  std::erase_if(codes_, [&](const Code& issued) { return issued.until <= now; });
  return std::erase_if(codes_, [&](const Code& issued) { return secrets_.is_same(issued.code, code); }) > 0;
}

}  // namespace endrange::http
