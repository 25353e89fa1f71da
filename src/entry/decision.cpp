#include "entry/decision.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "entry/check.hpp"

namespace timebank::entry {
namespace {

/// The owners, names, rules and units of a decision, each written once: two hundred participants with three
/// facts each would not fit an entry otherwise.
class Words {
  public:
    explicit Words(const Decision& decision) {
        for (const auto& fact : decision.facts) add({&fact.owner, &fact.name});
        for (const auto& award : decision.awards)
            add({&award.rule, &award.unit, &award.from, &award.to, &award.running_total});
        for (const auto& notice : decision.notices) add({&notice.by, &notice.unit});
        for (const auto& one : decision.groups) add({&one.group});
        for (const auto& one : decision.stand_ins) add({&one.owner, &one.survivor});
        for (const auto& unit : decision.undone_units) add({&unit});
        std::uint16_t number = 0;
        for (auto& [word, place] : places_) place = number++;
    }
    std::uint16_t operator[](const std::string& word) const { return places_.at(word); }
    const std::map<std::string_view, std::uint16_t, std::less<>>& all() const { return places_; }

  private:
    void add(std::initializer_list<const std::string*> words) {
        for (const auto* word : words) places_.emplace(*word, 0);
    }
    std::map<std::string_view, std::uint16_t, std::less<>> places_;
};

/// The words of a decoded decision; remembers which were used, because an unused one would be a second
/// encoding.
class ReadWords {
  public:
    explicit ReadWords(Decoder& in) : in_(in) {
        for (auto count = in.u16(); count > 0 && in.ok(); --count) words_.push_back(in.text8());
        if (std::adjacent_find(words_.begin(), words_.end(), std::greater_equal<>()) != words_.end())
            in.fail();
        used_.resize(words_.size());
    }
    std::string take() {
        auto number = in_.u16();
        if (number >= words_.size()) {
            in_.fail();
            return {};
        }
        used_[number] = true;
        return words_[number];
    }
    bool all_used() const { return std::find(used_.begin(), used_.end(), false) == used_.end(); }

  private:
    Decoder& in_;
    std::vector<std::string> words_;
    std::vector<bool> used_;
};

// One function for each list: how one of it is written, and how it is read.

void put(Encoder& out, const Words& words, const Fact& fact) {
    out.u8(static_cast<std::uint8_t>(fact.kind));
    out.u16(words[fact.owner]);
    out.u16(words[fact.name]);
    out.i64(fact.value);
}
void take(Decoder& in, ReadWords& words, Fact& fact) {
    fact.kind = static_cast<FactKind>(in.u8());
    fact.owner = words.take();
    fact.name = words.take();
    fact.value = in.i64();
}

void put(Encoder& out, const Words& words, const Award& award) {
    out.u16(award.participant);
    out.u8(static_cast<std::uint8_t>(award.side));
    for (const auto* word : {&award.rule, &award.unit, &award.from, &award.to}) out.u16(words[*word]);
    out.i64(award.exact_numerator);
    out.i64(award.exact_denominator);
    out.i64(award.amount.minor_units);
    out.i64(award.cut.minor_units);
    out.u16(words[award.running_total]);
}
void take(Decoder& in, ReadWords& words, Award& award) {
    award.participant = in.u16();
    award.side = static_cast<Side>(in.u8());
    for (auto* word : {&award.rule, &award.unit, &award.from, &award.to}) *word = words.take();
    award.exact_numerator = in.i64();
    award.exact_denominator = in.i64();
    award.amount.minor_units = in.i64();
    award.cut.minor_units = in.i64();
    award.running_total = words.take();
}

void put(Encoder& out, const Words& words, const Notice& notice) {
    out.u16(notice.participant);
    out.u8(static_cast<std::uint8_t>(notice.kind));
    out.u16(words[notice.by]);
    out.u16(words[notice.unit]);
    out.i64(notice.value);
}
void take(Decoder& in, ReadWords& words, Notice& notice) {
    notice.participant = in.u16();
    notice.kind = static_cast<NoticeKind>(in.u8());
    notice.by = words.take();
    notice.unit = words.take();
    notice.value = in.i64();
}

void put(Encoder& out, const Words& words, const GroupCounted& counted) {
    out.u16(counted.participant);
    out.u16(words[counted.group]);
    out.u8(counted.is_household ? 1 : 0);
}
void take(Decoder& in, ReadWords& words, GroupCounted& counted) {
    counted.participant = in.u16();
    counted.group = words.take();
    const auto flag = in.u8();
    if (flag > 1) in.fail();
    counted.is_household = flag == 1;
}

void put(Encoder& out, const Words& words, const StandIn& stand_in) {
    out.u16(words[stand_in.owner]);
    out.u16(words[stand_in.survivor]);
}
void take(Decoder&, ReadWords& words, StandIn& stand_in) {
    stand_in.owner = words.take();
    stand_in.survivor = words.take();
}

void put(Encoder& out, const Words& words, const std::string& word) {
    out.u16(words[word]);
}
void take(Decoder&, ReadWords& words, std::string& word) {
    word = words.take();
}

template <class Item>
void put_list(Encoder& out, const Words& words, const std::vector<Item>& items) {
    out.u16(static_cast<std::uint16_t>(items.size()));
    for (const auto& item : items) put(out, words, item);
}
template <class Item>
void take_list(Decoder& in, ReadWords& words, std::vector<Item>& items) {
    for (auto count = in.u16(); count > 0 && in.ok(); --count) take(in, words, items.emplace_back());
}

}  // namespace

Bytes encode_decision(const Decision& decision) {
    const Words words(decision);
    Encoder out;
    out.raw(decision.edition);
    out.u16(decision.language);
    out.u16(static_cast<std::uint16_t>(words.all().size()));
    for (const auto& [word, place] : words.all()) out.text8(word);
    put_list(out, words, decision.facts);
    put_list(out, words, decision.awards);
    put_list(out, words, decision.notices);
    put_list(out, words, decision.groups);
    put_list(out, words, decision.stand_ins);
    put_list(out, words, decision.undone_units);
    out.u8(decision.awarded_by ? 1 : 0);
    if (decision.awarded_by) out.u64(*decision.awarded_by);
    out.u8(static_cast<std::uint8_t>(decision.service));
    return out.take();
}

Result<Decision> decode_decision(ByteView bytes) {
    Decoder in(bytes);
    Decision decision;
    decision.edition = in.array<32>();
    decision.language = in.u16();
    ReadWords words(in);
    take_list(in, words, decision.facts);
    take_list(in, words, decision.awards);
    take_list(in, words, decision.notices);
    take_list(in, words, decision.groups);
    take_list(in, words, decision.stand_ins);
    take_list(in, words, decision.undone_units);
    const auto has_awarding = in.u8();
    if (has_awarding > 1) in.fail();
    if (has_awarding == 1) decision.awarded_by = in.u64();
    decision.service = static_cast<ServiceCount>(in.u8());
    auto legs = legs_of(decision.awards);
    if (!in.done() || !words.all_used() || !legs)
        return fail(Code::bad_encoding, "决定的字节不符合格式",
                    "the decision's bytes do not follow the format");
    decision.legs = std::move(*legs);
    if (auto checked = check_decision(decision); !checked)
        return Error{Code::bad_encoding, checked.error().text};
    return decision;
}

}  // namespace timebank::entry
