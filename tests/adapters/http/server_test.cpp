#include "adapters/http/server.h"

#include <gtest/gtest.h>

#include <vector>

#include "adapters/protocol/json.h"
#include "tests/adapters/http/listening_server.h"

namespace endrange::http {
namespace {

using namespace std::chrono_literals;

void expect_problem(const std::string& answer, int status) {
  EXPECT_EQ(status_of(answer), status) << answer;
  EXPECT_TRUE(protocol::parse_json<protocol::Problem>(body_of(answer)).has_value()) << answer;
}

TEST(Server, answers_every_error_with_a_problem) {
  const ListeningServer server;
  const auto token = ListeningServer::bearer();
  expect_problem(server.ask("POST /api/speak", token, "not JSON"), 400);
  expect_problem(server.ask("POST /api/speak", token, R"({"text":"a","more":1})"), 400);
  expect_problem(server.ask("POST /api/speak", token), 400);
  expect_problem(server.ask("GET /api/speak", token), 405);
  expect_problem(server.ask("GET /api/nothing", token), 404);
  expect_problem(server.ask("POST /"), 405);
  expect_problem(server.ask("GET /nothing.js"), 404);
  expect_problem(server.ask("POST /api/speak", token, std::string(1001, 'a')), 413);
  expect_problem(server.ask("POST /api/speak", token + "Content-Length: 99999999999\r\n"), 413);
}

TEST(Server, bounds_a_chunked_body_and_a_header) {
  const ListeningServer server;
  const auto chunk = "3e9\r\n" + std::string(1001, 'a') + "\r\n0\r\n\r\n";
  const auto fields = ListeningServer::bearer() + "Transfer-Encoding: chunked\r\n";
  const Wire wire(server.port);
  wire.send("POST /api/speak HTTP/1.1\r\nHost: " + server.host() + "\r\n" + fields + "\r\n" + chunk);
  expect_problem(wire.receive(5s).value_or(""), 413);
  expect_problem(server.ask("GET /", "X: " + std::string(20'000, 'x') + "\r\n"), 431);
}

TEST(Server, refuses_what_is_no_http_and_stays_up) {
  const ListeningServer server;
  const Wire wire(server.port);
  wire.send(std::string("\x16\x03\x01\x02\0", 5) + "not http\r\n\r\n");
  EXPECT_EQ(status_of(wire.receive(5s).value_or("")), 400);
  EXPECT_EQ(status_of(server.ask("GET /")), 200);
}

TEST(Server, closes_a_connection_that_dawdles) {
  Bounds bounds;
  bounds.header_time = 200ms;
  bounds.body_time = 200ms;
  const ListeningServer server(bounds);
  const Wire slow_header(server.port);
  slow_header.send("GET / HTTP/1.1\r\nHost");
  EXPECT_EQ(slow_header.receive(5s), "") << "closed without an answer";
  const Wire slow_body(server.port);
  slow_body.send("POST /api/speak HTTP/1.1\r\nHost: " + server.host() + "\r\nContent-Length: 100\r\n" +
                 ListeningServer::bearer() + "\r\nab");
  EXPECT_EQ(slow_body.receive(5s), "");
}

TEST(Server, bounds_the_number_of_connections_and_recovers) {
  Bounds bounds;
  bounds.connections = 4;
  const ListeningServer server(bounds);
  {
    std::vector<std::unique_ptr<Wire>> idle;
    for (int i = 0; i < 4; ++i) idle.push_back(std::make_unique<Wire>(server.port));
    for (const auto& wire : idle) wire->send("GET");  // each is accepted and waits
    const Wire one_more(server.port);
    EXPECT_EQ(one_more.receive(5s), "") << "closed at once";
  }
  int status = 0;
  for (int attempt = 0; attempt < 50 && status != 200; ++attempt) {
    status = status_of(server.ask("GET /"));
    if (status != 200) std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(status, 200);
}

TEST(Server, keeps_a_connection_open_for_the_next_request) {
  const ListeningServer server;
  const Wire wire(server.port);
  const auto request =
      "GET /api/things/a HTTP/1.1\r\nHost: " + server.host() + "\r\n" + ListeningServer::bearer() + "\r\n";
  wire.send(request + request);
  const auto answers = wire.receive(500ms).value_or("");
  EXPECT_EQ(status_of(body_of(answers).substr(std::string(R"({"text":"a"})").size())), 200) << answers;
}

TEST(StaticFiles, come_with_their_type_and_a_strict_policy) {
  const ListeningServer server;
  const auto page = server.ask("GET /");
  EXPECT_EQ(body_of(page), "<!doctype html>the page");
  for (const std::string field :
       {"default-src 'none'", "frame-ancestors 'none'", "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer", "Cross-Origin-Opener-Policy: same-origin", "camera=(self)"})
    EXPECT_NE(page.find(field), std::string::npos) << field;
  EXPECT_EQ(page.find("unsafe-inline"), std::string::npos);
  EXPECT_EQ(page.find("'unsafe-eval'"), std::string::npos);
  EXPECT_NE(server.ask("GET /pose.wasm").find("Content-Type: application/wasm"), std::string::npos);
  EXPECT_NE(server.ask("GET /assets/app-12345678.js").find("immutable"), std::string::npos);
  EXPECT_NE(page.find("Cache-Control: no-cache"), std::string::npos);
  EXPECT_EQ(body_of(server.ask("GET /today")), "<!doctype html>the page") << "a page of the application";
  EXPECT_EQ(body_of(server.ask("HEAD /")), "");
}

TEST(StaticFiles, are_not_sent_again_when_they_have_not_changed) {
  const ListeningServer server;
  const auto page = server.ask("GET /");
  const auto from = page.find("ETag: ") + 6;
  const auto etag = page.substr(from, page.find("\r\n", from) - from);
  const auto again = server.ask("GET /", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(status_of(again), 304) << again;
  EXPECT_EQ(body_of(again), "");
}

TEST(StaticFiles, never_lead_out_of_their_folder) {
  const ListeningServer server;
  for (const std::string path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt",
        "//secret.txt", "/link.txt", "/%00.txt", "/..\\secret.txt", "/%", "/%zz.txt"}) {
    const auto answer = server.ask("GET " + path);
    EXPECT_TRUE(status_of(answer) == 400 || status_of(answer) == 404) << path << ": " << answer;
    EXPECT_EQ(answer.find("a secret"), std::string::npos) << path;
  }
}

TEST(Server, says_that_a_port_is_taken) {
  const ListeningServer server;
  boost::asio::io_context context;
  ServerOptions options;
  options.port = server.port;
  const auto second = Server::create(context, std::move(options), {}, {});
  ASSERT_FALSE(second.has_value());
  EXPECT_NE(second.error().message.find(std::to_string(server.port)), std::string::npos);
}

// A WebSocket, byte by byte.
std::string make_upgrade(const ListeningServer& server, const std::string& fields) {
  return "GET /api/live HTTP/1.1\r\nHost: " + server.host() +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         fields + "\r\n";
}

TEST(Live, talks_to_its_own_page) {
  const ListeningServer server;
  const Wire wire(server.port);
  const auto cookie =
      "Cookie: endrange_" + std::to_string(server.port) + "=" + ListeningServer::Token + "\r\n";
  wire.send(make_upgrade(server, "Origin: " + server.origin() + "\r\n" + cookie));
  const auto answer = wire.receive(300ms).value_or("");
  EXPECT_EQ(status_of(answer), 101) << answer;
  wire.send(make_frame("hello"));
  EXPECT_EQ(wire.receive(300ms), "\x81\x0bheard hello");
}

TEST(Live, refuses_a_foreign_page_and_one_without_name_or_token) {
  const ListeningServer server;
  const auto cookie =
      "Cookie: endrange_" + std::to_string(server.port) + "=" + ListeningServer::Token + "\r\n";
  const auto status = [&](const std::string& fields) {
    const Wire wire(server.port);
    wire.send(make_upgrade(server, fields));
    return status_of(wire.receive(5s).value_or(""));
  };
  EXPECT_EQ(status("Origin: http://example.org\r\n" + cookie), 403);
  EXPECT_EQ(status(cookie), 403);
  EXPECT_EQ(status("Origin: " + server.origin() + "\r\n"), 401);
}

TEST(Live, closes_on_a_message_that_is_too_large) {
  Bounds bounds;
  bounds.message_bytes = 1000;
  const ListeningServer server(bounds);
  const Wire wire(server.port);
  wire.send(make_upgrade(server, ListeningServer::bearer()));
  EXPECT_EQ(status_of(wire.receive(300ms).value_or("")), 101);
  wire.send(make_frame(std::string(1001, 'a')));
  const auto rest = wire.receive(5s).value_or("open");
  // A close frame with code 1009, "message too big" (RFC 6455, section 7.4.1), then the end.
  EXPECT_TRUE(rest.starts_with("\x88")) << rest;
  EXPECT_EQ(rest.substr(2, 2), "\x03\xf1");
}

}  // namespace
}  // namespace endrange::http
