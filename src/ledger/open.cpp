#include <system_error>

#include "core/try.hpp"
#include "decision/records.hpp"
#include "ledger/anchor.hpp"
#include "ledger/book.hpp"
#include "ledger/marks.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

namespace fs = std::filesystem;

Result<void> complete(const fs::path& folder, LedgerOptions& options) {
    if (!options.clock) options.clock = std::make_shared<SystemClock>();
    if (options.entries_per_commit < 1 || options.entries_per_commit > limits::entries_per_commit)
        return fail(Code::invalid_argument, "每次提交的条目数为 {}，须在 1 至 {} 之间",
                    "entries per commit is {}, it must lie between 1 and {}",
                    {std::to_string(options.entries_per_commit), std::to_string(limits::entries_per_commit)});
    if (!options.anchor.empty()) return ledger::check_anchor_place(folder, options.anchor);
    return {};
}

Result<SignedClaim> genesis_of(const Founding& founding, const Clock& clock, const PublicKey& log_key) {
    if (!is_origin(founding.origin))
        return fail(Code::invalid_argument,
                    "账本名称 {} 不合格：须为 1 至 {} 个字符的无协议网址（a-z 0-9 . - /）",
                    "{} is no origin: it takes a schemeless URL of 1 to {} characters of a-z 0-9 . - /",
                    {founding.origin, std::to_string(limits::origin_characters)});
    GenesisContent content{log_key, founding.operator_signer->public_key(), founding.recovery_keys,
                           founding.recovery_threshold};
    TIMEBANK_CHECK(check_public_key(content.log_key));
    for (const auto& key : content.recovery_keys) TIMEBANK_CHECK(check_public_key(key));
    TIMEBANK_TRY(id, draw_claim_id(clock));
    Claim claim;
    claim.origin = founding.origin;
    claim.id = id;
    claim.content = std::move(content);
    return sign_claim(std::move(claim), *founding.operator_signer);
}

/// Makes the book in its empty folder and signs for it. The anchor does not stay when that fails.
Result<std::unique_ptr<Ledger>> found_in(const fs::path& folder, const SignedClaim& genesis,
                                         LedgerOptions options) {
    TIMEBANK_TRY(environment, store::Environment::open(ledger::book_folder(folder), store::Access::create));
    auto book = std::make_unique<ledger::Book>(environment, folder, options);
    TIMEBANK_CHECK(book->append_genesis(genesis));
    options.anchor_renewed = true;  // there is none to compare with before the first checkpoint
    book = std::make_unique<ledger::Book>(environment, folder, options);
    TIMEBANK_CHECK(book->load());
    auto note = book->checkpoint();
    if (note) return std::unique_ptr<Ledger>(std::move(book));
    if (book->has_written_anchor()) static_cast<void>(ledger::remove_anchor(options.anchor));
    return note.error();
}

/// Until it is done the folder says that it is not, and what is in it goes away again.
Result<std::unique_ptr<Ledger>> found_under_mark(const fs::path& folder, const SignedClaim& genesis,
                                                 const LedgerOptions& options) {
    TIMEBANK_TRY(mark, ledger::UnfinishedMark::begin(folder));
    if (mark.found_one()) TIMEBANK_CHECK(ledger::remove_anchor(options.anchor));
    auto founded = found_in(folder, genesis, options);
    Result<void> finished;
    if (founded) finished = mark.finish();
    if (founded && finished) return founded;
    const Error why = founded ? finished.error() : founded.error();
    if (founded) static_cast<void>(ledger::remove_anchor(options.anchor));
    founded = why;
    mark.undo();
    return why;
}

/// A founding that was cut short may have written its anchor, the head of one entry.
bool is_left_by_a_founding(const std::string& note, const std::string& name, const Signer& log_signer) {
    const auto head = open_checkpoint(note, {name, log_signer.public_key()});
    return head && head->size == 1;
}

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::found(const fs::path& folder, const Founding& founding,
                                              LedgerOptions options) {
    TIMEBANK_CHECK(complete(folder, options));
    if (!options.log_signer || !founding.operator_signer || options.anchor.empty())
        return fail(Code::invalid_argument, "创立账本需要日志密钥、运营密钥和锚点文件的位置",
                    "founding a ledger takes a log key, an operator key and a place for the anchor");
    TIMEBANK_TRY(genesis, genesis_of(founding, *options.clock, options.log_signer->public_key()));
    TIMEBANK_TRY(anchor, ledger::read_anchor(options.anchor));
    std::error_code failed;
    const bool cut_short = fs::exists(folder / ledger::unfinished_mark, failed);
    if (anchor && !(cut_short && is_left_by_a_founding(*anchor, founding.origin, *options.log_signer)))
        return fail(
            Code::already_there, "锚点文件 {} 已存在，是早先创立的账本的：请换一个位置",
            "the anchor {} is there already, of a ledger that was founded before: choose another place",
            {options.anchor.string()});
    // Also what is no folder: making it says so.
    if (!cut_short && fs::is_directory(folder, failed) && !fs::is_empty(folder, failed))
        return fail(Code::already_there, "文件夹 {} 不是空的：请换一个新文件夹",
                    "the folder {} is not empty: choose a new one", {folder.string()});
    TIMEBANK_TRY(made, make_folders(folder));
    auto founded = found_under_mark(folder, genesis, options);
    if (!founded && made) fs::remove(folder, failed);  // only when it is empty again
    return founded;
}

