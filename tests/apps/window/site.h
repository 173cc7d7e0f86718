#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace endrange::test {

/// A web server on a port of this machine with pages of the test's own. `/silent` is taken and never
/// answered.
class Site {
 public:
  explicit Site(std::map<std::string, std::string> pages) : pages_(std::move(pages)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(listener_, 16);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  ~Site() {
    ended_ = true;
    thread_.join();
    for (const int fd : open_) ::close(fd);
    ::close(listener_);
  }

  [[nodiscard]] std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int port() const { return port_; }

  /// The paths that were asked for, in order.
  [[nodiscard]] std::vector<std::string> asked() const {
    const std::scoped_lock lock(mutex_);
    return asked_;
  }
  [[nodiscard]] bool was_asked(const std::string& path) const {
    const auto all = asked();
    return std::ranges::find(all, path) != all.end();
  }

 private:
  // One connection after the other: a page of the tests asks for little.
  void serve() {
    while (!ended_) {
      pollfd wait = {listener_, POLLIN, 0};
      if (::poll(&wait, 1, 50) <= 0) continue;
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd >= 0 && !answer(fd)) ::close(fd);
    }
  }

  // Whether the connection stays open.
  bool answer(int fd) {
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      pollfd wait = {fd, POLLIN, 0};
      // A browser opens connections ahead of need and sends nothing on them.
      if (::poll(&wait, 1, 500) <= 0) return false;
      const auto count = ::recv(fd, buffer, sizeof buffer, 0);
      if (count <= 0) return false;
      request.append(buffer, static_cast<std::size_t>(count));
    }
    const auto begin = request.find(' ') + 1;
    const auto path = request.substr(begin, request.find(' ', begin) - begin);
    {
      const std::scoped_lock lock(mutex_);
      asked_.push_back(path);
    }
    if (path == "/silent") {
      open_.push_back(fd);
      return true;
    }
    const auto found = pages_.find(path);
    const auto body = found == pages_.end() ? std::string() : found->second;
    const auto reply =
        std::string(found == pages_.end() ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 200 OK") +
        "\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body;
    static_cast<void>(::send(fd, reply.data(), reply.size(), MSG_NOSIGNAL));
    return false;
  }

  std::map<std::string, std::string> pages_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> ended_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
  std::vector<int> open_;
  std::thread thread_;
};

}  // namespace endrange::test
