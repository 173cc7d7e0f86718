#include "core/journal/journal.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

namespace endrange::journal {

bool precedes(const Entry& left, const Entry& right) {
  const auto key = [](const Entry& entry) {
    return std::tie(entry.at.utc, entry.device, entry.sequence, entry.id);
  };
  return key(left) < key(right);
}

std::vector<Entry> compute_standing(const std::vector<Entry>& entries) {
  std::unordered_set<EntryId> taken_back;
  for (const auto& entry : entries)
    if (const auto* withdrawn = std::get_if<Withdrawn>(&entry.event)) taken_back.insert(withdrawn->entry);

  std::vector<Entry> standing;
  standing.reserve(entries.size());
  std::ranges::copy_if(entries, std::back_inserter(standing), [&](const Entry& entry) {
    return !std::holds_alternative<Withdrawn>(entry.event) && !taken_back.contains(entry.id);
  });
  if (!std::ranges::is_sorted(standing, precedes)) std::ranges::sort(standing, precedes);
  return standing;
}

Result<std::vector<Entry>> merge(const std::vector<Entry>& left, const std::vector<Entry>& right) {
  std::map<EntryId, const Entry*> by_id;
  std::map<std::pair<DeviceId, std::uint64_t>, const Entry*> by_place;
  const std::string remedy = "One of the two journals was changed by hand; leave it out or mend it.";
  for (const auto* journal : {&left, &right}) {
    for (const auto& entry : *journal) {
      const auto [known, is_new] = by_id.try_emplace(entry.id, &entry);
      if (!is_new && *known->second != entry)
        return fail("expected one entry for each identifier, found two that differ",
                    "entry " + entry.id.value(), remedy);
      const auto [place, is_free] = by_place.try_emplace({entry.device, entry.sequence}, &entry);
      if (!is_free && *place->second != entry)
        return fail("expected one entry for each device and sequence, found two that differ",
                    "device " + entry.device.value() + ", sequence " + std::to_string(entry.sequence),
                    remedy);
    }
  }
  std::vector<Entry> merged;
  merged.reserve(by_id.size());
  for (const auto& [id, entry] : by_id) merged.push_back(*entry);
  std::ranges::sort(merged, precedes);
  return merged;
}

}  // namespace endrange::journal
