#include "store/texts.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "catch.hpp"
#include "store/support.hpp"
#include "timebank/digest.hpp"

using namespace timebank;
using namespace timebank::store;
using namespace timebank::store::test;
namespace fs = std::filesystem;

namespace {

TextRecord record_of(const std::string& owner, const std::string& field, const std::string& text) {
    const Digest salt = sha256(bytes_of(owner + field + text));
    return {owner, field, commit(field, salt, bytes_of(text)), salt, text};
}

bool same(const TextRecord& a, const TextRecord& b) {
    return a.owner == b.owner && a.field == b.field && a.commitment == b.commitment && a.salt == b.salt &&
           a.text == b.text;
}

/// By owner, field and commitment, as plain strings compare.
bool before(const TextRecord& a, const TextRecord& b) {
    if (a.owner != b.owner) return a.owner < b.owner;
    if (a.field != b.field) return a.field < b.field;
    return a.commitment < b.commitment;
}

std::vector<TextRecord> everything(const Texts& texts, std::size_t a_page) {
    const auto snapshot = texts.read().value();
    std::vector<TextRecord> all;
    for (;;) {
        const auto page = snapshot.scan(all.empty() ? nullptr : &all.back(), a_page).value();
        if (page.empty()) return all;
        all.insert(all.end(), page.begin(), page.end());
    }
}

std::size_t unfinished_in(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& item : fs::directory_iterator(folder))
        if (item.path().filename().string().compare(0, 10, "people.new") == 0) ++count;
    return count;
}

/// Flips one bit of the byte at `offset` of the file, and back when it goes.
class Flip {
  public:
    Flip(fs::path file, std::size_t offset) : file_(std::move(file)), bytes_(read_file(file_)) {
        auto changed = bytes_;
        changed[offset] ^= 0x10;
        write_file(file_, changed);
    }
    ~Flip() { write_file(file_, bytes_); }
    Flip(const Flip&) = delete;
    Flip& operator=(const Flip&) = delete;

  private:
    fs::path file_;
    Bytes bytes_;
};

}  // namespace

