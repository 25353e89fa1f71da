#include "decision/facts.hpp"

#include <algorithm>
#include <functional>

#include "core/try.hpp"

namespace timebank {
namespace {

/// Below this a list is searched from its end as fast as by hash.
constexpr std::size_t short_list = 24;

std::size_t hash_of(const FactKey& key) {
    const std::hash<std::string_view> hash;
    return (hash(key.owner) * 31 + hash(key.name)) * 31 + static_cast<std::size_t>(key.kind);
}

Error not_recorded(const FactKey& key) {
    return {Code::bad_proof,
            say_with("决定须看的事实（{}）没有记录在它该在的位置",
                     "the decision looks at the fact \"{}\", which is not recorded in its place",
                     {in_words(key)})};
}

}  // namespace

FactKey key_of_fact(const Fact& fact) {
    return {fact.kind, fact.owner, fact.name};
}

std::string to_text(const FactKey& key) {
    std::string text(to_text(key.kind));
    for (const auto word : {key.owner, key.name})
        if (!word.empty()) text += " " + std::string(word);
    return text;
}

Text in_words(const FactKey& key) {
    auto text = in_words(key.kind).zh;
    const auto role = key.kind == FactKind::signed_by ? parse_role(key.name) : std::nullopt;
    const auto capacity = key.kind == FactKind::cosigned ? parse_cosigner_capacity(key.name) : std::nullopt;
    if (!key.owner.empty()) text += " " + std::string(key.owner);
    if (!key.name.empty())
        text += " " + (role ? in_words(*role).zh : capacity ? in_words(*capacity).zh : std::string(key.name));
    return {text, to_text(key)};
}

void Facts::fail_with(Error error) {
    if (!error_) error_ = std::move(error);
}

std::optional<std::size_t> Facts::find(const FactKey& key) {
    const auto size = count();
    if (size <= short_list) {
        for (auto place = size; place-- > 0;)
            if (key_of_fact(at(place)) == key) return place;
        return std::nullopt;
    }
    if (buckets_.size() < 2 * size) {
        buckets_.assign(8 * size, 0);
        hashed_ = 0;
    }
    const auto bucket_of = [&](const FactKey& wanted) {
        auto bucket = hash_of(wanted) % buckets_.size();
        while (buckets_[bucket] != 0 && key_of_fact(at(buckets_[bucket] - 1)) != wanted)
            bucket = (bucket + 1) % buckets_.size();
        return bucket;
    };
    for (; hashed_ < size; ++hashed_) buckets_[bucket_of(key_of_fact(at(hashed_)))] = hashed_ + 1;
    const auto found = buckets_[bucket_of(key)];
    return found == 0 ? std::nullopt : std::optional(found - 1);
}

std::int64_t Facts::value(const FactKey& key) {
    if (error_) return 0;
    if (const auto place = find(key)) return at(*place).value;
    auto asked = ask(key);
    if (asked) return *asked;
    fail_with(asked.error());
    return 0;
}

std::vector<Facts::Listed> Facts::list(const FactKey& key) {
    if (error_) return {};
    auto place = find(key);
    if (!place) {
        place = count();
        const auto size = value(key);
        if (error_) return {};
        if (auto listed = ask_list(key, size); !listed) {
            fail_with(listed.error());
            return {};
        }
    }
    std::vector<Listed> listed;
    const auto size = static_cast<std::size_t>(at(*place).value);
    for (auto next = *place + 1; next <= *place + size && next < count(); ++next)
        listed.push_back({at(next).kind, at(next).name});
    return listed;
}

const Entry* RecordedFacts::entry(std::uint64_t index) {
    const auto found = std::find_if(about_.begin(), about_.end(),
                                    [&](const Entry* one) { return one && one->index == index; });
    return found == about_.end() ? nullptr : *found;
}

std::vector<Fact> RecordedFacts::take() {
    return {recorded_.begin(), recorded_.begin() + static_cast<std::ptrdiff_t>(asked_)};
}

Result<std::int64_t> RecordedFacts::ask(const FactKey& key) {
    if (asked_ == recorded_.size() || key_of_fact(recorded_[asked_]) != key) return not_recorded(key);
    return recorded_[asked_++].value;
}

namespace {

/// Whether a fact can stand in this list: each list has its own kinds, and holds nothing that is not so.
bool belongs_to(const FactKey& list, const Fact& fact) {
    if (fact.owner != list.owner || fact.name.empty()) return false;
    switch (list.kind) {
        case FactKind::merged_into:
            return fact.kind == FactKind::merged_into && fact.value == 1;
        case FactKind::groups:
            return (fact.kind == FactKind::household || fact.kind == FactKind::team) && fact.value == 1;
        case FactKind::balances:
            return fact.kind == FactKind::balance && fact.value != 0;
        default:
            return false;
    }
}

}  // namespace

/// As many as were counted, each of the list and in the order of their names: so that, if each is so in the
/// book, they are all that there are. That they are so is the audit's to see.
Result<void> RecordedFacts::ask_list(const FactKey& key, std::int64_t count) {
    const auto left = static_cast<std::int64_t>(recorded_.size() - asked_);
    if (count < 0 || count > left) return not_recorded(key);
    std::string_view before;
    for (auto end = asked_ + static_cast<std::size_t>(count); asked_ < end; ++asked_) {
        const auto& fact = recorded_[asked_];
        if (!belongs_to(key, fact) || fact.name <= before) return not_recorded(key);
        before = fact.name;
    }
    return {};
}

}  // namespace timebank
