#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/demo_data.hpp"
#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "cli/shell.hpp"
#include "timebank/audit.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/claim_lines.hpp"
#include "timebank/proof.hpp"
#include "timebank/receipt.hpp"

// The whole job once, on the achieved figures of a real half-year: found, post, redeem, count, explain,
// prove, audit, and then damage a copy.

namespace timebank::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* demo_origin = "fuyuan.example/timebank";

class Demo {
  public:
    Demo(fs::path folder, Shell& shell) : folder_(std::move(folder)), shell_(shell) {}

    Result<void> run() {
        for (auto step : {&Demo::found, &Demo::post_everything, &Demo::count, &Demo::show_people,
                          &Demo::prove, &Demo::audit_it, &Demo::damage_a_copy, &Demo::say_what_next})
            if (auto done = (this->*step)(); !done) return done;
        return {};
    }

  private:
    void heading(std::string_view zh, std::string_view en) { print_line("\n== " + shell_.say(zh, en)); }
    void line(std::string_view zh, std::string_view en,
              std::initializer_list<std::string_view> arguments = {}) {
        print_line(shell_.say(zh, en, arguments));
    }
    fs::path ledger_folder() const { return folder_ / "ledger"; }
    fs::path keys_folder() const { return folder_ / "keys"; }

    Result<void> found() {
        heading("创立账本", "founding the ledger");
        if (is_there(folder_))
            return fail(Code::already_there, "文件夹 {} 已存在：请删去它，或换一个：timebank demo 文件夹",
                        "the folder {} is there already: remove it, or name another: timebank demo FOLDER",
                        {folder_.string()});
        if (auto made = create_key_folder(keys_folder()); !made) return made;
        auto office = create_key_file(keys_folder() / "operator.pem");
        if (!office) return office.error();
        auto log = create_key_file(keys_folder() / "log.pem");
        if (!log) return log.error();
        office_ = std::move(*office);
        Founding founding;
        founding.origin = demo_origin;
        founding.operator_signer = office_;
        LedgerOptions options;
        options.log_signer = std::move(*log);
        options.anchor = keys_folder() / "anchor";
        auto ledger = Ledger::found(ledger_folder(), founding, options);
        if (!ledger) return ledger.error();
        ledger_ = std::move(*ledger);
        log_key_ = VerifierKey{ledger_->origin(), ledger_->log_key()};
        line("账本 {0}，日志公钥 {1}", "ledger {0}, log key {1}", {demo_origin, to_text(log_key_)});
        return {};
    }

    Result<void> post_claims(std::string_view what_zh, std::string_view what_en,
                             const std::vector<SignedClaim>& claims) {
        auto results = ledger_->post(claims);
        if (!results) return results.error();
        std::size_t accepted = 0;
        for (const auto& result : *results) {
            if (result.outcome == PostOutcome::refused)
                return Error{Code::broken_invariant, explain_refusal(result.refusal)};
            ++accepted;
        }
        line("{0}：{2} 条全部接受", "{1}: all {2} accepted", {what_zh, what_en, std::to_string(accepted)});
        return {};
    }

    Result<void> post_lines(std::string_view what_zh, std::string_view what_en, std::string_view lines) {
        LineSigning signing;
        signing.origin = demo_origin;
        signing.ledger = ledger_->genesis_hash();
        signing.signer = office_.get();
        auto claims = read_claim_lines(lines, signing);
        if (!claims) return claims.error();
        return post_claims(what_zh, what_en, *claims);
    }

    Result<void> adopt(std::string_view what_zh, std::string_view what_en, std::string_view document) {
        auto id = draw_claim_id(SystemClock());
        if (!id) return id.error();
        Claim claim;
        claim.origin = demo_origin;
        claim.ledger = ledger_->genesis_hash();
        claim.id = *id;
        claim.content = adoption_of(document);
        auto signed_claim = sign_claim(std::move(claim), *office_);
        if (!signed_claim) return signed_claim.error();
        return post_claims(what_zh, what_en, {*signed_claim});
    }

    Result<void> post_everything() {
        heading("提交半年的声明", "posting half a year of claims");
        if (auto posted = post_lines("单位与账户", "units and accounts", demo_setup); !posted) return posted;
        if (auto adopted =
                adopt("积分标准（含算例）", "credit standard, with its examples", demo_credit_standard);
            !adopted)
            return adopted;
        if (auto adopted = adopt("兑换标准（含算例）", "redemption standard, with its examples",
                                 demo_redemption_standard);
            !adopted)
            return adopted;
        return post_lines("服务与兑换", "services and redemptions", demo_claims);
    }

