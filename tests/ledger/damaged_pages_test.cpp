#include <array>
#include <cstdlib>
#include <functional>
#include <random>

#include "catch.hpp"
#include "decision/records.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {
namespace {

using store::test::in_child;

constexpr std::size_t page_bytes = 4'096;

/// Every call that reads, each with what it finds. Whether they succeed does not matter here: that they
/// return does.
void read_everything(const Desk& desk) {
    auto opened = Ledger::open(desk.folder(), desk.reading());
    if (!opened) return;
    const Ledger& ledger = **opened;
    static_cast<void>(ledger.head());
    for (std::uint64_t index = 0; index < 60; ++index) {
        static_cast<void>(ledger.entry(index));
        static_cast<void>(ledger.reversed_parts(index));
    }
    static_cast<void>(ledger.entries(0, 1'000));
    static_cast<void>(ledger.find(id_of("a-1")));
    static_cast<void>(ledger.entries_of_owner("v-1", 0, 100));
    static_cast<void>(ledger.entries_of_batch(batch_of("b"), 0, 100));
    static_cast<void>(ledger.account("v-1"));
    static_cast<void>(ledger.accounts("", 1'000));
    static_cast<void>(ledger.balances(""));
    static_cast<void>(ledger.balances("v-1"));
    static_cast<void>(ledger.unit("point"));
    static_cast<void>(ledger.key(signer("operator")->public_key()));
    if (const auto editions = ledger.editions())
        for (const auto& edition : *editions)
            static_cast<void>(ledger.edition_document(edition.summary.digest));
    static_cast<void>(ledger.last_checkpoint());
    static_cast<void>(ledger.quote({service("q", "v-1", 30)}));
    if (auto trial = ledger.begin_trial()) static_cast<void>((*trial)->decide({service("t", "v-1", 30)}));
    auto environment = store::Environment::open(desk.book(), store::Access::read_only);
    if (!environment) return;
    const TempFolder to;
    static_cast<void>((*environment)->copy_to(to.path()));
    static_cast<void>((*environment)->check_pages());
}

void write_something(const Desk& desk) {
    auto opened = Ledger::open(desk.folder(), desk.options());
    if (!opened) return;
    static_cast<void>((*opened)->post({service("w", "v-1", 30), account("x", "x")}));
    static_cast<void>((*opened)->checkpoint());
}

void flip_a_bit(std::span<std::uint8_t> bytes, std::mt19937_64& random) {
    auto& byte = bytes[random() % bytes.size()];
    byte = static_cast<std::uint8_t>(byte ^ 1U << random() % 8);
}

struct Damage {
    std::string name;
    std::function<void(std::span<std::uint8_t> page, std::mt19937_64& random)> spoil;
};

std::vector<Damage> kinds_of_damage() {
    std::vector<Damage> all = {
        {"zeros", [](auto page, auto&) { std::fill(page.begin(), page.end(), std::uint8_t{0}); }},
        {"ones", [](auto page, auto&) { std::fill(page.begin(), page.end(), std::uint8_t{0xFF}); }},
        {"random",
         [](auto page, auto& random) {
             for (auto& byte : page) byte = static_cast<std::uint8_t>(random());
         }},
        {"all but its head",
         [](auto page, auto& random) {
             for (auto& byte : page.subspan(16)) byte = static_cast<std::uint8_t>(random());
         }},
        {"its head",
         [](auto page, auto& random) {
             for (auto& byte : page.subspan(8, 8)) byte = static_cast<std::uint8_t>(random());
         }},
        {"one bit", [](auto page, auto& random) { flip_a_bit(page, random); }},
        {"one bit of the front", [](auto page, auto& random) { flip_a_bit(page.first(128), random); }},
    };
    for (const std::size_t at : {8U, 10U, 12U, 14U, 16U, 18U})  // type, lower, upper, the first nodes
        for (const int value : {0, 1, 0x7FFF, 0xFFFF})
            all.push_back({"16 bits at " + std::to_string(at), [at, value](auto page, auto&) {
                               page[at] = static_cast<std::uint8_t>(value);
                               page[at + 1] = static_cast<std::uint8_t>(value >> 8);
                           }});
    return all;
}

}  // namespace

TEST_CASE("no damaged page ends the program that reads it, or writes beside it (A24)") {
    const Desk desk;
    {
        const auto ledger = desk.found();
        ledger->post(accounts("a", 40)).value();
        std::vector<SignedClaim> claims;
        for (int i = 0; i < 30; ++i)
            claims.push_back(imported(service("s-" + std::to_string(i), "v-1", 10), "b"));
        ledger->post(claims).value();
        ledger->checkpoint().value();
    }
    const auto file = desk.book() / "data.mdb";
    const auto whole = store::test::read_file(file);
    std::mt19937_64 random(24);
    const int rounds = std::getenv("TIMEBANK_LONG_TESTS") ? 20 : 1;
    std::size_t tried = 0;
    std::vector<std::string> died;
    for (int round = 0; round < rounds; ++round)
        for (std::size_t page = 0; page < whole.size() / page_bytes; ++page)
            for (const auto& damage : kinds_of_damage()) {
                auto bytes = whole;
                damage.spoil(std::span(bytes).subspan(page * page_bytes, page_bytes), random);
                store::test::write_file(file, bytes);
                ++tried;
                const int status = in_child([&] {
                    read_everything(desk);
                    write_something(desk);
                    return 0;
                });
                if (status != 0)
                    died.push_back("page " + std::to_string(page) + ", " + damage.name + ": " +
                                   std::to_string(status));
            }
    WARN(tried << " damaged files were read from and written to");
    CHECK(died == std::vector<std::string>());
}

}  // namespace timebank::ledger_test
