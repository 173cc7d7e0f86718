#include "core/plan/words.h"

#include <cmath>

namespace endrange::plan {

std::string words_of(Angle angle) {
  return std::to_string(std::lround(angle.degrees())) + "°";
}

std::string words_of(std::string_view joint, Side side) {
  std::string words = side == Side::Both ? std::string() : std::string(endrange::word(side)) + " ";
  if (joint == "thorax") return words + "upper back";
  if (joint == "lumbar") return words + "lower back";
  if (joint == "scapula") return words + "shoulder blade";
  return words + std::string(joint);
}

std::string words_of(body::Region region) {
  std::string words(word(region));
  for (char& c : words)
    if (c == '_') c = ' ';
  return words;
}

std::string count(long number, std::string_view unit) {
  return std::to_string(number) + " " + std::string(unit) + (number == 1 ? "" : "s");
}

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

std::string_view word(body::Region region) {
  switch (region) {
    case body::Region::Neck:
      return "neck";
    case body::Region::Shoulders:
      return "shoulders";
    case body::Region::UpperBack:
      return "upper_back";
    case body::Region::LowerBack:
      return "lower_back";
    case body::Region::Hips:
      return "hips";
    case body::Region::Knees:
      return "knees";
    case body::Region::Ankles:
      return "ankles";
    case body::Region::Wrists:
      return "wrists";
  }
  return {};
}

}  // namespace endrange::plan
