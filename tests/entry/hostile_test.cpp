#include "catch.hpp"
#include "entry/golden.hpp"
#include "entry/random_entry.hpp"
#include "entry/reference.hpp"
#include "entry/samples.hpp"

// Bytes come from anywhere. Whatever they are, decode_entry() refuses them with bad_encoding, or gives the
// one entry that encodes to exactly those bytes.

using namespace timebank;
using namespace entry_tests;

namespace {

constexpr std::uint64_t seed = 20260104;

enum class Verdict { refused, canonical, wrong };

Verdict judge(ByteView bytes) {
    const auto decoded = decode_entry(bytes);
    if (!decoded) return decoded.error().code == Code::bad_encoding ? Verdict::refused : Verdict::wrong;
    const auto encoded = encode_entry(*decoded);
    return encoded && std::equal(encoded->begin(), encoded->end(), bytes.begin(), bytes.end())
               ? Verdict::canonical
               : Verdict::wrong;
}

/// One of each kind, and every part of a decision.
std::vector<Sample> small_samples() {
    auto samples = one_of_each_kind();
    samples.push_back({"zeroing", zeroing_entry()});
    return samples;
}

std::vector<Bytes> small_golden_bytes() {
    std::vector<Bytes> all;
    for (const auto& sample : small_samples()) all.push_back(golden(sample.name));
    return all;
}

/// A part of `bytes`: [begin, end).
struct Range {
    std::size_t begin;
    std::size_t end;
};
Range random_range(Random& random, const Bytes& bytes) {
    const auto begin = below(random, bytes.size());
    return {begin, begin + below(random, std::min<std::size_t>(bytes.size() - begin, 40) + 1)};
}

Bytes part(const Bytes& bytes, Range range) {
    return {bytes.begin() + static_cast<std::ptrdiff_t>(range.begin),
            bytes.begin() + static_cast<std::ptrdiff_t>(range.end)};
}

Bytes replaced(const Bytes& bytes, Range range, const Bytes& by) {
    auto all = part(bytes, {0, range.begin});
    all.insert(all.end(), by.begin(), by.end());
    const auto rest = part(bytes, {range.end, bytes.size()});
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
}

/// Overwrites some bytes; most of the structure stays.
Bytes overwritten(Random& random, Bytes bytes) {
    constexpr std::uint8_t extremes[] = {0, 1, 2, 0x7f, 0x80, 0xfe, 0xff};
    for (auto count = 1 + below(random, 4); count > 0; --count)
        bytes[below(random, bytes.size())] = one_in(random, 2) ? extremes[below(random, std::size(extremes))]
                                                               : static_cast<std::uint8_t>(random());
    return bytes;
}

/// Takes a part out, doubles it, or puts a part of another entry there.
Bytes spliced(Random& random, const Bytes& bytes, const Bytes& other) {
    const auto range = random_range(random, bytes);
    switch (below(random, 3)) {
        case 0:
            return replaced(bytes, range, {});
        case 1:
            return replaced(bytes, {range.end, range.end}, part(bytes, range));
        default:
            return replaced(bytes, range, part(other, random_range(random, other)));
    }
}

/// Puts other bytes into whole fields, some of another field; the lengths of the blocks follow, so that the
/// change is seen by what reads the field, not by what reads the lengths.
Bytes with_other_fields(Random& random, const Fields& fields, const Fields& others) {
    std::vector<Edit> edits;
    for (auto count = 1 + below(random, 3); count > 0; --count) {
        const auto& field = fields[below(random, fields.size())];
        auto bytes = one_in(random, 2) ? others[below(random, others.size())].bytes : field.bytes;
        if (!bytes.empty() && one_in(random, 2)) bytes = overwritten(random, bytes);
        edits.push_back({field.name, bytes});
    }
    return join(edited(fields, edits));
}

/// Lengths for a field that begins with one: just beside the true one, and at the edges of every width.
std::vector<Bytes> other_lengths(const Field& field) {
    std::vector<Bytes> all;
    if (field.length_bytes == 0) return all;
    const auto actual = part(field.bytes, {0, field.length_bytes});
    const auto width = static_cast<int>(field.length_bytes);
    std::uint64_t number = 0;
    for (auto byte : actual) number = number << 8 | byte;
    for (std::uint64_t other :
         {number - 1, number + 1, std::uint64_t{0}, std::uint64_t{0x7f}, std::uint64_t{0x80},
          std::uint64_t{0xff}, std::uint64_t{0x7fff}, std::uint64_t{0xffff}, std::uint64_t{0x7fffffff},
          std::uint64_t{0x80000000}, std::uint64_t{0xffffffff}})
        if (auto bytes = big_endian(other, width); bytes != actual) all.push_back(bytes);
    return all;
}

}  // namespace

