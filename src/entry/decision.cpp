#include "entry/decision.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "entry/check.hpp"

namespace timebank::entry {
namespace {

/// The owners, codes, rules and units of a decision, each written once: two hundred participants with three
/// facts each would not fit an entry otherwise.
class Words {
  public:
    explicit Words(const Decision& decision) {
        for (const auto& fact : decision.facts) add(fact.subject), add(fact.code);
        for (const auto& award : decision.awards) add(award.rule), add(award.unit);
        for (const auto& notice : decision.notices) add(notice.by), add(notice.unit);
        for (const auto& leg : decision.legs) add(leg.owner), add(leg.unit);
        std::uint16_t number = 0;
        for (auto& [word, place] : places_) place = number++;
    }
    std::uint16_t operator[](const std::string& word) const { return places_.at(word); }
    const std::map<std::string_view, std::uint16_t, std::less<>>& all() const { return places_; }

  private:
    void add(const std::string& word) { places_.emplace(word, 0); }
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
    }
    std::string take() {
        auto number = in_.u16();
        if (number >= words_.size()) {
            in_.fail();
            return {};
        }
        used_.insert(number);
        return words_[number];
    }
    bool all_used() const { return used_.size() == words_.size(); }

  private:
    Decoder& in_;
    std::vector<std::string> words_;
    std::set<std::uint16_t> used_;
};

Fact take_fact(Decoder& in, ReadWords& words) {
    Fact fact;
    fact.subject = words.take();
    fact.code = words.take();
    fact.value = in.i64();
    return fact;
}

Award take_award(Decoder& in, ReadWords& words) {
    Award award;
    award.participant = in.u16();
    award.rule = words.take();
    award.unit = words.take();
    award.exact_numerator = in.i64();
    award.exact_denominator = in.i64();
    award.amount.minor_units = in.i64();
    award.cut.minor_units = in.i64();
    return award;
}

Notice take_notice(Decoder& in, ReadWords& words) {
    Notice notice;
    notice.participant = in.u16();
    notice.kind = static_cast<NoticeKind>(in.u8());
    notice.by = words.take();
    notice.unit = words.take();
    notice.value = in.i64();
    return notice;
}

Leg take_leg(Decoder& in, ReadWords& words) {
    Leg leg;
    leg.owner = words.take();
    leg.unit = words.take();
    leg.amount.minor_units = in.i64();
    return leg;
}

template <class Item, class Take>
void take_list(Decoder& in, std::vector<Item>& items, Take take) {
    for (auto count = in.u16(); count > 0 && in.ok(); --count) items.push_back(take());
}

}  // namespace

Bytes encode_decision(const Decision& decision) {
    const Words words(decision);
    Encoder out;
    out.raw(decision.edition);
    out.u16(decision.language);
    out.u16(static_cast<std::uint16_t>(words.all().size()));
    for (const auto& [word, place] : words.all()) out.text8(word);
    out.u16(static_cast<std::uint16_t>(decision.facts.size()));
    for (const auto& fact : decision.facts) {
        out.u16(words[fact.subject]);
        out.u16(words[fact.code]);
        out.i64(fact.value);
    }
    out.u16(static_cast<std::uint16_t>(decision.awards.size()));
    for (const auto& award : decision.awards) {
        out.u16(award.participant);
        out.u16(words[award.rule]);
        out.u16(words[award.unit]);
        out.i64(award.exact_numerator);
        out.i64(award.exact_denominator);
        out.i64(award.amount.minor_units);
        out.i64(award.cut.minor_units);
    }
    out.u16(static_cast<std::uint16_t>(decision.notices.size()));
    for (const auto& notice : decision.notices) {
        out.u16(notice.participant);
        out.u8(static_cast<std::uint8_t>(notice.kind));
        out.u16(words[notice.by]);
        out.u16(words[notice.unit]);
        out.i64(notice.value);
    }
    out.u16(static_cast<std::uint16_t>(decision.legs.size()));
    for (const auto& leg : decision.legs) {
        out.u16(words[leg.owner]);
        out.u16(words[leg.unit]);
        out.i64(leg.amount.minor_units);
    }
    return out.take();
}

Result<Decision> decode_decision(ByteView bytes) {
    Decoder in(bytes);
    Decision decision;
    decision.edition = in.array<32>();
    decision.language = in.u16();
    ReadWords words(in);
    take_list(in, decision.facts, [&] { return take_fact(in, words); });
    take_list(in, decision.awards, [&] { return take_award(in, words); });
    take_list(in, decision.notices, [&] { return take_notice(in, words); });
    take_list(in, decision.legs, [&] { return take_leg(in, words); });
    if (!in.done() || !words.all_used())
        return fail(Code::bad_encoding, "决定的字节不符合格式",
                    "the decision's bytes do not follow the format");
    if (auto checked = check_decision(decision); !checked)
        return Error{Code::bad_encoding, checked.error().text};
    return decision;
}

}  // namespace timebank::entry
