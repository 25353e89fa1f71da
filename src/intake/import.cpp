#include "intake/import.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>
#include <variant>

#include "core/codec.hpp"
#include "core/excerpt.hpp"
#include "core/parallel.hpp"
#include "core/try.hpp"
#include "intake/sheet_text.hpp"
#include "intake/sign_in_standing.hpp"
#include "timebank/digest.hpp"
#include "timebank/limits.hpp"

namespace timebank::intake {
namespace {

/// How often another desk may be faster before an import gives up.
constexpr int tries = 1'000;

constexpr std::size_t worth_threads = 16;         // signatures
constexpr std::size_t known_owners_max = 20'000;  // among which a misspelt one is looked for
constexpr std::size_t accounts_per_page = 1'000;

std::size_t place_of(SignIn column) {
    return static_cast<std::size_t>(column);
}

void sort_names(std::vector<Import::Name>& names) {
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return std::tie(a.name, a.row) < std::tie(b.name, b.row); });
}

Result<void> check_options(const ImportOptions& options) {
    if (options.signer == nullptr)
        return fail(Code::invalid_argument, "导入须有签署声明的密钥：请指定",
                    "an import signs claims, and there is no key to sign with: name one");
    if (options.rows_per_step < 1 || options.rows_per_step > limits::entries_per_commit)
        return fail(Code::invalid_argument, "每步行数为 {0}，应为 1 至 {1}",
                    "a step has {0} rows, it must have from 1 to {1}",
                    {std::to_string(options.rows_per_step), std::to_string(limits::entries_per_commit)});
    return {};
}

Result<SheetHeader> read_header(std::string_view text, const ImportOptions& options) {
    CsvReader csv(text);
    CsvRow row;
    TIMEBANK_TRY(found, csv.next(row));
    if (!found)
        return fail(Code::bad_document, "表里一个字也没有：请先填写",
                    "nothing is written in the sheet: fill it in");
    TIMEBANK_TRY(header, SheetHeader::read(row, sign_in_columns(), options.own_headings));
    if (!header.has(place_of(SignIn::end)) && !header.has(place_of(SignIn::minutes)))
        return fail(Code::bad_document, "缺少列“结束”或“分钟”：请加上其中之一",
                    "neither the column \"end\" nor \"minutes\" is there: add one of them");
    return header;
}

/// The column in which the row names that account.
SignIn column_naming(const std::string& owner, const ServiceContent& service) {
    if (service.participants.front().owner == owner) return SignIn::volunteer;
    return service.on_behalf_of == owner ? SignIn::on_behalf_of : SignIn::receiver;
}

/// The column in which a refusal's cause stands, as far as there is one.
std::optional<SignIn> column_of(const Refusal& refusal, const ServiceContent& service) {
    switch (refusal.code) {
        case RefusalCode::account_unknown:
            return column_naming(refusal.found.en, service);
        case RefusalCode::account_merged:
        case RefusalCode::class_not_allowed:
            return column_naming(refusal.rule.en, service);
        case RefusalCode::service_in_future:
        case RefusalCode::standard_missing:
            return SignIn::date;
        case RefusalCode::category_unknown:
            return SignIn::category;
        case RefusalCode::participant_repeated:
        case RefusalCode::serves_themselves:
            return SignIn::receiver;
        case RefusalCode::second_person_missing:
        case RefusalCode::service_too_long:
            return SignIn::end;
        case RefusalCode::own_minutes_too_long:
            return SignIn::own_minutes;
        default:
            return std::nullopt;
    }
}

}  // namespace

Result<Import> Import::begin(const Ledger& ledger, std::string_view bytes, const ImportOptions& options) {
    TIMEBANK_CHECK(check_options(options));
    TIMEBANK_TRY(text, sheet_text(bytes));
    TIMEBANK_TRY(header, read_header(text, options));
    const SystemClock system_clock;
    const Clock* clock = options.clock ? options.clock.get() : &system_clock;
    TIMEBANK_TRY(editions, SignInEditions::read(ledger, *clock));
    return Import(ledger, options, text, {ledger.origin(), std::move(header), options, std::move(editions)},
                  batch_id(ledger.origin(), bytes));
}

template <class Work>
Result<void> Import::for_each_row(Work work) const {
    CsvReader csv(text_);
    CsvRow row;
    TIMEBANK_CHECK(csv.next(row));  // the header
    for (std::size_t position = 0;; ++position) {
        TIMEBANK_TRY(found, csv.next(row));
        if (!found) return {};
        TIMEBANK_CHECK(work(position, row));
    }
}

