// Requests that the real program refuses: each with one problem, and the journal is what it was. And a port
// that another program has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/page.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class RequestRefusal : public testing::Test {
 protected:
  RequestRefusal() { EXPECT_TRUE(serving_.ask("POST", "/api/events", Event).starts_with("{\"ids\"")); }

  [[nodiscard]] std::string own_host() const { return "127.0.0.1:" + std::to_string(serving_.port()); }
  [[nodiscard]] std::string bearer() const { return "Authorization: Bearer " + serving_.token() + "\r\n"; }

  /// The whole answer to a request with these header fields.
  [[nodiscard]] std::string send(const std::string& start, const std::string& fields,
                                 const std::string& body = {}) const {
    const http::Wire wire(serving_.port());
    wire.send(start + " HTTP/1.1\r\nConnection: close\r\n" + fields +
              (body.empty() ? ""
                            : "Content-Type: application/json\r\nContent-Length: " +
                                  std::to_string(body.size()) + "\r\n") +
              "\r\n" + body);
    return wire.receive(5s).value_or("no answer");
  }

  /// One problem in words, with this status; the journal holds what it held.
  void expect_refused(const std::string& answer, int status) const {
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::to_string(status) + " "));
    const auto body = answer.substr(std::min(answer.size(), answer.find("\r\n\r\n") + 4));
    const auto problem = protocol::parse_json<protocol::Problem>(body);
    ASSERT_TRUE(problem.has_value()) << answer;
    EXPECT_FALSE(problem->message.empty());
    EXPECT_EQ(protocol::parse_json<protocol::Journal>(serving_.ask("GET", "/api/journal"))->total, 1);
  }

  const std::string Event = make_event(1, R"({"withdrawn":{"entry":"none","reason":"mine"}})");
  const std::string Foreign = make_event(2, R"({"withdrawn":{"entry":"none","reason":"foreign"}})");
  DataFolder folder_;
  Serving serving_{folder_};
};

TEST_F(RequestRefusal, of_a_foreign_host) {
  for (const std::string host : {"endrange.example", "127.0.0.1.example", "127.0.0.1:1"}) {
    expect_refused(send("GET /api/state", "Host: " + host + "\r\n" + bearer()), 403);
    expect_refused(send("POST /api/events", "Host: " + host + "\r\n" + bearer(), Foreign), 403);
    EXPECT_THAT(send("GET /", "Host: " + host + "\r\n"), StartsWith("HTTP/1.1 403 "));
  }
}

TEST_F(RequestRefusal, of_a_foreign_origin) {
  for (const std::string origin : {"https://endrange.example", "null", "http://127.0.0.1:1"})
    expect_refused(send("POST /api/events",
                        "Host: " + own_host() + "\r\nOrigin: " + origin + "\r\n" + bearer(), Foreign),
                   403);
}

TEST_F(RequestRefusal, of_one_without_token) {
  for (const std::string& fields : {std::string(), std::string("Authorization: Bearer guess\r\n"),
                                    "Authorization: Bearer " + serving_.token().substr(1) + "\r\n"}) {
    expect_refused(send("GET /api/state", "Host: " + own_host() + "\r\n" + fields), 401);
    expect_refused(
        send("POST /api/events", "Host: " + own_host() + "\r\nOrigin: http://" + own_host() + "\r\n" + fields,
             Foreign),
        401);
  }
}

TEST_F(RequestRefusal, of_one_that_is_too_large) {
  expect_refused(send("POST /api/events", "Host: " + own_host() + "\r\n" + bearer(),
                      "\"" + std::string(64 * 1024 * 1024, 'x') + "\""),
                 413);
}

TEST_F(RequestRefusal, of_what_is_not_json) {
  for (const std::string body :
       {"not JSON", "{", "[]", R"({"events":7})", R"({"events":[{"dance":1}]})", "\xff\xfe"})
    expect_refused(send("POST /api/events", "Host: " + own_host() + "\r\n" + bearer(), body), 400);
}

TEST_F(RequestRefusal, of_a_conversation_with_a_stranger) {
  EXPECT_TRUE(Page(serving_, serving_.token()).is_open());
  EXPECT_THAT(Page(serving_, serving_.token(), "endrange.example").arrived(), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(Page(serving_, serving_.token(), {}, "https://endrange.example").arrived(),
              StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(Page(serving_, "", {}, "http://" + own_host()).arrived(), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(Page(serving_, "guess", {}, "http://" + own_host()).arrived(), StartsWith("HTTP/1.1 401 "));
}

TEST_F(RequestRefusal, of_a_message_that_is_too_large_ends_that_conversation_alone) {
  Page page(serving_, serving_.token());
  ASSERT_TRUE(page.is_open());
  // Two frames of 60 kB are one message above the limit of 64 kB.
  const std::string half(60'000, 'x');
  auto first = http::make_frame(half);
  first[0] = '\x01';  // text, more to come
  auto second = http::make_frame(half);
  second[0] = '\x80';  // the rest
  page.send_raw(first + second);
  EXPECT_TRUE(page.is_closed());
  EXPECT_TRUE(Page(serving_, serving_.token()).is_open());
  EXPECT_EQ(protocol::parse_json<protocol::Journal>(serving_.ask("GET", "/api/journal"))->total, 1);
}

/// Another program that listens on a port of this machine.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), length), 0);
    EXPECT_EQ(::listen(socket_, 1), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    port_ = ntohs(address.sin_port);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() { ::close(socket_); }
  [[nodiscard]] int port() const { return port_; }

 private:
  int socket_;
  int port_ = 0;
};

TEST(TakenPort, that_was_asked_for_is_told_and_one_remembered_is_replaced) {
  const Listener other;
  const auto taken = std::to_string(other.port());
  const DataFolder folder;
  EXPECT_THAT(find_one_error(run(folder, "run --no-open --no-desktop --port " + taken)),
              AllOf(HasSubstr(taken), HasSubstr("already in use"), HasSubstr("--port")));
  test::write_file(folder.data() / "port", taken + "\n");
  int replaced = 0;
  {
    const Serving serving(folder);
    replaced = serving.port();
    EXPECT_NE(replaced, 0);
    EXPECT_NE(replaced, other.port());
  }
  EXPECT_EQ(Serving(folder).port(), replaced) << "remembered";
}

}  // namespace
}  // namespace endrange
