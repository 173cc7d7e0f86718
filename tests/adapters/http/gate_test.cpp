#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/adapters/http/listening_server.h"

namespace endrange::http {
namespace {

const std::string Speech = R"({"text":"hello"})";

TEST(Gate, lets_the_command_line_in_with_its_token) {
  const ListeningServer server;
  const auto answer = server.ask("GET /api/things/a%20b", ListeningServer::bearer());
  EXPECT_EQ(status_of(answer), 200) << answer;
  EXPECT_EQ(body_of(answer), R"({"text":"a b"})");
}

TEST(Gate, refuses_a_foreign_host_everywhere) {
  const ListeningServer server;
  for (const std::string& host :
       std::vector<std::string>{"endrange.example:" + std::to_string(server.port), "127.0.0.1", "127.0.0.1:1",
                                "127.0.0.1.example:" + std::to_string(server.port), ""}) {
    EXPECT_EQ(status_of(server.ask_host(host, "GET /api/things/a", ListeningServer::bearer())), 403) << host;
    EXPECT_EQ(status_of(server.ask_host(host, "GET /")), 403) << host;
  }
  EXPECT_EQ(status_of(server.ask_host("localhost:" + std::to_string(server.port), "GET /")), 200);
}

TEST(Gate, refuses_a_foreign_page_even_with_the_token) {
  const ListeningServer server;
  for (const std::string origin : {"http://example.org", "null", "http://127.0.0.1:1", "https://127.0.0.1"}) {
    const auto fields = "Origin: " + origin + "\r\n" + ListeningServer::bearer();
    EXPECT_EQ(status_of(server.ask("GET /api/things/a", fields)), 403) << origin;
    EXPECT_EQ(status_of(server.ask("POST /api/speak", fields, Speech)), 403) << origin;
  }
  const auto fields = "Sec-Fetch-Site: cross-site\r\n" + ListeningServer::bearer();
  EXPECT_EQ(status_of(server.ask("GET /api/things/a", fields)), 403);
}

TEST(Gate, needs_the_token_for_reading_too) {
  const ListeningServer server;
  EXPECT_EQ(status_of(server.ask("GET /api/things/a")), 401);
  EXPECT_EQ(status_of(server.ask("GET /api/things/a", "Authorization: Bearer wrong\r\n")), 401);
  EXPECT_EQ(status_of(server.ask("GET /api/things/a", "Authorization: Bearer \r\n")), 401);
  EXPECT_EQ(status_of(server.ask("GET /api/no-such-route")), 401);
  const auto cookie =
      "Cookie: other=1; endrange_" + std::to_string(server.port) + "=" + ListeningServer::Token;
  EXPECT_EQ(status_of(server.ask("GET /api/things/a", cookie + "\r\n")), 200);
  EXPECT_EQ(status_of(server.ask("GET /api/things/a", cookie + "x\r\n")), 401);
}

TEST(Gate, needs_a_named_page_for_every_change_by_cookie) {
  const ListeningServer server;
  const auto cookie =
      "Cookie: endrange_" + std::to_string(server.port) + "=" + ListeningServer::Token + "\r\n";
  EXPECT_EQ(status_of(server.ask("POST /api/speak", cookie, Speech)), 403);
  EXPECT_EQ(status_of(server.ask("POST /api/speak", cookie + "Origin: " + server.origin() + "\r\n", Speech)),
            200);
}

TEST(OneTimeCode, is_exchanged_once_for_a_cookie_that_scripts_cannot_read) {
  ListeningServer server;
  const auto address = server.make_code();
  const auto code = address.substr(address.find("#open=") + 6);
  EXPECT_EQ(address, server.origin() + "/#open=" + code);
  const auto own = "Origin: " + server.origin() + "\r\n";
  const auto body = R"({"code":")" + code + R"("})";
  EXPECT_EQ(status_of(server.ask("POST /api/open", own, R"({"code":"guess"})")), 401);
  EXPECT_EQ(status_of(server.ask("POST /api/open", "", body)), 403) << "without Origin";
  const auto first = server.ask("POST /api/open", own, body);
  EXPECT_EQ(status_of(first), 200) << first;
  EXPECT_NE(first.find("HttpOnly"), std::string::npos);
  EXPECT_NE(first.find("SameSite=Strict"), std::string::npos);
  EXPECT_EQ(status_of(server.ask("POST /api/open", own, body)), 401) << "twice";
}

TEST(OneTimeCode, is_no_good_after_thirty_seconds) {
  ListeningServer server;
  const auto own = "Origin: " + server.origin() + "\r\n";
  static_cast<void>(server.make_code());
  server.now_ms += 29'999;
  EXPECT_EQ(status_of(server.ask("POST /api/open", own, R"({"code":"code-1"})")), 200);
  static_cast<void>(server.make_code());
  server.now_ms += 30'000;
  EXPECT_EQ(status_of(server.ask("POST /api/open", own, R"({"code":"code-2"})")), 401);
}

TEST(OneTimeCode, is_given_to_a_second_start_with_the_token) {
  const ListeningServer server;
  EXPECT_EQ(status_of(server.ask("POST /api/code")), 403);
  EXPECT_EQ(body_of(server.ask("POST /api/code", ListeningServer::bearer())), R"({"code":"code-1"})");
}

}  // namespace
}  // namespace endrange::http