Result<void> Import::read_rows() {
    TIMEBANK_CHECK(for_each_row([&](std::size_t position, const CsvRow& csv_row) -> Result<void> {
        if (csv_row.line > std::numeric_limits<std::uint32_t>::max())
            return fail(Code::bad_document, "表太长：请分成几个文件",
                        "the sheet is too long: cut it into several");
        rows_.push_back({{}, static_cast<std::uint32_t>(csv_row.line), State::good});
        TIMEBANK_TRY(read, read_sign_in_row(sheet_, csv_row));
        if (auto* fault = std::get_if<RowFault>(&read)) {
            break_row(position, std::move(*fault));
            return {};
        }
        const auto& row = std::get<SignInRow>(read);
        for (const auto& one : row.service.participants) owners_.insert(one.owner);
        if (!row.service.on_behalf_of.empty()) owners_.insert(row.service.on_behalf_of);
        rows_.back().id = row_id(sheet_.origin, row, 0);
        if (row.session_label.empty()) return {};
        for (const auto& one : row.service.participants)
            if (is_served_role(one.role)) served_.push_back({served_name(row.service, one.owner), position});
        return {};
    }));
    if (rows_.empty())
        return fail(Code::bad_document, "表里只有表头：请先填写",
                    "the sheet has headings and no rows: fill it in");
    break_repeated_rows();
    break_repeated_people();
    return {};
}

void Import::break_repeated_rows() {
    std::vector<Name> names;
    for (std::size_t position = 0; position < rows_.size(); ++position)
        if (rows_[position].state == State::good) names.push_back({rows_[position].id.bytes, position});
    sort_names(names);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool like_last = i > 0 && names[i - 1].name == names[i].name;
        const bool like_next = i + 1 < names.size() && names[i + 1].name == names[i].name;
        if (!like_last && !like_next) continue;
        const auto other = std::to_string(rows_[names[like_last ? i - 1 : i + 1].row].line);
        break_row(
            names[i].row,
            {"",
             say("与第 {} 行是同一条（日期、开始、人员、角色、类别、场次都相同，或记录号相同）：请删去其一；"
                 "若确是两次，请用场次或记录号区分",
                 "it is the same as line {} (date, start, person, role, category and session, or the "
                 "id): remove one of the two, or tell them apart by session or id",
                 {other})});
    }
}

void Import::break_repeated_people() {
    auto served = std::exchange(served_, {});
    sort_names(served);
    for (std::size_t i = 1; i < served.size(); ++i) {
        const bool repeated = served[i].name == served[i - 1].name && served[i].row != served[i - 1].row;
        if (!repeated || rows_[served[i].row].state != State::good) continue;
        const auto other = std::to_string(rows_[served[i - 1].row].line);
        break_row(
            served[i].row,
            {"", say("这一场次的受服务者里有人在第 {} 行已经写过，会多算一个人次：请只写一次",
                     "somebody who is served here is named for the same session in line {} already, and "
                     "would be counted twice: name each person once",
                     {other})});
    }
    std::vector<ServedName> names;
    names.reserve(served.size());
    for (const auto& one : served) names.push_back(one.name);
    recorded_.ask_about(std::move(names));
}

void Import::report_row(std::size_t row, State state, RowReport report) {
    rows_[row].state = state;
    report.line = report.last_line = rows_[row].line;
    reports_.add(std::move(report));
}

void Import::break_row(std::size_t row, RowFault fault) {
    RowReport report;
    report.outcome = RowOutcome::broken;
    report.column = std::move(fault.column);
    report.text = std::move(fault.text);
    report_row(row, State::broken, std::move(report));
}

template <class Accept, class Work>
Result<void> Import::for_each_step(ImportPhase phase, Accept accept, Work work) {
    std::vector<Candidate> step;
    std::size_t done = 0;
    const auto finish_step = [&]() -> Result<void> {
        if (!step.empty()) TIMEBANK_CHECK(work(step));
        step.clear();
        if (options_->progress) options_->progress(phase, done, rows_.size());
        return {};
    };
    TIMEBANK_CHECK(for_each_row([&](std::size_t position, const CsvRow& csv_row) -> Result<void> {
        ++done;
        if (rows_[position].state == State::good) {
            TIMEBANK_TRY(read, read_sign_in_row(sheet_, csv_row));
            Candidate candidate{position, std::move(std::get<SignInRow>(read)), std::nullopt};
            TIMEBANK_TRY(accepted, accept(candidate));
            if (accepted) step.push_back(std::move(candidate));
        }
        return done % options_->rows_per_step == 0 ? finish_step() : Result<void>();
    }));
    const bool is_told = done != 0 && done % options_->rows_per_step == 0;
    return is_told ? Result<void>() : finish_step();
}

