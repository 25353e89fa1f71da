#pragma once

#include "catch.hpp"
#include "chinese.hpp"
#include "timebank/audit.hpp"

namespace timebank::audit_test {

/// What the tests of this room call things.
inline const std::set<std::string> codes = {"v-1",   "v-2",  "h-1",     "issuer",
                                            "point", "hour", "canteen", "12.point"};

/// The findings of an audit, each of which says in Chinese what it says, and not in English.
inline std::vector<Finding> findings_of(const std::filesystem::path& folder, const AuditOptions& options) {
    const auto findings = audit_ledger(folder, options).value().findings;
    for (const auto& [kind, entry, text] : findings) {
        INFO(text.zh << " / " << text.en);
        CHECK_FALSE(text.zh.empty());
        CHECK_FALSE(text.en.empty());
        CHECK(english_in(text.zh, codes) == "");
    }
    return findings;
}

}  // namespace timebank::audit_test
