#include "store/texts.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <system_error>

#include "core/codec.hpp"
#include "core/try.hpp"
#include "store/place.hpp"

namespace timebank::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_name = "people";
// What a creation that broke off may leave behind; it never holds a text.
constexpr std::string_view unfinished_prefix = "people.new-";
constexpr mode_t folder_mode = 0750;  // as the files in it: the group may back up, nobody else may look

Bytes generation_key() {
    const auto name = bytes_of("generation");
    return {name.begin(), name.end()};
}

/// No code contains the byte 00, so "v-1" never begins "v-10".
void put_code(Encoder& out, std::string_view code) {
    out.raw(bytes_of(code));
    out.u8(0);
}

Bytes key_of(const std::string& owner) {
    Encoder out;
    put_code(out, owner);
    return out.take();
}

Bytes key_of(const std::string& owner, const std::string& field, const Digest& commitment) {
    Encoder out;
    put_code(out, owner);
    put_code(out, field);
    out.raw(commitment);
    return out.take();
}

Bytes value_of(const TextRecord& record) {
    Encoder out;
    out.raw(record.salt);
    out.raw(bytes_of(record.text));
    return out.take();
}

/// The code at the front of `rest`, which begins behind it afterwards.
std::optional<std::string> take_code(std::string_view& rest) {
    const auto end = rest.find('\0');
    if (end == std::string_view::npos) return std::nullopt;
    std::string code(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    return code;
}

Result<TextRecord> decode(const Record& stored) {
    auto rest = text_of(stored.key);
    auto owner = take_code(rest);
    auto field = take_code(rest);
    Decoder key(bytes_of(rest));
    Decoder value(stored.value);
    TextRecord record;
    record.commitment = key.array<32>();
    record.salt = value.array<32>();
    record.text = text_of(value.raw(value.remaining()));
    if (!owner || !field || !key.done() || !value.done())
        return fail(Code::data_damaged, "数据文件损坏：表“texts”的记录不符合格式；请从备份恢复人员文本",
                    "data file damaged: a record of table texts does not follow its layout; restore the "
                    "texts from a backup");
    record.owner = std::move(*owner);
    record.field = std::move(*field);
    return record;
}

Result<std::vector<TextRecord>> decode_all(const std::vector<Record>& stored) {
    std::vector<TextRecord> records;
    records.reserve(stored.size());
    for (const auto& one : stored) {
        TIMEBANK_TRY(record, decode(one));
        records.push_back(std::move(record));
    }
    return records;
}

Result<void> commit(WriteTransaction& transaction) {
    auto result = transaction.commit();
    if (result.outcome != Outcome::committed) return *result.error;
    return {};
}

Result<std::uint64_t> read_generation(Environment& environment) {
    TIMEBANK_TRY(snapshot, environment.read());
    TIMEBANK_TRY(bytes, snapshot.get(Table::text_generation, generation_key()));
    Decoder in(bytes ? ByteView(*bytes) : ByteView());
    const auto generation = in.u64();
    if (!in.done() || generation == 0)
        return fail(Code::data_damaged, "数据文件损坏：人员文本没有代号；请从备份恢复人员文本",
                    "data file damaged: the texts have no generation number; restore them from a backup");
    return generation;
}

/// Makes the data file in `folder`, complete, and closes it again.
Result<void> make_in(const fs::path& folder) {
    if (::chmod(folder.c_str(), folder_mode) != 0) return system_error(errno, "chmod", folder);
    if (const int number = give_to_folder_owner(folder); number != 0)
        return system_error(number, "chown", folder);
    TIMEBANK_TRY(environment, Environment::open(folder, Access::create, Contents::texts));
    TIMEBANK_TRY(transaction, environment->write());
    Encoder first;
    first.u64(1);
    TIMEBANK_CHECK(transaction.put(Table::text_generation, generation_key(), first.bytes()));
    return commit(transaction);
}

/// Of creations that broke off, and of those that were slower than ours.
void remove_unfinished(const fs::path& folder) {
    std::error_code ignored;
    std::vector<fs::path> unfinished;
    for (fs::directory_iterator item(folder, ignored), end; item != end; item.increment(ignored))
        if (item->path().filename().string().compare(0, unfinished_prefix.size(), unfinished_prefix) == 0)
            unfinished.push_back(item->path());
    for (const auto& one : unfinished) fs::remove_all(one, ignored);
}

/// Renaming the finished folder into its place is what makes it count. Where another was first, that one
/// does.
Result<void> move_into_place(const fs::path& made, const fs::path& folder) {
    const auto place = texts_folder(folder);
    if (::rename(made.c_str(), place.c_str()) == 0) return sync_folder(folder);
    if (errno == ENOTEMPTY || errno == EEXIST) return {};
    return system_error(errno, "rename", place);
}

}  // namespace