/// Asks the ledger whether the row is there, and says so when it is.
Result<bool> Import::is_new(Candidate& candidate) {
    auto& row = rows_[candidate.row];
    TIMEBANK_TRY(standing,
                 standing_of_row(*ledger_, recorded_, candidate.read, options_->signer->public_key()));
    row.id = standing.id;
    if (!standing.recorded) {
        TIMEBANK_TRY(repeats, was_served_before(candidate));
        return !repeats;
    }
    const auto entry = standing.recorded->index;
    const auto difference =
        first_difference(sheet_.header, standing.recorded->service, candidate.read.service);
    if (!difference) {
        row.state = State::recorded;
        reports_.add_recorded(candidate.row, row.line, entry);
        count_good(candidate);
        return false;
    }
    RowReport report;
    report.outcome = RowOutcome::differs;
    report.column = sheet_.header.heading(place_of(difference->column));
    report.entry = entry;
    report.text =
        say("已记为条目 {0}，当时是 {1}，这里是 {2}：请更正那个条目（correct {0}），或改回这一格",
            "was recorded with {3} in entry {0}, here it is {4}: correct it there (correct {0}), or "
            "put this cell right",
            {std::to_string(entry), difference->recorded.zh, difference->found.zh, difference->recorded.en,
             difference->found.en});
    report_row(candidate.row, State::refused, std::move(report));
    return false;
}

/// Whether the ledger has somebody served in the new row's session already, and says so.
Result<bool> Import::was_served_before(const Candidate& candidate) {
    const auto& service = candidate.read.service;
    if (candidate.read.session_label.empty()) return false;
    for (const auto& one : service.participants) {
        if (!is_served_role(one.role)) continue;
        TIMEBANK_TRY(entry, recorded_.was_served_in(service, one.owner));
        if (!entry) continue;
        break_row(candidate.row,
                  {sheet_.header.heading(place_of(column_naming(one.owner, service))),
                   say("{0} 在这一场次已由条目 {1} 记为受服务者，会多算一个人次：请只写一次；若条目 {1} "
                       "有误，请更正它（correct {1}）",
                       "{0} was served in the same session in entry {1} already, and would be counted "
                       "twice: name each person once; if entry {1} is wrong, correct it there (correct "
                       "{1})",
                       {one.owner, std::to_string(*entry)})});
        return true;
    }
    return false;
}

/// As totals count them: what is always open has no sessions.
void Import::count_good(const Candidate& candidate) {
    const auto& read = candidate.read;
    const auto& service = read.service;
    weigh_time(candidate);
    for (const auto& one : service.participants) person_times_ += is_served_role(one.role) ? 1 : 0;
    if (sheet_.editions.is_ongoing(civil_date(service.actual.start), service.category)) return;
    if (read.session_label.empty())
        ++sessions_alone_;
    else
        sessions_.insert(service.session);
}

/// A slip of the pen makes a day of 744 hours, and the rules may take it.
void Import::weigh_time(const Candidate& candidate) {
    const auto& service = candidate.read.service;
    const auto line = rows_[candidate.row].line;
    const auto warn = [&](Text text) {
        if (warnings_.size() < ImportReport::reported_max) warnings_.push_back({line, std::move(text)});
    };
    const auto hours = [](std::int64_t minutes) {
        return std::to_string(minutes / 60) + ":" + (minutes % 60 < 10 ? "0" : "") +
               std::to_string(minutes % 60);
    };
    const auto whole = duration_minutes(service.actual);
    if (whole > limits::long_row_minutes)
        warn(say("第 {0} 行长达 {1}（时:分），请核对起止时间",
                 "line {0} lasts {1} (h:mm): check when it began and ended",
                 {std::to_string(line), hours(whole)}));
    const auto day = civil_date(service.actual.start);
    for (const auto& one : service.participants) {
        if (is_served_role(one.role)) continue;
        const auto own = std::int64_t{one.own_minutes.value_or(static_cast<std::uint32_t>(whole))};
        served_minutes_ += static_cast<std::size_t>(own);
        auto& sum = minutes_of_day_[{one.owner, day.days}];
        const bool was_long = sum > 24 * 60;
        sum += own;
        if (sum > 24 * 60 && !was_long && whole <= limits::long_row_minutes)
            warn(say("{0} 在 {1} 这一天合计 {2}（时:分），超过 24 小时，请核对（第 {3} 行为止）",
                     "{0} serves {2} (h:mm) on {1}, more than 24 hours: check it (up to line {3})",
                     {one.owner, to_text(day), hours(sum), std::to_string(line)}));
    }
}

