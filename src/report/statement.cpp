#include "timebank/statement.hpp"

#include <algorithm>
#include <map>

#include "core/codec.hpp"
#include "core/int128.hpp"
#include "core/try.hpp"
#include "decision/counting.hpp"
#include "report/claim_words.hpp"
#include "report/snapshot.hpp"
#include "report/words.hpp"
#include "timebank/explanation.hpp"

namespace timebank {
namespace {

using report::damaged;
using report::Snapshot;

constexpr std::size_t entries_a_step = 1'024;

/// Of one unit. The sums of a lifetime may leave 64 bits where no balance ever does.
struct Sums {
    Int128 opening = 0;
    Int128 brought_in = 0;
    Int128 in = 0;
    Int128 out = 0;
    Int128 all = 0;  ///< whatever the dates

    Int128 closing() const { return opening + brought_in + in - out; }
};

Result<Amount> amount_of(Int128 sum) {
    const auto narrowed = static_cast<std::int64_t>(sum);
    if (narrowed == sum) return Amount{narrowed};
    return fail(Code::invalid_argument, "对账单的一个合计超出 64 位：请缩短期间",
                "a sum of the statement does not fit 64 bits: ask for a shorter period");
}

class Drawing {
  public:
    Drawing(Snapshot& book, Statement& statement) : book_(book), statement_(statement) {}

    Result<void> run() {
        TIMEBANK_CHECK(read_entries());
        std::sort(statement_.lines.begin(), statement_.lines.end(), [](const auto& a, const auto& b) {
            return std::tie(a.value_date, a.index) < std::tie(b.value_date, b.index);
        });
        TIMEBANK_CHECK(fill_balances());
        return fill_units();
    }

  private:
    /// The owner's entries, by the table that lists them.
    Result<void> read_entries() {
        auto from = key_of::entries_of_owner(statement_.owner);
        const auto until = key_of::behind(from);
        for (;;) {
            TIMEBANK_TRY(records, book_.reader().scan(Table::owner_entries, from, until, entries_a_step));
            for (const auto& record : records) {
                Decoder in(record.value);
                const auto index = in.u64();
                TIMEBANK_TRY(entry, book_.entry(index));
                TIMEBANK_CHECK(add(entry));
            }
            if (records.size() < entries_a_step) return {};
            from = records.back().key;
            from.push_back(0);
        }
    }

    Result<void> add(const Entry& entry) {
        const auto& claim = entry.signed_claim.claim;
        TIMEBANK_TRY(told, told_by(entry));
        const auto& [said, day] = told;
        if (!day) return {};
        const bool brought_in = opening_in(said.signed_claim.claim) != nullptr;
        auto movements = movements_of(entry, *day, brought_in);
        if (!is_within(*day)) return {};

        StatementLine line;
        line.value_date = *day;
        line.index = entry.index;
        line.kind = entry.signed_claim.claim.kind();
        line.movements = std::move(movements);
        TIMEBANK_TRY(plan, book_.plan(said.decision.edition));
        TIMEBANK_TRY(name, name_in(said.signed_claim.claim));
        line.what = report::correction_text(claim, report::statement_text(said, name, plan.get()));
        TIMEBANK_CHECK(add_reversal(line));
        if (const auto* service = service_in(claim)) TIMEBANK_CHECK(add_service(*service, line));
        statement_.lines.push_back(std::move(line));
        return {};
    }

    /// What a line tells of: a reversal's or ruling's is the entry that it comes to in the end. Its day is
    /// the first that one of them has: a settlement has its own, so that what was handed out stays true.
    struct Told {
        Entry said;
        std::optional<CivilDate> day;
    };
    Result<Told> told_by(Entry entry) const {
        auto day = report::value_date(entry);
        while (const auto subject = subject_of(entry)) {
            TIMEBANK_TRY(found, book_.entry(*subject));
            entry = std::move(found);
            if (!day) day = report::value_date(entry);
        }
        return Told{std::move(entry), day};
    }

    /// The minutes of a service that does not count, or not yet, are none.
    Result<void> add_service(const ServiceContent& service, StatementLine& line) {
        TIMEBANK_TRY(ruling, read_ruling(book_.reader(), line.index));
        bool counts = !line.reversed_by;
        if (ruling) {
            append_note(line.what, state_note(ruling->state));
            counts = counts && report::counts_as_served(ruling->state);
            TIMEBANK_TRY(parts, read_reversed_parts(book_.reader(), ruling->awarded_at));
            counts = counts && (parts.empty() || !parts.back().unit.empty());
        }
        if (ruling && !report::counts_as_served(ruling->state)) return {};
        line.served_minutes = occupied_minutes(service, statement_.owner);
        if (counts) statement_.served_minutes += line.served_minutes;
        return {};
    }

    static Text state_note(RulingState state) {
        switch (state) {
            case RulingState::pending:
                return say("（待确认）", " (pending)");
            case RulingState::refused:
                return say("（已拒绝）", " (refused)");
            case RulingState::withdrawn:
                return say("（已撤回）", " (withdrawn)");
            case RulingState::zeroed:
                return say("（积分已清零）", " (zeroed)");
            case RulingState::awarded:
            case RulingState::confirmed:
            case RulingState::restored:
                break;
        }
        return {};
    }

    bool is_within(CivilDate day) const {
        return !(statement_.from && day < *statement_.from) &&
               !(statement_.until && day >= *statement_.until);
    }

