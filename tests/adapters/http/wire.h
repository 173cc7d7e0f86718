#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace endrange::http {

/// A bare connection: what a client may send when it keeps to no rule.
class Wire {
 public:
  explicit Wire(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() { ::close(socket_); }

  [[nodiscard]] bool is_open() const { return is_open_; }

  void send(const std::string& text) const {
    for (std::size_t sent = 0; sent < text.size();) {
      const auto count = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return;
      sent += static_cast<std::size_t>(count);
    }
  }

  /// What arrives until the other side ends, or nothing came for `patience`; `nullopt` in the second case
  /// when nothing came at all.
  [[nodiscard]] std::optional<std::string> receive(std::chrono::milliseconds patience) const {
    std::string received;
    for (;;) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0)
        return received.empty() ? std::nullopt : std::optional(received);
      char buffer[4096];
      const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) return received;
      received.append(buffer, static_cast<std::size_t>(count));
    }
  }

 private:
  int socket_;
  bool is_open_ = false;
};

/// A text message below 64 KiB in one masked frame, with a mask of zeros.
[[nodiscard]] inline std::string make_frame(const std::string& text) {
  std::string frame = "\x81";
  if (text.size() < 126) {
    frame += static_cast<char>(0x80 | text.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>((text.size() >> 8) & 0xff);
    frame += static_cast<char>(text.size() & 0xff);
  }
  return frame + std::string(4, '\0') + text;
}

/// Takes the first whole text frame off what has arrived from a server; `nullopt` while there is none.
[[nodiscard]] inline std::optional<std::string> take_frame(std::string& arrived) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(arrived[i]));
  };
  if (arrived.size() < 2) return std::nullopt;
  std::size_t length = byte(1) & 0x7f;
  std::size_t header = 2;
  const std::size_t wide = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (arrived.size() < header + wide) return std::nullopt;
  if (wide > 0) length = 0;
  for (; header < 2 + wide; ++header) length = length << 8 | byte(header);
  if (arrived.size() < header + length) return std::nullopt;
  auto text = arrived.substr(header, length);
  arrived.erase(0, header + length);
  return text;
}

}  // namespace endrange::http
