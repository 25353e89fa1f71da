#include <algorithm>

#include "core/excerpt.hpp"
#include "intake/sign_in_row.hpp"

namespace timebank::intake {
namespace {

Text plain(const std::string& value) {
    return value.empty() ? say("空白", "nothing") : Text{excerpt(value), excerpt(value)};
}
Text minutes_text(std::int64_t minutes) {
    return say("{} 分钟", "{} minutes", {std::to_string(minutes)});
}
Text number_text(std::uint32_t number) {
    return plain(number == 0 ? "" : std::to_string(number));
}

/// The row's person among those recorded: a correction may have named somebody else.
const Participant& person_of(const ServiceContent& recorded, const Participant& wanted) {
    const auto found =
        std::find_if(recorded.participants.begin(), recorded.participants.end(),
                     [&](const auto& one) { return one.owner == wanted.owner && one.role == wanted.role; });
    return found == recorded.participants.end() ? recorded.participants.front() : *found;
}

/// The others, sorted.
std::string others_of(const ServiceContent& service, const Participant& person) {
    std::vector<std::string> owners;
    for (const auto& one : service.participants)
        if (&one != &person) owners.push_back(one.owner);
    std::sort(owners.begin(), owners.end());
    std::string all;
    for (const auto& owner : owners) all += (all.empty() ? "" : ", ") + owner;
    return all;
}

/// Remembers the first column whose two values differ.
class Difference {
  public:
    explicit Difference(const SheetHeader& header) : header_(header) {}

    /// `say_value` turns either into words.
    template <class Value, class Say>
    void compare(SignIn column, const Value& recorded, const Value& found, Say say_value) {
        if (!first_ && !(recorded == found) && header_.has(static_cast<std::size_t>(column)))
            first_ = FieldDifference{column, say_value(recorded), say_value(found)};
    }
    const std::optional<FieldDifference>& first() const { return first_; }

  private:
    const SheetHeader& header_;
    std::optional<FieldDifference> first_;
};

}  // namespace

std::optional<FieldDifference> first_difference(const SheetHeader& header, const ServiceContent& recorded,
                                                const ServiceContent& found) {
    const auto& person = found.participants.front();
    const auto& recorded_person = person_of(recorded, person);
    const bool has_end = header.has(static_cast<std::size_t>(SignIn::end));
    const auto time = [](const CivilTime& value) { return plain(to_text(value)); };
    const auto own = [](const std::optional<std::uint32_t>& value) {
        return value ? minutes_text(*value) : plain("");
    };
    const auto evidence = [](EvidenceKind kind) { return plain(std::string(to_text(kind))); };
    const auto session = [&](const auto& value) {
        if (value == ServiceContent().session) return plain("");
        return value == found.session ? say("这里的场次", "this session")
                                      : say("另一场次", "another session");
    };

    Difference all(header);
    all.compare(SignIn::start, recorded.actual.start, found.actual.start, time);
    all.compare(has_end ? SignIn::end : SignIn::minutes, duration_minutes(recorded.actual),
                duration_minutes(found.actual), minutes_text);
    all.compare(SignIn::volunteer, recorded_person.owner, person.owner, plain);
    all.compare(SignIn::role, recorded_person.role, person.role, plain);
    all.compare(SignIn::category, recorded.category, found.category, plain);
    all.compare(SignIn::session, recorded.session, found.session, session);
    all.compare(SignIn::receiver, others_of(recorded, recorded_person), others_of(found, person), plain);
    all.compare(SignIn::place, recorded.place, found.place, plain);
    all.compare(SignIn::quantity, recorded.quantity, found.quantity, number_text);
    all.compare(SignIn::own_minutes, recorded_person.own_minutes, person.own_minutes, own);
    all.compare(SignIn::travel_minutes, recorded.travel_minutes, found.travel_minutes, number_text);
    all.compare(SignIn::on_behalf_of, recorded.on_behalf_of, found.on_behalf_of, plain);
    all.compare(SignIn::evidence, recorded_person.evidence.kind, person.evidence.kind, evidence);
    return all.first();
}

}  // namespace timebank::intake
