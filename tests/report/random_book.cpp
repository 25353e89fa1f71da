#include "report/random_book.hpp"

#include <random>

namespace report_tests {

using namespace timebank;

namespace {

/// Posts whatever comes to its mind; what the rules refuse is not there.
class Happening {
  public:
    Happening(Book& book, std::uint32_t seed) : book_(book), random_(seed) {}

    void once() {
        switch (below(12)) {
            case 0:
                return post(opening());
            case 1:
            case 2:
                return post(redemption());
            case 3:
            case 4:
                return post(gift());
            case 5:
            case 6:
                return reverse_something();
            case 7:
                if (below(6) == 0) post(merge());
                return;
            case 8:
                return join_a_team();
            default:
                return post(random_service());
        }
    }

  private:
    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
    std::string member() { return "m-" + std::to_string(below(12)); }
    std::string team() { return "team-" + std::to_string(below(3)); }

    /// Another than this one.
    std::string another(const std::string& owner) {
        auto other = member();
        while (other == owner) other = member();
        return other;
    }

    /// From June to September 2018, at any hour, east or west.
    CivilTime time() {
        CivilTime time = parse_civil_time("2018-06-01T00:00+08:00").value();
        time.local_minutes += static_cast<std::int64_t>(below(120 * 24 * 60));
        if (below(5) == 0) time.offset_minutes = -300;
        return time;
    }

    ServiceContent random_service() {
        const char* categories[] = {"visit", "survey", "canteen", "choir"};
        const char* roles[] = {"volunteer", "volunteer", "helper", "receiver", "attendee"};
        std::vector<std::string> participants;
        for (auto left = 1 + below(4); left > 0; --left) {
            auto text = member() + " " + roles[below(5)];
            if (below(4) == 0) text += " " + std::to_string(below(30));
            participants.push_back(text);
        }
        // Few sessions, so that many services share one across categories and months.
        auto service = report_tests::service(categories[below(4)], "2018-06-04T08:00+08:00", 30, participants,
                                             static_cast<char>(below(40)));
        service.actual.start = time();
        service.actual.end = service.actual.start;
        service.actual.end.local_minutes += 30 + static_cast<std::int64_t>(below(300));
        if (below(4) == 0) service.on_behalf_of = below(2) == 0 ? team() : member();
        return service;
    }

    RedemptionContent redemption() {
        RedemptionContent content;
        content.owner = member();
        content.item = "breakfast";
        content.quantity = 1 + below(3);
        content.at = time();
        if (below(3) == 0) content.receiver = another(content.owner);
        return content;
    }

    MergeContent merge() {
        MergeContent content;
        content.owner = member();
        content.into = another(content.owner);
        content.reason = "registered-twice";
        return content;
    }

    TransferContent gift() {
        TransferContent content;
        content.from = member();
        content.to = below(4) == 0 ? "pool-1" : another(content.from);
        content.unit = "point";
        content.amount = Amount{1 + below(8)};
        content.at = time();
        content.purpose = "gift";
        return content;
    }

    OpeningContent opening() {
        OpeningContent content;
        content.owner = member();
        content.issuer = "issuer";
        content.unit = below(4) == 0 ? "hour" : "point";
        content.amount = Amount{below(4) == 0 ? -1 - static_cast<std::int64_t>(below(9))
                                              : 1 + static_cast<std::int64_t>(below(60))};
        content.lot_date = civil_date(time());
        content.source.fill(1);
        return content;
    }

    void reverse_something() {
        const auto size = book_.ledger().head().value().size;
        const auto index = below(static_cast<std::uint32_t>(size));
        ReversalContent content{index, book_.entry(index).signed_claim.claim.id, "wrong-person"};
        if (below(3) == 0) content.units = {below(2) == 0 ? "hour" : "point"};
        post(content);
    }

    void join_a_team() {
        AccountContent content;
        content.owner = member();
        for (int i = 0; i < 3; ++i)
            if (below(2) == 0) content.member_of.push_back("team-" + std::to_string(i));
        if (below(3) == 0) content.member_of.insert(content.member_of.begin(), "home-1");
        post(content);
    }

    void post(ClaimContent content) { book_.try_post(std::move(content)); }

    Book& book_;
    std::mt19937 random_;
};

}  // namespace

RandomBook::RandomBook(std::uint32_t seed, int claims) : book(Book::village()) {
    book.adopt(standard_with_gifts());
    book.open_group("pool-1", AccountClass::pool);
    book.open_group("home-1", AccountClass::household);
    for (const char* team : {"team-0", "team-1", "team-2"}) book.open_group(team, AccountClass::team);
    for (int i = 0; i < 12; ++i) book.open_account("m-" + std::to_string(i));
    Happening happening(book, seed);
    for (int i = 0; i < claims; ++i) happening.once();
    const auto size = book.ledger().head().value().size;
    for (std::uint64_t index = 0; index < size; ++index) entries.push_back(book.entry(index));
}

std::map<std::uint64_t, std::vector<std::string>> RandomBook::undone() const {
    std::map<std::uint64_t, std::vector<std::string>> undone;
    for (const auto& entry : entries)
        if (const auto* reversal = std::get_if<ReversalContent>(&entry.signed_claim.claim.content)) {
            auto& units = undone[reversal->entry_index];
            if (reversal->units.empty()) units.emplace_back();
            units.insert(units.end(), reversal->units.begin(), reversal->units.end());
        }
    return undone;
}

std::size_t RandomBook::count(ClaimKind kind) const {
    std::size_t count = 0;
    for (const auto& entry : entries)
        if (entry.signed_claim.claim.kind() == kind) ++count;
    return count;
}

}  // namespace report_tests
