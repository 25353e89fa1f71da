#include <algorithm>

#include "backup/manifest.hpp"

#include <nlohmann/json.hpp>

#include "core/try.hpp"
#include "timebank/digest.hpp"

namespace timebank::backup {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view what = "timebank backup";
constexpr std::uint64_t format = 1;

Json to_json(const Manifest& manifest) {
    const auto& summary = manifest.summary;
    Json object = {{"what", what},
                   {"format", format},
                   {"origin", summary.origin},
                   {"entries", summary.entries},
                   {"root", to_base64(summary.root)},
                   {"last_recorded_at_unix_s", summary.last_recorded_at_unix_s},
                   {"checkpoint", summary.checkpoint},
                   {"signed_entries", summary.signed_entries},
                   {"made_at", unix_seconds_to_text(summary.made_at_unix_s)},
                   {"made_at_unix_s", summary.made_at_unix_s},
                   {"files", Json::array()}};
    for (const auto& file : manifest.files)
        object["files"].push_back(
            {{"file", file.name}, {"bytes", file.bytes}, {"sha256", to_hex(file.digest)}});
    return object;
}

std::string text_of_json(const Json& object) {
    return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Reads members of an object; remembers whether each was there and of its type.
class Members {
  public:
    explicit Members(const Json& object) : object_(object) {}

    std::string text(const char* name) {
        const auto* found = find(name);
        if (!found || !found->is_string()) return good_ = false, std::string();
        return found->get<std::string>();
    }
    std::uint64_t count(const char* name) {
        const auto* found = find(name);
        if (!found || !found->is_number_unsigned()) return good_ = false, 0;
        return found->get<std::uint64_t>();
    }
    std::int64_t seconds(const char* name) {
        const auto* found = find(name);
        if (!found || !found->is_number_integer()) return good_ = false, 0;
        return found->get<std::int64_t>();
    }
    Digest root(const char* name) {
        Digest digest{};
        const auto bytes = from_base64(text(name));
        if (!bytes || bytes->size() != digest.size()) return good_ = false, digest;
        std::copy(bytes->begin(), bytes->end(), digest.begin());
        return digest;
    }
    Digest sha256(const char* name) {
        const auto digest = digest_from_hex(text(name));
        if (!digest) return good_ = false, Digest{};
        return *digest;
    }
    const Json& list(const char* name) {
        static const Json none = Json::array();
        const auto* found = find(name);
        if (!found || !found->is_array()) return good_ = false, none;
        return *found;
    }
    bool good() const { return good_; }

  private:
    const Json* find(const char* name) const {
        if (!object_.is_object()) return nullptr;
        const auto found = object_.find(name);
        return found == object_.end() ? nullptr : &*found;
    }
    const Json& object_;
    bool good_ = true;
};

Error damaged() {
    return fail(Code::data_damaged, "备份清单 backup.json 已损坏或被改动：请换一份备份",
                "the backup's manifest backup.json is damaged or was edited: use another backup");
}

bool are_known(const std::vector<FileSummary>& files) {
    if (files.empty() || files.size() > 2 || files[0].name != book_file) return false;
    return files.size() == 1 || files[1].name == texts_file;
}

Result<Manifest> from_json(const Json& object) {
    Manifest manifest;
    auto& summary = manifest.summary;
    Members members(object);
    summary.origin = members.text("origin");
    summary.entries = members.count("entries");
    summary.root = members.root("root");
    summary.last_recorded_at_unix_s = members.seconds("last_recorded_at_unix_s");
    summary.checkpoint = members.text("checkpoint");
    summary.signed_entries = members.count("signed_entries");
    summary.made_at_unix_s = members.seconds("made_at_unix_s");
    for (const auto& listed : members.list("files")) {
        Members file(listed);
        manifest.files.push_back({file.text("file"), file.count("bytes"), file.sha256("sha256")});
        if (!file.good()) return damaged();
        summary.bytes += manifest.files.back().bytes;
    }
    if (!members.good() || !are_known(manifest.files)) return damaged();
    summary.has_texts = manifest.files.size() == 2;
    return manifest;
}

}  // namespace

std::string write_manifest(const Manifest& manifest) {
    auto object = to_json(manifest);
    // Not a secret: it finds accidents and thoughtless edits. Against a person stand the signed checkpoints.
    object["check"] = to_hex(sha256(bytes_of(text_of_json(object))));
    return text_of_json(object);
}

Result<Manifest> read_manifest(std::string_view text) {
    const auto object = Json::parse(text, nullptr, false);
    Members members(object);
    const auto said = members.text("what");
    const auto version = members.count("format");
    if (!members.good() || said != what) return damaged();
    if (version > format)
        return fail(Code::bad_document, "备份的格式是 {0}，本版本只认识到 {1}：请用较新的 timebank 恢复",
                    "the backup has format {0}, and this version knows formats up to {1}: restore it with a "
                    "newer timebank",
                    {std::to_string(version), std::to_string(format)});
    TIMEBANK_TRY(manifest, from_json(object));
    if (write_manifest(manifest) != text) return damaged();
    return manifest;
}

}  // namespace timebank::backup