/// Makes the claims of the step; a row that breaks a limit of claims is broken, and leaves the step.
Result<void> Import::sign(std::vector<Candidate>& step) {
    std::vector<std::optional<Result<SignedClaim>>> claims(step.size());
    for_each_in_parallel(step.size(), worth_threads, [&](std::size_t i) {
        Claim claim;
        claim.origin = sheet_.origin;
        claim.ledger = ledger_->genesis_hash();
        claim.id = rows_[step[i].row].id;
        claim.batch = batch_;
        claim.content = step[i].read.service;
        if (!options_->signer_owner.empty()) {
            claim.acting_for = step[i].read.service.participants.front().owner;
            claim.capacity = claim.acting_for == options_->signer_owner ? Capacity::self : Capacity::agent;
        }
        claims[i] = sign_claim(std::move(claim), *options_->signer);
    });
    for (std::size_t i = 0; i < step.size(); ++i) {
        auto& claim = *claims[i];
        if (claim)
            step[i].claim = std::move(*claim);
        else if (claim.error().code == Code::invalid_argument)
            break_row(step[i].row, {"", claim.error().text});
        else
            return claim.error();
    }
    step.erase(std::remove_if(step.begin(), step.end(), [](const auto& one) { return !one.claim; }),
               step.end());
    return {};
}

namespace {

std::vector<SignedClaim> claims_of(std::vector<Import::Candidate>& step) {
    std::vector<SignedClaim> claims;
    claims.reserve(step.size());
    for (auto& candidate : step) claims.push_back(std::move(*candidate.claim));
    return claims;
}

}  // namespace

Result<void> Import::try_rows() {
    TIMEBANK_TRY(head, ledger_->head());
    looked_at_size_ = head.size;
    sessions_.clear();
    sessions_alone_ = person_times_ = served_minutes_ = 0;
    minutes_of_day_.clear();
    warnings_.clear();
    recorded_.look_again();
    reports_.forget_recorded();
    for (auto& row : rows_)
        if (row.state == State::recorded) row.state = State::good;
    TIMEBANK_TRY(trial, ledger_->begin_trial());
    return for_each_step(
        ImportPhase::trial,
        [&](Candidate& candidate) -> Result<bool> {
            if (!rows_[candidate.row].is_posted) return is_new(candidate);
            count_good(candidate);
            return false;
        },
        [&](std::vector<Candidate>& step) -> Result<void> {
            TIMEBANK_CHECK(sign(step));
            TIMEBANK_TRY(quotes, trial->decide(claims_of(step)));
            for (std::size_t i = 0; i < step.size(); ++i) {
                const auto& result = quotes[i].result;
                if (result.outcome == PostOutcome::refused)
                    TIMEBANK_CHECK(take_refusal(step[i], result.refusal));
                else
                    count_good(step[i]);
            }
            return {};
        });
}

Result<void> Import::take_refusal(const Candidate& candidate, const Refusal& refusal) {
    RowReport report;
    report.outcome = RowOutcome::refused;
    report.refusal = refusal.code;
    report.text = explain_refusal(refusal);
    if (const auto column = column_of(refusal, candidate.read.service))
        report.column = sheet_.header.heading(place_of(*column));
    if (refusal.code == RefusalCode::account_unknown) {
        TIMEBANK_TRY(text, explain_unknown(refusal));
        report.text = std::move(text);
    }
    report_row(candidate.row, State::refused, std::move(report));
    return {};
}

/// An unknown number may be one that a spreadsheet has spoilt, or nearly one that is there.
Result<Text> Import::explain_unknown(const Refusal& refusal) {
    if (const auto lost = lost_digits_of(refusal.found.en)) return *lost;
    if (!known_owners_) {
        known_owners_.emplace();
        while (known_owners_->size() < known_owners_max) {
            const auto last = known_owners_->empty() ? "" : known_owners_->back();
            TIMEBANK_TRY(page, ledger_->accounts(last, accounts_per_page));
            if (page.empty()) break;
            for (auto& account : page) known_owners_->push_back(std::move(account.content.owner));
        }
    }
    auto text = explain_refusal(refusal);
    if (const auto near = nearest_word(refusal.found.en, {known_owners_->begin(), known_owners_->end()})) {
        const auto question = say("（是否为 {}？）", " (is it {}?)", {*near});
        text.zh += question.zh;
        text.en += question.en;
    }
    return text;
}

