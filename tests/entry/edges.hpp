#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "catch.hpp"
#include "entry/samples.hpp"

/// Limits at their edge and one past it. The message names the field as the JSON form does.
namespace entry_tests {

/// `set` writes the number (or that many characters or items) into the sample of that name.
struct Edge {
    std::string field;
    std::string sample;
    std::int64_t inside;
    std::int64_t outside;
    std::function<void(timebank::Entry&, std::int64_t)> set;
};

inline std::string letters(std::int64_t count) {
    return std::string(static_cast<std::size_t>(count), 'x');
}

inline std::vector<timebank::PublicKey> keys(std::int64_t count) {
    std::vector<timebank::PublicKey> all(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < all.size(); ++i) all[i].bytes[0] = static_cast<std::uint8_t>(i);
    return all;
}

inline timebank::Entry sample_entry(const std::string& name) {
    for (const auto& sample : one_of_each_kind())
        if (sample.name == name) return sample.entry;
    throw std::out_of_range("no sample " + name);
}

template <class Anything>
void check_names_field(const timebank::Result<Anything>& result, const std::string& field) {
    CHECK_FALSE(result);
    if (result) return;
    CHECK(result.error().code == timebank::Code::invalid_argument);
    CHECK(result.error().text.en.rfind("field " + field + ": ", 0) == 0);
    CHECK(result.error().text.zh.rfind("字段 " + field + "：", 0) == 0);
}

inline void check_edges(const std::vector<Edge>& edges, bool in_claim) {
    for (const auto& edge : edges) {
        INFO(edge.sample << ": " << edge.field << ", " << edge.inside << " and " << edge.outside);
        auto entry = sample_entry(edge.sample);
        edge.set(entry, edge.inside);
        CHECK(sign_claim(entry.signed_claim.claim, first_key()));
        const auto encoded = encode_entry(entry);
        REQUIRE(encoded);
        CHECK(timebank::decode_entry(*encoded).value() == entry);

        edge.set(entry, edge.outside);
        check_names_field(encode_entry(entry), edge.field);
        if (in_claim) check_names_field(sign_claim(entry.signed_claim.claim, first_key()), edge.field);
    }
}

}  // namespace entry_tests