TEST_CASE("texts come back by owner, field and commitment, page by page") {
    constexpr unsigned seed = 20180604;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    // Codes that begin with each other, and one as long as a code may be.
    const std::vector<std::string> codes = {"v",    "v-1", "v-10", "v-100",
                                            "v-1.", "v_1", "V-1",  std::string(40, 'z')};
    const TempFolder folder;
    auto texts = Texts::create(folder.path()).value();
    CHECK(texts.generation() == 1);
    std::vector<TextRecord> expected;
    for (int batch = 0; batch < 20; ++batch) {
        std::vector<TextRecord> added;
        for (int i = 0; i < 15; ++i)
            added.push_back(record_of(codes[random() % codes.size()], codes[random() % codes.size()],
                                      "张" + std::to_string(random() % 100'000)));
        texts.add(added).value();
        expected.insert(expected.end(), added.begin(), added.end());
    }
    std::sort(expected.begin(), expected.end(), before);
    expected.erase(std::unique(expected.begin(), expected.end(), same), expected.end());

    for (const std::size_t a_page : {1, 7, 1'000}) {
        const auto found = everything(texts, a_page);
        REQUIRE(found.size() == expected.size());
        CHECK(std::equal(found.begin(), found.end(), expected.begin(), same));
    }
    const auto snapshot = texts.read().value();
    for (const auto& owner : codes) {
        std::vector<TextRecord> theirs;
        std::copy_if(expected.begin(), expected.end(), std::back_inserter(theirs),
                     [&](const TextRecord& one) { return one.owner == owner; });
        const auto found = snapshot.of(owner).value();
        REQUIRE(found.size() == theirs.size());
        CHECK(std::equal(found.begin(), found.end(), theirs.begin(), same));
    }
    const auto& one = expected.front();
    CHECK(same(*snapshot.find(one.owner, one.field, one.commitment).value(), one));
    CHECK_FALSE(snapshot.find(one.owner, one.field, Digest{}).value());
    CHECK(check_pages(texts_folder(folder.path()), Contents::texts).value().empty());
}

TEST_CASE("the worked example of FORMAT.md is what stands in the file") {
    const auto page_bytes = read_file(fs::path(TIMEBANK_SOURCE_DIR) / "src/store/FORMAT.md");
    std::string page(page_bytes.begin(), page_bytes.end());
    page.erase(0, page.find("## The texts"));
    /// The bytes of the line that begins with `word`; the blanks are for people.
    const auto example = [&](const std::string& word) {
        const auto line = page.find("\n    " + word + " ") + word.size() + 5;
        auto hex = page.substr(line, page.find('\n', line) - line);
        hex.erase(std::remove(hex.begin(), hex.end(), ' '), hex.end());
        return from_hex(hex).value();
    };
    TextRecord record{"v-001", "name", {}, {}, "张三"};
    for (std::size_t i = 0; i < record.salt.size(); ++i) record.salt[i] = static_cast<std::uint8_t>(i);
    record.commitment = commit(record.field, record.salt, bytes_of(record.text));
    CHECK(Bytes(record.commitment.begin(), record.commitment.end()) == example("commitment"));

    const TempFolder folder;
    { Texts::create(folder.path()).value().add({record}).value(); }
    auto stored = example("key");
    for (const std::string word : {"value", "seal"}) {
        const auto part = example(word);
        stored.insert(stored.end(), part.begin(), part.end());
    }
    const auto file = read_file(texts_folder(folder.path()) / "data.mdb");
    CHECK(std::search(file.begin(), file.end(), stored.begin(), stored.end()) != file.end());
}

TEST_CASE("another process reads what was added, and both may add") {
    const TempFolder folder;
    { Texts::create(folder.path()).value().add({record_of("v-1", "name", "张三")}).value(); }
    const int failed_step = in_child([&]() -> int {
        auto texts = Texts::open(folder.path(), Access::read_write).value();
        if (texts.read().value().of("v-1").value().size() != 1) return 1;
        return texts.add({record_of("v-2", "name", "李四")}) ? 0 : 2;
    });
    REQUIRE(failed_step == 0);
    CHECK(everything(Texts::open(folder.path(), Access::read_only).value(), 10).size() == 2);
}

TEST_CASE("the texts of a ledger that has none are not found, and are not made by looking") {
    const TempFolder folder;
    CHECK(code_of(Texts::open(folder.path(), Access::read_write)) == "not_found");
    CHECK(code_of(Texts::open(folder.path(), Access::read_only)) == "not_found");
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a creation that is killed on the way leaves nothing that counts, and the next one sweeps up") {
    constexpr unsigned seed = 7;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    int unfinished = 0;
    for (int round = 0; round < 60; ++round) {
        const TempFolder folder;
        const pid_t child = ::fork();
        if (child == 0) {
            const auto made = Texts::create(folder.path());
            ::_exit(made ? 0 : 1);
        }
        ::usleep(static_cast<useconds_t>(random() % 4'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        unfinished += static_cast<int>(unfinished_in(folder.path()));
        const auto code = code_of(Texts::open(folder.path(), Access::read_write));
        CHECK((code.empty() || code == "not_found"));
        Texts::create(folder.path()).value().add({record_of("v-1", "name", "张三")}).value();
        CHECK(unfinished_in(folder.path()) == 0);
        CHECK(everything(Texts::open(folder.path(), Access::read_only).value(), 10).size() == 1);
    }
    CHECK(unfinished > 0);  // else no kill came in time
}

TEST_CASE("of several who make the texts at once all go on with the same ones") {
    const TempFolder folder;
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
        children.push_back(::fork());
        if (children.back() != 0) continue;
        auto texts = Texts::create(folder.path());
        const bool done = texts && texts->add({record_of("v-" + std::to_string(i), "name", "张三")});
        ::_exit(done ? 0 : 1);
    }
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        CHECK(status == 0);
    }
    CHECK(everything(Texts::open(folder.path(), Access::read_only).value(), 10).size() == 6);
    CHECK(unfinished_in(folder.path()) == 0);
}

TEST_CASE("a flipped bit anywhere in a text, its salt or its check is found") {
    const TempFolder folder;
    const auto record = record_of("v-1", "name", "欧阳娜娜");
    { Texts::create(folder.path()).value().add({record}).value(); }
    const auto file = texts_folder(folder.path()) / "data.mdb";
    auto stored = Bytes(record.salt.begin(), record.salt.end());
    stored.insert(stored.end(), record.text.begin(), record.text.end());
    const auto bytes = read_file(file);
    const auto at = std::search(bytes.begin(), bytes.end(), stored.begin(), stored.end());
    REQUIRE(at != bytes.end());
    constexpr std::size_t check_bytes = 8;
    for (std::size_t i = 0; i < stored.size() + check_bytes; ++i) {
        const Flip flip(file, static_cast<std::size_t>(at - bytes.begin()) + i);
        const auto texts = Texts::open(folder.path(), Access::read_only).value();
        const auto snapshot = texts.read().value();
        INFO("byte " << i);
        CHECK(code_of(snapshot.find("v-1", "name", record.commitment)) == "data_damaged");
        CHECK(code_of(snapshot.of("v-1")) == "data_damaged");
        CHECK(code_of(snapshot.scan(nullptr, 10)) == "data_damaged");
    }
    CHECK(Texts::open(folder.path(), Access::read_only).value().read().value().of("v-1").value().size() == 1);
}

TEST_CASE("a folder without its data file, and a data file of the other kind, are said to be so") {
    const TempFolder folder;
    { Texts::create(folder.path()).value(); }
    const auto place = texts_folder(folder.path());

    SECTION("a lost data file is not taken for a register that was never begun") {
        fs::remove(place / "data.mdb");
        CHECK(code_of(Texts::open(folder.path(), Access::read_write)) == "data_damaged");
        CHECK(code_of(Texts::create(folder.path())) == "data_damaged");
    }
    SECTION("an empty data file is damage too") {
        write_file(place / "data.mdb", {});
        CHECK(code_of(Texts::open(folder.path(), Access::read_write)) == "data_damaged");
        CHECK(code_of(Texts::create(folder.path())) == "data_damaged");
    }
    SECTION("texts are no book, whether they are open already or not") {
        CHECK(code_of(Environment::open(place, Access::read_only)) == "data_damaged");
        const auto texts = Texts::open(folder.path(), Access::read_write).value();
        CHECK(code_of(Environment::open(place, Access::read_write)) == "invalid_argument");
        CHECK_FALSE(check_pages(place).value().empty());
    }
    SECTION("a book in the place of the texts is none") {
        fs::remove_all(place);
        { Environment::open(place, Access::create).value(); }
        CHECK(code_of(Texts::open(folder.path(), Access::read_write)) == "data_damaged");
    }
}

TEST_CASE("texts that somebody else's process opened are refused in a forked child") {
    const TempFolder folder;
    auto texts = Texts::create(folder.path()).value();
    const int failed_step = in_child([&]() -> int {
        if (code_of(texts.read()) != "unsupported_place") return 1;
        if (code_of(texts.add({record_of("v-1", "name", "张三")})) != "unsupported_place") return 2;
        return 0;
    });
    CHECK(failed_step == 0);
    CHECK(texts.add({record_of("v-1", "name", "张三")}));
}

TEST_CASE("after a write that broke off the texts are closed, and nothing of it is there") {
    const TempFolder folder;
    { Texts::create(folder.path()).value().add({record_of("v-1", "name", "张三")}).value(); }
    const int failed_step = in_child([&]() -> int {
        auto texts = std::make_optional(Texts::open(folder.path(), Access::read_write).value());
        ::signal(SIGXFSZ, SIG_IGN);
        struct rlimit limit {};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = fs::file_size(texts_folder(folder.path()) / "data.mdb") + 5'000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (texts->add({record_of("v-2", "note", std::string(500'000, 'x'))})) return 1;
        if (code_of(texts->read()) != "poisoned") return 2;
        limit.rlim_cur = RLIM_INFINITY;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (code_of(texts->add({record_of("v-2", "name", "李四")})) != "poisoned") return 3;
        texts.reset();
        texts = Texts::open(folder.path(), Access::read_write).value();
        if (!texts->add({record_of("v-2", "name", "李四")})) return 4;
        return everything(*texts, 10).size() == 2 ? 0 : 5;
    });
    CHECK(failed_step == 0);
}
