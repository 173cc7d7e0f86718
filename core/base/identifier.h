#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace endrange {

/// A name that stands for one thing of one kind. Two kinds never mix: each has its own Tag.
template <typename Tag>
class Identifier {
 public:
  Identifier() = default;
  explicit Identifier(std::string value) : value_(std::move(value)) {}
  explicit Identifier(std::string_view value) : value_(value) {}
  explicit Identifier(const char* value) : value_(value) {}

  [[nodiscard]] const std::string& value() const { return value_; }
  [[nodiscard]] bool is_empty() const { return value_.empty(); }

  friend auto operator<=>(const Identifier&, const Identifier&) = default;

 private:
  std::string value_;
};

/// A clinical movement of one joint, without its side: `shoulder.abduction`.
using JointMotionId = Identifier<struct JointMotionTag>;
/// An exercise of the catalogue: `hip-circle-supported`.
using ExerciseId = Identifier<struct ExerciseTag>;
/// A test: `shoulder.abduction`.
using ProtocolId = Identifier<struct ProtocolTag>;
/// One entry of the journal, unique across devices.
using EntryId = Identifier<struct EntryTag>;
/// One installation of Endrange.
using DeviceId = Identifier<struct DeviceTag>;
/// A contraindication tag: `thr_posterior`.
using ContraindicationId = Identifier<struct ContraindicationTag>;

}  // namespace endrange

template <typename Tag>
struct std::hash<endrange::Identifier<Tag>> {
  std::size_t operator()(const endrange::Identifier<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value());
  }
};