Result<std::unique_ptr<Ledger>> Ledger::open(const fs::path& folder, LedgerOptions options) {
    TIMEBANK_CHECK(complete(folder, options));
    TIMEBANK_CHECK(ledger::check_marks(folder, options.read_only));
    const auto access = options.read_only ? store::Access::read_only : store::Access::read_write;
    auto environment = store::Environment::open(ledger::book_folder(folder), access);
    if (!environment && environment.error().code == Code::not_found)
        return fail(Code::not_found, "{} 里没有账本：请检查路径；新账本用 init 创立",
                    "there is no ledger in {}: check the path; a new one is founded with init",
                    {folder.string()});
    if (!environment) return environment.error();
    auto book = std::make_unique<ledger::Book>(*environment, folder, std::move(options));
    TIMEBANK_CHECK(book->load());
    return std::unique_ptr<Ledger>(std::move(book));
}

namespace ledger {

fs::path book_folder(const fs::path& folder) {
    return folder / "book";
}

Book::Book(std::shared_ptr<store::Environment> environment, fs::path folder, LedgerOptions options)
    : environment_(std::move(environment)), folder_(std::move(folder)), options_(std::move(options)) {}

Result<void> Book::load() {
    TIMEBANK_TRY(transaction, environment_->read());
    TIMEBANK_TRY(first, read_entry(transaction, 0));
    const auto* genesis = first ? founding_in(first->signed_claim.claim) : nullptr;
    if (!genesis)
        return fail(Code::data_damaged, "{} 里没有创世条目：不是账本，或已损坏。请从备份恢复",
                    "there is no genesis entry in {}: it is no ledger, or damaged. Restore a backup",
                    {folder_.string()});
    log_key_ = genesis->log_key;
    TIMEBANK_TRY(founding, transaction.get(Table::log, key_of::entry(0)));
    identity_ = {first->signed_claim.claim.origin, merkle::leaf_hash(*founding)};
    if (options_.log_signer && options_.log_signer->public_key() != log_key_)
        return fail(Code::bad_key, "日志密钥不是账本 {0} 的：创世条目写的是 {1}",
                    "the log key is not that of the ledger {0}: its genesis entry names {1}",
                    {identity_.origin, to_text(log_key_)});
    // Before the anchor: tables that are behind would make the ledger look like an older copy of itself.
    TIMEBANK_TRY(head, read_complete_head(transaction));
    if (options_.anchor.empty()) return {};
    TIMEBANK_TRY(fault, compare_anchor(transaction, head));
    if (fault && !options_.read_only) return *fault;
    anchor_fault_ = fault;
    return {};
}

Result<std::optional<Error>> Book::compare_anchor(const Reader& reader, const LedgerHead& head) const {
    auto fault = [&](const std::string& zh, const std::string& en) {
        return std::optional<Error>(
            Error{Code::anchor_mismatch,
                  {zh + "（锚点 " + options_.anchor.string() + "）。只能只读打开；请恢复较新的副本",
                   en + " (anchor " + options_.anchor.string() +
                       "). It opens read-only; bring back the newer copy"}});
    };
    TIMEBANK_TRY(note, read_anchor(options_.anchor));
    if (!note) {
        if (options_.anchor_renewed) return std::optional<Error>();
        return std::optional<Error>(fail(
            Code::anchor_mismatch, "没有锚点文件 {}：请找回它；若确已丢失，核对账本后用 --renew-anchor 重建",
            "there is no anchor at {}: bring it back; if it is lost for good, check the ledger and use "
            "--renew-anchor",
            {options_.anchor.string()}));
    }
    auto anchored = open_checkpoint(*note, {identity_.origin, log_key_});
    if (!anchored) return fault("锚点不是这个账本的", "the anchor is not this ledger's");
    if (anchored->size > head.size)
        return fault("账本有 " + std::to_string(head.size) + " 条，比锚点的 " +
                         std::to_string(anchored->size) + " 条旧：可能是旧副本",
                     "the ledger has " + std::to_string(head.size) + " entries, its anchor " +
                         std::to_string(anchored->size) + ": it is an older copy");
    TIMEBANK_TRY(frontier, read_frontier(reader, anchored->size));
    if (frontier.root() != anchored->root)
        return fault("账本与锚点的树根不同：不是同一本账",
                     "the ledger's root is not its anchor's: it is another book");
    return std::optional<Error>();
}

}  // namespace ledger
}  // namespace timebank
