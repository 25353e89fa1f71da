#include <set>
#include <sstream>

#include "catch.hpp"
#include "entry/golden.hpp"
#include "entry/reference.hpp"
#include "entry/samples.hpp"
#include "timebank/limits.hpp"

// The bytes of the log are for ever. When version 0 has to change, TIMEBANK_REWRITE_GOLDEN=1 writes them
// anew.

using namespace timebank;
using namespace entry_tests;

namespace {

std::vector<Sample> all_samples() {
    auto samples = one_of_each_kind();
    samples.push_back({"canteen", canteen_entry()});
    samples.push_back({"zeroing", zeroing_entry()});
    samples.push_back({"service-reversal", service_reversal_entry()});
    samples.push_back({"widest-service", widest_service()});
    return samples;
}

/// The bytes of an example's lines; each line's offset must be the number of bytes before it.
Bytes bytes_of_lines(const std::string& lines) {
    Bytes bytes;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::size_t offset = 0;
        std::string hex;
        words >> offset >> hex;
        INFO("line: " << line);
        CHECK(offset == bytes.size());
        const auto part = from_hex(hex).value();
        bytes.insert(bytes.end(), part.begin(), part.end());
    }
    return bytes;
}

}  // namespace

TEST_CASE("each kind of entry has its golden bytes, and they give it back") {
    for (const auto& [name, entry] : all_samples()) {
        INFO("golden/" << name << ".hex");
        const auto encoded = encode_entry(entry).value();
        if (golden_is_rewritten()) rewrite_golden(name, encoded);
        CHECK(to_hex(encoded) == to_hex(golden(name)));
        CHECK(decode_entry(golden(name)).value() == entry);
    }
}

TEST_CASE("the golden entries are signed") {
    for (const auto& [name, entry] : all_samples()) {
        INFO(name);
        CHECK(verify_signatures(entry.signed_claim));
    }
}

TEST_CASE("there is a golden entry of every kind of claim") {
    std::size_t number = 0;
    for (const auto& sample : one_of_each_kind()) {
        CHECK(static_cast<std::size_t>(sample.entry.signed_claim.claim.kind()) == ++number);
        CHECK(sample.name == to_text(sample.entry.signed_claim.claim.kind()));
    }
    CHECK(number == std::variant_size_v<ClaimContent>);
}

TEST_CASE(
    "among the golden entries every part of a decision is there, and every number that a field may have") {
    bool awarded_by = false;
    std::size_t notices = 0, groups = 0, stand_ins = 0, undone_units = 0;
    std::set<Side> sides;
    std::set<ServiceCount> counts;
    for (const auto& [name, entry] : all_samples()) {
        const auto& decision = entry.decision;
        for (const auto& award : decision.awards) sides.insert(award.side);
        counts.insert(decision.service);
        notices += decision.notices.size();
        groups += decision.groups.size();
        stand_ins += decision.stand_ins.size();
        undone_units += decision.undone_units.size();
        awarded_by = awarded_by || decision.awarded_by;
    }
    CHECK(sides.size() == 3);
    CHECK(counts.size() == 3);
    CHECK(awarded_by);
    for (auto count : {notices, groups, stand_ins, undone_units}) CHECK(count > 0);
}

TEST_CASE("the reference, written from the page alone, gives the same bytes") {
    for (const auto& [name, entry] : all_samples()) {
        INFO(name << '\n' << (name == "widest-service" ? "" : dump(fields_of(entry))));
        CHECK(to_hex(join(fields_of(entry))) == to_hex(encode_entry(entry).value()));
    }
}

TEST_CASE("the worked example of FORMAT.md is what encode_entry writes") {
    const auto entry = canteen_entry();
    if (golden_is_rewritten()) rewrite_example(dump(fields_of(entry)));
    const auto written = example_lines();
    CHECK(to_hex(bytes_of_lines(written)) == to_hex(encode_entry(entry).value()));
    CHECK(written == dump(fields_of(entry)));
}

TEST_CASE("the worked example is 150 minutes that earn 15 points") {
    const auto entry = decode_entry(bytes_of_lines(example_lines())).value();
    const auto& service = std::get<ServiceContent>(entry.signed_claim.claim.content);
    CHECK(duration_minutes(service.actual) == 150);
    REQUIRE(entry.decision.awards.size() == 1);
    CHECK(entry.decision.awards[0].amount == Amount{15});
}

TEST_CASE("the widest service that the limits allow fits an entry, with three facts a participant") {
    const auto bytes = encode_entry(widest_service()).value();
    CHECK(bytes.size() <= limits::entry_bytes);
    CHECK(bytes.size() > limits::entry_bytes / 2);
}