bool Import::posts() const {
    const auto is_bad = [](const Row& row) {
        return row.state == State::broken || row.state == State::refused;
    };
    const auto is_posted = [](const Row& row) { return row.is_posted; };
    return options_->keep_good || std::none_of(rows_.begin(), rows_.end(), is_bad) ||
           std::any_of(rows_.begin(), rows_.end(), is_posted);
}

/// Whether an entry that somebody else has written may change what is to be said of a row: it names one of
/// the sheet's people, or nobody, as rules, rulings and reversals do.
bool Import::concerns_rows(const Entry& entry) const {
    const auto named = owners_named(entry.signed_claim.claim);
    return named.empty() ||
           std::any_of(named.begin(), named.end(), [&](const auto& one) { return owners_.count(one) != 0; });
}

/// Others go on writing while a long sheet is posted: what is about other people is let pass.
Result<bool> Import::pass_over_others() {
    while (true) {
        TIMEBANK_TRY(page, ledger_->entries(looked_at_size_, 1'000));
        if (page.empty()) return true;
        for (const auto& entry : page)
            if (concerns_rows(entry)) return false;
        looked_at_size_ += page.size();
    }
}

/// Posts onto the head that the rows were tried on. When somebody else has written since, what is left is
/// tried again: another desk may have entered the same people, and both would count.
Result<void> Import::post_rows(Ledger& ledger) {
    for (int attempt = 1;; ++attempt) {
        auto posted = post_tried_rows(ledger);
        if (posted || posted.error().code != Code::head_moved || attempt == tries) return posted;
        TIMEBANK_TRY(passed, pass_over_others());
        if (passed) continue;
        TIMEBANK_CHECK(try_rows());
        if (!posts()) return {};
    }
}

Result<void> Import::post_tried_rows(Ledger& ledger) {
    return for_each_step(
        ImportPhase::posting,
        [&](Candidate& candidate) -> Result<bool> { return !rows_[candidate.row].is_posted; },
        [&](std::vector<Candidate>& step) -> Result<void> {
            TIMEBANK_CHECK(sign(step));
            TIMEBANK_TRY(results, ledger.post(claims_of(step), looked_at_size_));
            for (std::size_t i = 0; i < step.size(); ++i) {
                rows_[step[i].row].is_posted = results[i].outcome != PostOutcome::refused;
                looked_at_size_ += results[i].outcome == PostOutcome::accepted ? 1 : 0;
                if (results[i].outcome == PostOutcome::refused)
                    TIMEBANK_CHECK(take_refusal(step[i], results[i].refusal));
            }
            return {};
        });
}

ImportReport Import::report() const {
    ImportReport report;
    report.batch = batch_;
    report.rows = rows_.size();
    for (const auto& row : rows_) {
        report.new_rows += row.state == State::good ? 1 : 0;
        report.recorded_rows += row.state == State::recorded ? 1 : 0;
        report.broken_rows += row.state == State::broken ? 1 : 0;
        report.refused_rows += row.state == State::refused ? 1 : 0;
    }
    report.sessions = sessions_.size() + sessions_alone_;
    report.person_times = person_times_;
    report.served_minutes = served_minutes_;
    report.warnings = warnings_;
    report.posts = posts();
    report.reports = reports_.all();
    report.unreported_rows = reports_.dropped();
    return report;
}

}  // namespace timebank::intake

namespace timebank {

std::string_view to_text(RowOutcome outcome) {
    switch (outcome) {
        case RowOutcome::recorded:
            return "recorded";
        case RowOutcome::broken:
            return "broken";
        case RowOutcome::differs:
            return "differs";
        case RowOutcome::refused:
            return "refused";
    }
    return "unknown";
}

Result<ImportReport> try_import(const Ledger& ledger, std::string_view sheet, const ImportOptions& options) {
    try {
        TIMEBANK_TRY(import, intake::Import::begin(ledger, sheet, options));
        TIMEBANK_CHECK(import.read_rows());
        TIMEBANK_CHECK(import.try_rows());
        return import.report();
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
}

Result<ImportReport> import_sheet(Ledger& ledger, std::string_view sheet, const ImportOptions& options) {
    try {
        TIMEBANK_TRY(import, intake::Import::begin(ledger, sheet, options));
        TIMEBANK_CHECK(import.read_rows());
        TIMEBANK_CHECK(import.try_rows());
        const bool posts = import.posts();
        if (posts) TIMEBANK_CHECK(import.post_rows(ledger));
        auto report = import.report();
        report.posts = posts && import.posts();
        return report;
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
}

}  // namespace timebank