    /// The owner's legs, which are added to the sums on the way; balances follow when all lines are known.
    std::vector<StatementMovement> movements_of(const Entry& entry, CivilDate day, bool brought_in) {
        std::vector<StatementMovement> movements;
        for (const auto& leg : entry.decision.legs) {
            if (leg.owner != statement_.owner) continue;
            const auto amount = leg.amount.minor_units;
            auto& sums = sums_[leg.unit];
            sums.all += amount;
            if (statement_.from && day < *statement_.from) sums.opening += amount;
            if (!is_within(day)) continue;
            if (brought_in)
                sums.brought_in += amount;
            else if (amount > 0)
                sums.in += amount;
            else
                sums.out -= amount;
            movements.push_back({leg.unit, leg.amount, {}, brought_in});
        }
        return movements;
    }

    /// Under which name the claim knows the owner: their own, or one whose account they took over.
    Result<std::string> name_in(const Claim& claim) const {
        const auto names = owners_named(claim);
        if (std::binary_search(names.begin(), names.end(), statement_.owner)) return statement_.owner;
        for (const auto& name : names) {
            TIMEBANK_TRY(survivor, read_survivor(book_.reader(), name));
            if (survivor == statement_.owner) return name;
        }
        return statement_.owner;
    }

    /// Whether all of the line's entry was undone later.
    Result<void> add_reversal(StatementLine& line) const {
        TIMEBANK_TRY(parts, read_reversed_parts(book_.reader(), line.index));
        if (parts.empty() || !parts.back().unit.empty()) return {};
        line.reversed_by = parts.back().by;
        append_note(line.what, say("（已由条目 {} 冲销）", " (reversed by entry {})",
                                   {std::to_string(parts.back().by)}));
        return {};
    }

    static void append_note(Text& text, const Text& note) {
        text.zh += note.zh;
        text.en += note.en;
    }

    Result<void> fill_balances() {
        std::map<std::string, Int128> balances;
        for (const auto& [unit, sums] : sums_) balances[unit] = sums.opening;
        for (auto& line : statement_.lines)
            for (auto& movement : line.movements) {
                auto& balance = balances[movement.unit];
                balance += movement.amount.minor_units;
                TIMEBANK_TRY(amount, amount_of(balance));
                movement.balance = amount;
            }
        return {};
    }

    Result<void> fill_units() {
        TIMEBANK_CHECK(require_sums_are_balances());
        for (const auto& [code, sums] : sums_) {
            StatementUnit unit;
            TIMEBANK_TRY(content, book_.unit(code));
            unit.unit = std::move(content);
            TIMEBANK_TRY(opening, amount_of(sums.opening));
            TIMEBANK_TRY(brought_in, amount_of(sums.brought_in));
            TIMEBANK_TRY(in, amount_of(sums.in));
            TIMEBANK_TRY(out, amount_of(sums.out));
            TIMEBANK_TRY(closing, amount_of(sums.closing()));
            TIMEBANK_TRY(booked, amount_of(sums.all));
            unit.opening = opening;
            unit.brought_in = brought_in;
            unit.in = in;
            unit.out = out;
            unit.closing = closing;
            unit.booked = booked;
            unit.available = std::max(booked, Amount{});
            statement_.units.push_back(std::move(unit));
        }
        return {};
    }

    /// Two tables tell what the owner has, one by its movements and one by their sum: a statement that does
    /// not agree with the account is not given out.
    Result<void> require_sums_are_balances() const {
        std::map<std::string, Int128> differences;
        for (const auto& [unit, sums] : sums_) differences[unit] = sums.all;
        TIMEBANK_TRY(balances, read_balances(book_.reader(), statement_.owner));
        for (const auto& balance : balances) differences[balance.unit] -= balance.amount.minor_units;
        for (const auto& [unit, difference] : differences)
            if (difference != 0)
                return damaged("账户 " + statement_.owner + " 的 " + unit + " 余额与其条目之和不符",
                               "the balance of account " + statement_.owner + " in " + unit +
                                   " is not what its entries add up to");
        return {};
    }

    Snapshot& book_;
    Statement& statement_;
    std::map<std::string, Sums> sums_;
};

Result<void> require_order(std::optional<CivilDate> from, std::optional<CivilDate> until) {
    if (!from || !until || *from <= *until) return {};
    return fail(Code::invalid_argument, "起始日期 {0} 晚于截止日期 {1}：请对调",
                "the first day {0} lies behind the end {1}: exchange them",
                {to_text(*from), to_text(*until)});
}

}  // namespace

Result<Statement> draw_statement(const std::filesystem::path& folder, const std::string& owner,
                                 std::optional<CivilDate> from, std::optional<CivilDate> until) {
    TIMEBANK_CHECK(require_order(from, until));
    TIMEBANK_TRY(book, Snapshot::open(folder));
    TIMEBANK_TRY(account, read_account(book.reader(), owner));
    if (!account)
        return fail(Code::not_found, "没有账户 {}：请检查拼写", "there is no account {}: check the spelling",
                    {owner});
    Statement statement;
    statement.owner = owner;
    statement.account_class = account->content.account_class;
    statement.merged_into = account->merged_into;
    statement.from = from;
    statement.until = until;
    statement.last_entry = book.last_index();
    statement.recorded_at_unix_s = book.recorded_at_unix_s();
    TIMEBANK_CHECK(Drawing(book, statement).run());
    return statement;
}

}  // namespace timebank