fs::path texts_folder(const fs::path& folder) {
    return folder / folder_name;
}

Result<std::vector<TextRecord>> TextSnapshot::of(const std::string& owner) const {
    auto from = key_of(owner);
    auto until = from;
    until.back() = 1;
    TIMEBANK_TRY(stored, snapshot_.scan(Table::texts, from, until, SIZE_MAX));
    return decode_all(stored);
}

Result<std::optional<TextRecord>> TextSnapshot::find(const std::string& owner, const std::string& field,
                                                     const Digest& commitment) const {
    auto key = key_of(owner, field, commitment);
    TIMEBANK_TRY(value, snapshot_.get(Table::texts, key));
    if (!value) return std::optional<TextRecord>();
    TIMEBANK_TRY(record, decode({std::move(key), std::move(*value)}));
    return std::optional(std::move(record));
}

Result<std::vector<TextRecord>> TextSnapshot::scan(const TextRecord* after, std::size_t limit) const {
    Bytes from;
    if (after != nullptr) {
        from = key_of(after->owner, after->field, after->commitment);
        from.push_back(0);  // the least key behind it
    }
    TIMEBANK_TRY(stored, snapshot_.scan(Table::texts, from, {}, limit));
    return decode_all(stored);
}

Result<Texts> Texts::open(const fs::path& folder, Access access) {
    const auto place = texts_folder(folder);
    auto environment = Environment::open(place, access, Contents::texts);
    std::error_code ignored;
    if (!environment && environment.error().code == Code::not_found && fs::exists(place, ignored) &&
        !fs::is_empty(place, ignored))
        return fail(
            Code::data_damaged,
            "{} 中没有 data.mdb：人员文本丢失。请从备份恢复；若确已丢失，删除该文件夹后重新登记",
            "{} has no data.mdb: the texts about people are gone. Restore them from a backup; if there is "
            "none, remove the folder and enter them again",
            {place.string()});
    if (!environment) return environment.error();
    TIMEBANK_TRY(generation, read_generation(**environment));
    return Texts(std::move(*environment), generation);
}

Result<Texts> Texts::create(const fs::path& folder) {
    auto made = (folder / (std::string(unfinished_prefix) + "XXXXXX")).string();
    if (::mkdtemp(made.data()) == nullptr) return system_error(errno, "mkdtemp", made);
    auto moved = make_in(made);
    if (moved) moved = move_into_place(made, folder);
    auto opened = open(folder, Access::read_write);
    if (opened) remove_unfinished(folder);
    if (opened || moved) return opened;
    // Only now: whoever was faster may have swept our unfinished folder away, and then all is well.
    std::error_code ignored;
    fs::remove_all(made, ignored);
    return moved.error();
}

Result<TextSnapshot> Texts::read() const {
    TIMEBANK_TRY(snapshot, environment_->read());
    return TextSnapshot(std::move(snapshot));
}

Result<void> Texts::copy_to(const fs::path& folder) const {
    constexpr std::size_t records_per_step = 4096;
    TIMEBANK_TRY(snapshot, environment_->read());
    TIMEBANK_TRY(copy, Environment::open(folder, Access::create, Contents::texts));
    TIMEBANK_TRY(transaction, copy->write());
    for (const Table table : text_tables) {
        Bytes from;
        while (true) {
            TIMEBANK_TRY(records, snapshot.scan(table, from, {}, records_per_step));
            for (const auto& one : records) TIMEBANK_CHECK(transaction.put(table, one.key, one.value));
            if (records.size() < records_per_step) break;
            from = std::move(records.back().key);
            from.push_back(0);  // the least key behind it
        }
    }
    return commit(transaction);
}

Result<void> Texts::add(const std::vector<TextRecord>& records, const Patience& patience) {
    if (records.empty()) return {};
    TIMEBANK_TRY(transaction, environment_->write(patience));
    for (const auto& record : records)
        TIMEBANK_CHECK(transaction.put(Table::texts, key_of(record.owner, record.field, record.commitment),
                                       value_of(record)));
    return commit(transaction);
}

Result<void> Texts::remove(const std::string& owner, const std::vector<Commitment>& commitments,
                           const Patience& patience) {
    if (commitments.empty()) return {};
    TIMEBANK_TRY(transaction, environment_->write(patience));
    for (const auto& one : commitments)
        TIMEBANK_CHECK(transaction.remove_text(key_of(owner, one.field, one.digest)));
    return commit(transaction);
}

}  // namespace timebank::store