TEST_CASE("an entry that is cut short anywhere is refused") {
    auto all = small_golden_bytes();
    all.push_back(golden("widest-service"));
    for (const auto& bytes : all)
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            const auto decoded = decode_entry(ByteView(bytes).first(size));
            if (decoded || decoded.error().code != Code::bad_encoding)
                FAIL("decoded " << size << " bytes of " << to_hex(bytes));
        }
    SUCCEED();
}

TEST_CASE("an entry with bytes behind it is refused") {
    for (auto bytes : small_golden_bytes())
        for (int extra : {0, 1, 255}) {
            bytes.push_back(static_cast<std::uint8_t>(extra));
            CHECK(judge(bytes) == Verdict::refused);
        }
}

TEST_CASE("every change of every single byte is refused, or is another entry's one encoding") {
    std::size_t refused = 0, canonical = 0;
    for (const auto& original : small_golden_bytes())
        for (std::size_t place = 0; place < original.size(); ++place)
            for (unsigned change = 1; change < 256; ++change) {
                auto bytes = original;
                bytes[place] = static_cast<std::uint8_t>(bytes[place] ^ change);
                const auto verdict = judge(bytes);
                if (verdict == Verdict::wrong)
                    FAIL("byte " << place << " ^ " << change << " of " << to_hex(original));
                ++(verdict == Verdict::refused ? refused : canonical);
            }
    CHECK(refused > 100'000);
    CHECK(canonical > 100'000);
}

TEST_CASE("100 000 random changes and splices are refused, or are another entry's one encoding") {
    WARN("seed " << seed);
    Random random(seed);
    std::vector<Fields> all;
    for (const auto& sample : small_samples()) all.push_back(fields_of(sample.entry));
    std::size_t refused = 0, canonical = 0;
    for (int round = 0; round < 100'000; ++round) {
        const auto& fields = all[below(random, all.size())];
        const auto& others = all[below(random, all.size())];
        const auto way = below(random, 4);
        const auto bytes = way == 0   ? overwritten(random, join(fields))
                           : way == 1 ? spliced(random, join(fields), join(others))
                                      : with_other_fields(random, fields, others);
        const auto verdict = judge(bytes);
        if (verdict == Verdict::wrong) FAIL("round " << round << ": " << to_hex(bytes));
        ++(verdict == Verdict::refused ? refused : canonical);
    }
    CHECK(refused > 10'000);
    CHECK(canonical > 10'000);
}

TEST_CASE("a length or count that says too much or too little is refused") {
    std::size_t tried = 0;
    for (const auto& sample : small_samples()) {
        const auto fields = fields_of(sample.entry);
        for (const auto& field : fields)
            for (const auto& length : other_lengths(field)) {
                const auto bytes = replaced(field.bytes, {0, length.size()}, length);
                INFO(sample.name << ": " << field.name << " = " << to_hex(bytes));
                CHECK(judge(join(edited(fields, {{field.name, bytes}}))) == Verdict::refused);
                ++tried;
            }
    }
    CHECK(tried > 500);
}

TEST_CASE("more bytes than an entry may have are refused unread") {
    CHECK(judge(Bytes(65'536)) == Verdict::refused);
    CHECK(judge(Bytes(1'000'000, 0xff)) == Verdict::refused);
    CHECK(judge({}) == Verdict::refused);
}
