#include "decision/kinds/clock.hpp"

#include <cstdlib>

#include "core/try.hpp"
#include "decision/recording_time.hpp"
#include "timebank/limits.hpp"

namespace timebank {

Result<bool> Kind<ClockContent>::takes_two_officers(const ClockContent& content, const Reader& reader) {
    TIMEBANK_TRY(newest, reader.last(Table::log, {}, {}));
    if (!newest) return false;
    TIMEBANK_TRY(entry, decode_entry(newest->value));
    return turns_back(content, Pace{entry.recorded_at_unix_s, 0});
}

Verdict Kind<ClockContent>::decide(const ClockContent& content, const Deciding& deciding) {
    const auto apart_s = std::llabs(utc_minutes(content.at) * 60 - deciding.recorded_at_unix_s);
    if (apart_s <= limits::clock_claim_slack_s) return Decision{};
    return refuse(RefusalCode::clock_differs, "at",
                  same_in_both(unix_seconds_to_text(deciding.recorded_at_unix_s)),
                  same_in_both(to_text(content.at)));
}

Applied Kind<ClockContent>::apply(const ClockContent&, const Applying& applying) {
    constexpr std::size_t accounts_per_page = 1'000;
    auto& book = applying.book;
    const auto today = utc_day(applying.entry.recorded_at_unix_s);
    Bytes from;
    while (true) {
        TIMEBANK_TRY(page, book.scan(Table::accounts, from, {}, accounts_per_page));
        for (const auto& record : page) {
            TIMEBANK_TRY(account, decode_account(record));
            if (account.opened_on <= today) continue;
            account.opened_on = today;
            book.put(Table::accounts, record.key, encode(account));
        }
        if (page.size() < accounts_per_page) return std::optional<Refusal>();
        from = page.back().key;
        from.push_back(0);  // the least key behind it
    }
}

}  // namespace timebank
