#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/body/frame.h"

namespace endrange::motion {

using body::Vector3;

/// Where the points of a recording are.
enum class PointSpace {
  Ground,   ///< metres; x forward, y up, z right where the source says which way is up
  Picture,  ///< pixels; x to the right, y down, z always 0: flat, so no solver takes it for a place
};

/// What a recording says of itself.
struct PointSource {
  std::string format = {};         ///< `TRC`, `C3D`, `UI-PRMD Kinect`
  std::string unit = {};           ///< of the source's numbers: `mm`, `m`, `cm`, `px`
  double rate_hz = 0.0;            ///< as stated by the source; 0 where it states none
  std::vector<std::string> notes;  ///< what a person should know of how it was read, a sentence each

  friend bool operator==(const PointSource&, const PointSource&) = default;
};

/// Named points over time. A point that was not seen is missing: never zero, never the last value.
/// Positions are kept to 24 bits (under a thousandth of a millimetre within 8 m), 12 bytes a point: an hour
/// of 33 points at 30 Hz takes 43 MB, and 14 MB more where the source tells how sure it is.
class PointRecording {
 public:
  PointRecording() = default;
  explicit PointRecording(std::vector<std::string> names, PointSpace space = PointSpace::Ground);

  [[nodiscard]] std::span<const std::string> names() const { return names_; }
  [[nodiscard]] std::span<const double> time_s() const { return time_s_; }  ///< rising
  [[nodiscard]] PointSpace space() const { return space_; }
  [[nodiscard]] std::size_t point_count() const { return names_.size(); }
  [[nodiscard]] std::size_t frame_count() const { return time_s_.size(); }

  [[nodiscard]] std::optional<std::size_t> find_point(std::string_view name) const;
  /// Where a point is in a frame; empty where it was not seen.
  [[nodiscard]] std::optional<Vector3> find(std::size_t frame, std::size_t point) const;
  /// How sure the source is of a point, in [0, 1]; 1 where it does not tell, 0 where the point is missing.
  [[nodiscard]] double confidence(std::size_t frame, std::size_t point) const;
  /// How many of the points of all frames were seen.
  [[nodiscard]] std::size_t count_seen() const;

  /// Adds a frame in which every point is missing. Expects a finite time, later than the last.
  void append_frame(double time_s);
  /// Says where a point is. Expects finite numbers, and a confidence in [0, 1].
  void place(std::size_t frame, std::size_t point, const Vector3& position, double confidence = 1.0);
  /// Gives every frame its time anew. Expects one for each frame, finite and rising.
  void set_times(std::vector<double> time_s);
  /// Applies `position ↦ scale · position` to every point: a unit found to be another.
  void rescale(double scale);

  PointSource source = {};

 private:
  std::vector<std::string> names_;
  PointSpace space_ = PointSpace::Ground;
  std::vector<double> time_s_;
  std::vector<float> positions_;   // x, y, z of each point of each frame; NaN where missing
  std::vector<float> confidence_;  // empty as long as every point is certain
};

/// The median interval of the times as a rate [Hz]; 0 with fewer than two frames.
[[nodiscard]] double compute_rate_hz(std::span<const double> time_s);

}  // namespace endrange::motion
