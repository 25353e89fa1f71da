#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "standard/json.hpp"
#include "timebank/limits.hpp"
#include "timebank/standard.hpp"
#include "timebank/standard_difference.hpp"

namespace timebank {
namespace {

using Json = nlohmann::json;
using Kind = StandardChangeKind;

/// Where in a document, for programs and for people.
struct Place {
    std::string path = "$";
    Text words;

    Place member(const std::string& name) const {
        return {standard::member_path(path, name), joined({name, name})};
    }
    Place element(std::size_t index, const Text& name) const {
        return {path + "[" + std::to_string(index) + "]", joined(name)};
    }
    /// An element that says what it is: the list's name is not said before it.
    Place named_element(std::size_t index, const Place& list_owner, const Text& name) const {
        return {path + "[" + std::to_string(index) + "]", list_owner.joined(name)};
    }
    Text joined(const Text& name) const {
        if (words.en.empty()) return name;
        return {words.zh + "，" + name.zh, words.en + ", " + name.en};
    }
};

/// What names the elements of a list of objects, and what such an element is called.
struct ListKind {
    std::string_view list;
    std::string_view key;
    std::string_view zh;
    std::string_view en;
};

constexpr ListKind list_kinds[] = {
    {"rules", "id", "规则", "rule"},
    {"ladders", "id", "等级表", "ladder"},
    {"limits", "id", "限额", "limit"},
    {"list", "id", "时段", "band"},
    {"categories", "code", "类别", "category"},
    {"levels", "code", "等级", "level"},
    {"facts", "code", "事实", "fact"},
    {"catalogue", "item", "项目", "item"},
    {"transfers", "id", "转让规则", "transfer rule"},
    {"examples", "name", "算例", "example"},
    {"table", "from", "档", "row from"},
};

const ListKind* kind_of_list(std::string_view name) {
    for (const auto& kind : list_kinds)
        if (kind.list == name) return &kind;
    return nullptr;
}

std::string key_text(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

bool all_strings(const Json& list) {
    return std::all_of(list.begin(), list.end(), [](const Json& element) { return element.is_string(); });
}

/// In an example, `transfers` are no rules and have no ids.
bool all_have(const Json& list, std::string_view key) {
    return std::all_of(list.begin(), list.end(), [&](const Json& element) { return element.contains(key); });
}

/// What kind of step it is: the name of its one member, besides a note.
std::string step_kind(const Json& step) {
    for (const auto& [name, value] : step.items())
        if (name != "note") return name;
    return "";
}

/// A cap or an obligation has an id of its own.
std::string step_id(const Json& step) {
    const auto kind = step_kind(step);
    if (kind.empty() || !step[kind].is_object() || !step[kind].contains("id")) return "";
    return kind + " " + key_text(step[kind]["id"]);
}

/// Which element of one list is which of another.
using Partners = std::vector<std::optional<std::size_t>>;

class Pairing {
  public:
    Pairing(const Json& older, const Json& newer)
        : older_(older), newer_(newer), of_older_(older.size()), of_newer_(newer.size()) {}

    /// Joins the first elements left on both sides, in their order, for which `key` gives the same text; an
    /// empty text joins nothing.
    template <class KeyOf>
    void join(KeyOf key) {
        for (std::size_t i = 0; i < newer_.size(); ++i) {
            const std::string wanted = of_newer_[i] ? "" : key(newer_[i]);
            for (std::size_t k = 0; !wanted.empty() && k < older_.size(); ++k) {
                if (of_older_[k] || key(older_[k]) != wanted) continue;
                of_newer_[i] = k;
                of_older_[k] = i;
                break;
            }
        }
    }

    const Partners& of_older() const { return of_older_; }
    const Partners& of_newer() const { return of_newer_; }
    /// Whether those on both sides stand in another order.
    bool moved() const {
        std::size_t least = 0;
        for (const auto& partner : of_newer_) {
            if (partner && *partner < least) return true;
            if (partner) least = *partner;
        }
        return false;
    }

  private:
    const Json& older_;
    const Json& newer_;
    Partners of_older_;
    Partners of_newer_;
};

class Comparison {
  public:
    std::vector<StandardChange> take() { return std::move(changes_); }

    void compare_objects(const Json& older, const Json& newer, const Place& before, const Place& after) {
        for (const auto& [name, value] : newer.items()) {
            if (!older.contains(name))
                add(Kind::added, after.member(name), nullptr, &value);
            else
                compare(older[name], value, name, before, after);
        }
        for (const auto& [name, value] : older.items())
            if (!newer.contains(name)) add(Kind::removed, before.member(name), &value, nullptr);
    }

  private:
    void add(Kind kind, const Place& place, const Json* before, const Json* after) {
        StandardChange change{
            kind, place.path, place.words, before ? before->dump() : "", after ? after->dump() : "", {}};
        const auto was = excerpt(change.before);
        const auto is = excerpt(change.after);
        const auto& where = place.words;
        switch (kind) {
            case Kind::added:
                change.text = say("{0}：新增 {2}", "{1}: added {2}", {where.zh, where.en, is});
                break;
            case Kind::removed:
                change.text = say("{0}：删去 {2}", "{1}: removed {2}", {where.zh, where.en, was});
                break;
            case Kind::changed:
                change.text =
                    say("{0}：原为 {2}，现为 {3}", "{1}: was {2}, is {3}", {where.zh, where.en, was, is});
                break;
            case Kind::moved:
                change.text = say("{0}：顺序原为 {2}，现为 {3}", "{1}: the order was {2}, is {3}",
                                  {where.zh, where.en, was, is});
                break;
        }
        changes_.push_back(std::move(change));
    }

    /// The member `name` of what stands at `before` and `after`.
    void compare(const Json& older, const Json& newer, const std::string& name, const Place& before,
                 const Place& after) {
        if (older == newer) return;
        const Place was = before.member(name);
        const Place is = after.member(name);
        if (older.is_object() && newer.is_object()) return compare_objects(older, newer, was, is);
        if (!older.is_array() || !newer.is_array()) return add(Kind::changed, is, &older, &newer);
        if (all_strings(older) && all_strings(newer)) return compare_words(older, newer, was, is);
        if (name == "steps") return compare_steps(older, newer, before, after);
        const auto* kind = kind_of_list(name);
        if (kind && all_have(older, kind->key) && all_have(newer, kind->key))
            return compare_named(older, newer, *kind, before, after);
        compare_by_position(older, newer, was, is);
    }

    void compare_words(const Json& older, const Json& newer, const Place& before, const Place& after) {
        const auto without = [](const Json& from, const Json& those) {
            Json rest = Json::array();
            for (const auto& word : from)
                if (std::find(those.begin(), those.end(), word) == those.end()) rest.push_back(word);
            return rest;
        };
        const Json gone = without(older, newer);
        const Json fresh = without(newer, older);
        if (!fresh.empty()) add(Kind::added, after, nullptr, &fresh);
        if (!gone.empty()) add(Kind::removed, before, &gone, nullptr);
    }

    void compare_by_position(const Json& older, const Json& newer, const Place& before, const Place& after) {
        for (std::size_t i = 0; i < std::max(older.size(), newer.size()); ++i) {
            const auto number = std::to_string(i + 1);
            const Text name = say("第 {} 项", "number {}", {number});
            if (i >= older.size())
                add(Kind::added, after.element(i, name), nullptr, &newer[i]);
            else if (i >= newer.size())
                add(Kind::removed, before.element(i, name), &older[i], nullptr);
            else
                compare_elements(older[i], newer[i], before.element(i, name), after.element(i, name));
        }
    }

    void compare_elements(const Json& older, const Json& newer, const Place& before, const Place& after) {
        if (older == newer) return;
        if (older.is_object() && newer.is_object()) return compare_objects(older, newer, before, after);
        add(Kind::changed, after, &older, &newer);
    }

    void compare_named(const Json& older, const Json& newer, const ListKind& kind, const Place& before,
                       const Place& after) {
        const auto key = [&](const Json& element) { return key_text(element[std::string(kind.key)]); };
        const auto name = [&](const Json& element, std::size_t) {
            const auto id = key(element);
            return Text{std::string(kind.zh) + " " + id, std::string(kind.en) + " " + id};
        };
        Pairing pairing(older, newer);
        pairing.join(key);
        compare_paired(older, newer, std::string(kind.list), pairing, name, before, after);
        if (!pairing.moved()) return;
        const Json was = names_of(older, pairing.of_older(), key);
        const Json is = names_of(newer, pairing.of_newer(), key);
        add(Kind::moved, after.member(std::string(kind.list)), &was, &is);
    }

    void compare_steps(const Json& older, const Json& newer, const Place& before, const Place& after) {
        // What kind of step it is stands in the place of whatever differs in it, and in one that is new.
        const auto name = [](const Json&, std::size_t index) {
            return say("第 {} 步", "step {}", {std::to_string(index + 1)});
        };
        Pairing pairing(older, newer);
        pairing.join(step_id);
        pairing.join([](const Json& step) { return step_id(step).empty() ? step.dump() : std::string(); });
        pairing.join(
            [](const Json& step) { return step_id(step).empty() ? step_kind(step) : std::string(); });
        compare_paired(older, newer, "steps", pairing, name, before, after);
        if (!pairing.moved()) return;
        const auto word = [](const Json& step) {
            return step_id(step).empty() ? step_kind(step) : step_id(step);
        };
        const Json was = names_of(older, pairing.of_older(), word);
        const Json is = names_of(newer, pairing.of_newer(), word);
        add(Kind::moved, after.member("steps"), &was, &is);
    }

    template <class NameOf>
    void compare_paired(const Json& older, const Json& newer, const std::string& list, const Pairing& pairing,
                        NameOf name, const Place& before, const Place& after) {
        const auto was = [&](std::size_t i) {
            return before.member(list).named_element(i, before, name(older[i], i));
        };
        const auto is = [&](std::size_t i) {
            return after.member(list).named_element(i, after, name(newer[i], i));
        };
        for (std::size_t i = 0; i < newer.size(); ++i) {
            const auto& partner = pairing.of_newer()[i];
            if (partner)
                compare_elements(older[*partner], newer[i], was(*partner), is(i));
            else
                add(Kind::added, is(i), nullptr, &newer[i]);
        }
        for (std::size_t i = 0; i < older.size(); ++i)
            if (!pairing.of_older()[i]) add(Kind::removed, was(i), &older[i], nullptr);
    }

    /// Those that both lists have, in the order of this one.
    template <class KeyOf>
    static Json names_of(const Json& list, const Partners& partners, KeyOf key) {
        Json names = Json::array();
        for (std::size_t i = 0; i < list.size(); ++i)
            if (partners[i]) names.push_back(key(list[i]));
        return names;
    }

    std::vector<StandardChange> changes_;
};

Result<StandardKind> kind_of(ByteView document, std::string_view zh, std::string_view en) {
    auto summary = read_standard(document);
    if (summary) return summary->kind;
    const auto& error = summary.error();
    return Error{error.code,
                 {std::string(zh) + "：" + error.text.zh, std::string(en) + ": " + error.text.en}};
}

}  // namespace

std::string_view to_text(StandardChangeKind kind) {
    switch (kind) {
        case Kind::added:
            return "added";
        case Kind::removed:
            return "removed";
        case Kind::changed:
            return "changed";
        case Kind::moved:
            return "moved";
    }
    return "";
}

Result<std::vector<StandardChange>> compare_standards(ByteView older, ByteView newer) {
    TIMEBANK_TRY(older_kind, kind_of(older, "旧版", "the older document"));
    TIMEBANK_TRY(newer_kind, kind_of(newer, "新版", "the newer document"));
    if (older_kind != newer_kind)
        return fail(Code::invalid_argument, "一份是 {0} 标准，一份是 {1} 标准：只能比较同一种标准",
                    "one is a {0} standard and one a {1} standard: only two of one kind can be compared",
                    {to_text(older_kind), to_text(newer_kind)});
    TIMEBANK_TRY(before, standard::parse_json(older, limits::standard_bytes));
    TIMEBANK_TRY(after, standard::parse_json(newer, limits::standard_bytes));
    Comparison comparison;
    comparison.compare_objects(*before, *after, {}, {});
    return comparison.take();
}

}  // namespace timebank
