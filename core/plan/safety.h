#pragma once

#include <string>
#include <vector>

#include "core/base/identifier.h"

/// What keeps a body safe from its own trainer: the questions asked, and what each answer closes.
/// The content is content/contraindications.toml. The gates are A, B and C of usual pre-participation
/// practice.
namespace endrange::plan {

/// How far a "yes" to a question reaches.
enum class Gate {
  Emergency,  ///< A: stop, emergency services; everything is locked until the person says they were seen
  Locked,     ///< B: a professional first; the joints named are locked until the person says they were seen
  Filtered,   ///< C: training goes on without the exercises that carry one of the tags
};

/// One question of the safety screen, in our own words. Answered yes, no or not at all (unknown).
struct SafetyQuestion {
  std::string id = {};  ///< `hip_replacement_posterior`
  Gate gate = Gate::Filtered;
  std::string text = {};    ///< the question, as the person reads it
  std::string why = {};     ///< why it is asked, one sentence
  std::string advice = {};  ///< what to do after a "yes", one or two sentences
  /// What a "yes" leaves out, as the middle of a sentence: "deep hip bending, because of your new hip".
  std::string leaves_out = {};
  std::vector<std::string> joints = {};       ///< Locked: joints as in content/joint_motions.toml: `hip`
  std::vector<ContraindicationId> tags = {};  ///< Filtered: exercises with one of these are left out
  bool first_start = true;                    ///< asked at first start; otherwise in Settings

  friend bool operator==(const SafetyQuestion&, const SafetyQuestion&) = default;
};

/// A tag that exercises carry and questions set.
struct ContraindicationTag {
  ContraindicationId id = {};  ///< `thr_posterior`
  std::string words = {};      ///< what it stands for: "hip replacement, posterior approach"

  friend bool operator==(const ContraindicationTag&, const ContraindicationTag&) = default;
};

/// The whole safety screen, in the order of the file.
struct SafetyScreen {
  std::vector<SafetyQuestion> questions = {};
  std::vector<ContraindicationTag> tags = {};

  [[nodiscard]] const SafetyQuestion* find_question(
      const std::string& id) const;  ///< nullptr when there is none
};

}  // namespace endrange::plan