    /// The totals, and whether each row is the one of the published table.
    Result<void> count() {
        heading("按类别合计（2018 年 6 月至 12 月）", "totals by category (June to December 2018)");
        auto totals = total_services(ledger_folder(), TotalsBy::category, {}, {});
        if (!totals) return totals.error();
        // The canteen earns most of the points but is no row of the published table.
        const auto expected = nlohmann::json::parse(demo_expected);
        std::vector<TotalsRow> published;
        std::uint64_t all_sessions = 0;
        std::uint64_t all_person_times = 0;
        std::size_t equal = 0;
        for (const auto& row : expected.at("rows")) {
            auto found = std::find_if(totals->rows.begin(), totals->rows.end(), [&](const auto& one) {
                return one.key == row.at("category").get<std::string>();
            });
            if (found == totals->rows.end()) continue;
            const auto sessions = row.at("sessions").is_null() ? 0 : row.at("sessions").get<std::uint64_t>();
            const auto person_times =
                row.at("person_times").is_null() ? 0 : row.at("person_times").get<std::uint64_t>();
            if (found->total.sessions == sessions && found->total.person_times == person_times) ++equal;
            all_sessions += found->total.sessions;
            all_person_times += found->total.person_times;
            published.push_back(*found);
        }
        auto printed = print_totals(TotalsBy::category, published, nullptr, *ledger_, shell_.language);
        if (!printed) return printed;
        const auto rows = expected.at("rows").size();
        line("场次 {0}，人次 {1}；{2} / {3} 行与公布的表相同",
             "sessions {0}, person-times {1}; {2} of {3} rows equal the published table",
             {std::to_string(all_sessions), std::to_string(all_person_times), std::to_string(equal),
              std::to_string(rows)});
        if (equal != rows)
            return fail(Code::broken_invariant, "合计与公布的表不符",
                        "the totals are not those of the published table");
        return {};
    }

    Result<void> show_people() {
        heading("三位志愿者的余额", "balances of three volunteers");
        std::vector<std::vector<std::string>> rows;
        for (const std::string owner : {"v-002", "v-012", "v-017"}) {
            auto balances = ledger_->balances(owner);
            if (!balances) return balances.error();
            for (const auto& one : *balances) {
                auto unit = ledger_->unit(one.unit);
                if (!unit) return unit.error();
                rows.push_back({owner, amount_text(one.amount, **unit, shell_.language)});
            }
        }
        print_table({shell_.say("账户", "owner"), shell_.say("余额", "balance")}, rows, {1});
        heading("为什么？一次 40 分钟的探访", "why? one visit of 40 minutes");
        auto visit = find_visit();
        if (!visit) return visit.error();
        visit_ = *visit;
        auto explanation = explain_in(*ledger_, visit_);
        if (!explanation) return explanation.error();
        print_explanation(*explanation, shell_.language);
        return {};
    }

    /// The second visit of the first volunteer who made two: the running total then gives a whole point.
    Result<std::uint64_t> find_visit() {
        auto head = ledger_->head();
        if (!head) return head.error();
        auto entries = ledger_->entries(0, static_cast<std::size_t>(head->size));
        if (!entries) return entries.error();
        for (const auto& entry : *entries) {
            const auto* service = service_in(entry.signed_claim.claim);
            if (!service || duration_minutes(service->actual) != 40) continue;
            for (const auto& award : entry.decision.awards)
                if (award.unit == "point" && award.amount.minor_units > 0 && award.exact_denominator > 1)
                    return entry.index;
        }
        return fail(Code::not_found, "没有找到探访", "no visit was found");
    }

    Result<void> prove() {
        heading("收据：不需要账本，也不必信任运营者",
                "a receipt: needs no ledger and no trust in the operator");
        if (auto note = ledger_->checkpoint(); !note) return note.error();
        auto text = make_receipt(ledger_folder(), visit_);
        if (!text) return text.error();
        const auto file = folder_ / ("entry-" + std::to_string(visit_) + ".tlog-proof");
        if (auto written = write_output(file.string(), *text); !written) return written;
        auto verified = verify_receipt(*text, log_key_);
        if (!verified) return verified.error();
        line("{0}（{1} 字节）：收据成立，条目 {2}", "{0} ({1} bytes): receipt verified, entry {2}",
             {file.string(), std::to_string(text->size()), std::to_string(verified->entry.index)});
        return {};
    }

