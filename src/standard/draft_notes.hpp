#pragma once

#include <cstdint>
#include <string>

#include "timebank/standard_draft.hpp"

namespace timebank::standard {

/// What a drafted standard tells its author at each place that is theirs to decide: Chinese, then English.
class DraftNotes {
  public:
    explicit DraftNotes(const StandardDraft& draft) : draft_(draft) {}

    std::string document() const;
    std::string units() const;
    std::string category() const;
    std::string rule() const;
    std::string clock() const;
    std::string tariff() const;
    std::string exact() const;
    std::string rounding() const;
    std::string no_cap() const;
    std::string cap() const;
    std::string example(std::int64_t minutes, std::int64_t days) const;
    std::string twice() const;

  private:
    const StandardDraft& draft_;
};

}  // namespace timebank::standard
