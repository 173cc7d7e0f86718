#pragma once

#include <unistd.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "adapters/http/server.h"
#include "adapters/http/typed.h"
#include "adapters/protocol/api.h"
#include "tests/adapters/http/wire.h"

namespace endrange::http {

/// A real server on a free port, on a thread of its own.
class ListeningServer {
 public:
  static constexpr const char* Token = "0123456789abcdef0123456789abcdef";

  explicit ListeningServer(Bounds bounds = {}) {
    folder_ = std::filesystem::temp_directory_path() / ("endrange-http-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "web/assets");
    write("web/index.html", "<!doctype html>the page");
    write("web/assets/app-12345678.js", "let a = 1;");
    write("web/pose.wasm", "wasm");
    write("web/model.tflite", "model");
    write("secret.txt", "a secret beside the page");
    std::filesystem::create_symlink(folder_ / "secret.txt", folder_ / "web/link.txt");
    ServerOptions options;
    options.token = Token;
    options.page_folder = folder_ / "web";
    options.secrets = {[this] { return "code-" + std::to_string(++codes_); },
                       [](std::string_view a, std::string_view b) { return a == b; }};
    options.bounds = bounds;
    options.now = [this] { return Gate::Instant(std::chrono::milliseconds(now_ms.load())); };
    auto created = Server::create(context_, std::move(options), make_router(),
                                  [](std::shared_ptr<Outbox> page) { return std::make_unique<Echo>(page); });
    server_ = std::make_unique<Server>(std::move(created.value()));
    port = server_->port();
    thread_ = std::thread([this] { context_.run(); });
  }
  ListeningServer(const ListeningServer&) = delete;
  ListeningServer& operator=(const ListeningServer&) = delete;
  ~ListeningServer() {
    context_.stop();
    thread_.join();
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port); }
  [[nodiscard]] std::string origin() const { return "http://" + host(); }
  [[nodiscard]] static std::string bearer() { return std::string("Authorization: Bearer ") + Token + "\r\n"; }
  [[nodiscard]] std::string make_code() { return server_->make_opening_address(); }

  /// Sends a request, with our own Host, and gives the whole answer.
  [[nodiscard]] std::string ask(const std::string& line, const std::string& fields = {},
                                const std::string& body = {}) const {
    return ask_host(host(), line, fields, body);
  }
  [[nodiscard]] std::string ask_host(const std::string& host, const std::string& line,
                                     const std::string& fields = {}, const std::string& body = {}) const {
    const Wire wire(port);
    std::string text = line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + fields;
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    wire.send(text + "\r\n" + body);
    return wire.receive(std::chrono::seconds(5)).value_or("no answer");
  }

  int port = 0;
  std::atomic<std::int64_t> now_ms = 1'000'000;

 private:
  struct Echo final : Conversation {
    explicit Echo(std::shared_ptr<Outbox> given) : page(std::move(given)) {}
    boost::asio::awaitable<void> receive(std::string message) override {
      page->send("heard " + message);
      co_return;
    }
    std::shared_ptr<Outbox> page;
  };

  static Router make_router() {
    Router router;
    router.add("POST", "/api/speak",
               answer_posted<protocol::Speech, protocol::Speech>(
                   [](const protocol::Speech& speech) -> Result<protocol::Speech> { return speech; }),
               1000);
    router.add("GET", "/api/things/{id}", answer_with<protocol::Speech>([](const Request& request) {
                 return Result<protocol::Speech>(protocol::Speech{request.parameters.at("id")});
               }));
    return router;
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  std::filesystem::path folder_;
  boost::asio::io_context context_{1};
  std::unique_ptr<Server> server_;
  std::thread thread_;
  int codes_ = 0;
};

[[nodiscard]] inline int status_of(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}
[[nodiscard]] inline std::string body_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

}  // namespace endrange::http