    Result<void> print_audit(const fs::path& folder, bool& sound) {
        AuditOptions options;
        options.anchor = keys_folder() / "anchor";
        auto report = audit_ledger(folder, options);
        if (!report) return report.error();
        for (const auto& finding : report->findings) print_line("  " + finding.text.in(shell_.language));
        sound = report->findings.empty();
        if (sound)
            line("audit: 没有发现问题（{} 条）", "audit: no findings ({} entries)",
                 {std::to_string(report->entries)});
        else
            line("audit: {} 个问题", "audit: {} findings", {std::to_string(report->findings.size())});
        return {};
    }

    Result<void> audit_it() {
        heading("核对整本账", "auditing the whole book");
        bool sound = false;
        if (auto printed = print_audit(ledger_folder(), sound); !printed) return printed;
        if (!sound) return fail(Code::broken_invariant, "演示账本有问题", "the demo's ledger has findings");
        return {};
    }

    Result<void> damage_a_copy() {
        heading("在副本里改动一个字节", "changing one byte in a copy");
        auto entry = ledger_->entry(visit_);
        if (!entry) return entry.error();
        auto bytes = encode_entry(**entry);
        if (!bytes) return bytes.error();
        const auto copy = folder_ / "damaged-copy";
        std::error_code failed_to_copy;
        fs::create_directories(copy / "book", failed_to_copy);
        fs::copy_file(ledger_folder() / "book" / "data.mdb", copy / "book" / "data.mdb", failed_to_copy);
        if (failed_to_copy) return system_failure(failed_to_copy.value(), copy.string());
        if (!flip_byte(copy / "book" / "data.mdb", *bytes))
            return fail(Code::broken_invariant, "在副本里找不到条目", "the entry was not found in the copy");
        line("条目 {} 的一个字节已改", "one byte of entry {} was changed", {std::to_string(visit_)});
        bool sound = true;
        if (auto printed = print_audit(copy, sound); !printed) return printed;
        if (sound) return fail(Code::broken_invariant, "改动没有被发现", "the change was not found");
        return {};
    }

    static bool flip_byte(const fs::path& file, const Bytes& entry) {
        std::ifstream in(file, std::ios::binary);
        std::string all(std::istreambuf_iterator<char>(in), {});
        in.close();
        const auto at = all.find(text_of(entry));
        if (at == std::string::npos) return false;
        const auto place = at + entry.size() / 2;
        std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
        out.seekp(static_cast<std::streamoff>(place));
        out.put(static_cast<char>(all[place] ^ 1));
        out.close();
        return !out.fail();
    }

    Result<void> say_what_next() {
        heading("接下来", "where to look next");
        line("账本、密钥和收据在 {} 里。试试：",
             "the ledger, its keys and the receipt are in {}. Try:", {folder_.string()});
        const auto ledger = ledger_folder().string();
        for (const auto& command :
             {"timebank balance " + ledger + " v-012",
              "timebank explain " + ledger + " " + std::to_string(visit_),
              "timebank --lang zh totals " + ledger + " --from 2018-09-01",
              "timebank verify " + (folder_ / ("entry-" + std::to_string(visit_) + ".tlog-proof")).string() +
                  " --key " + to_text(log_key_),
              "timebank audit " + ledger + " --keys " + keys_folder().string()})
            print_line("  " + command);
        line("数据的来历：tests/data/fuyuan-2018/README.md；如何嵌入：README.md",
             "where the figures come from: tests/data/fuyuan-2018/README.md; how to embed: README.md");
        return {};
    }

    const fs::path folder_;
    Shell& shell_;
    std::shared_ptr<Signer> office_;
    std::unique_ptr<Ledger> ledger_;
    VerifierKey log_key_;
    std::uint64_t visit_ = 0;
};

}  // namespace

void add_demo_command(CommandSyntax program, Shell& shell) {
    auto folder = std::make_shared<std::string>("timebank-demo");
    auto command =
        program.add_subcommand("demo", shell.say("用一个机构半年的真实数字演示全过程",
                                                 "show the whole job on the real figures of half a year"));
    command.add_option("FOLDER", *folder, shell.say("新建的文件夹", "a folder to make")).shows_default();
    command.callback([folder, &shell] { shell.run([&] { return Demo(*folder, shell).run(); }); });
}

}  // namespace timebank::cli
