#include "bad_documents.hpp"

#include <filesystem>
#include <set>
#include <stdexcept>

#include "documents.hpp"
#include "vectors.hpp"

namespace timebank::standard::test {
namespace {

using nlohmann::json;

/// As an operation of RFC 6902.
json operation(const json& patch, const json& document) {
    const std::string pointer = patch.at("pointer");
    if (patch.contains("remove")) return {{"op", "remove"}, {"path", pointer}};
    if (patch.contains("insert")) return {{"op", "add"}, {"path", pointer}, {"value", patch.at("insert")}};
    const bool is_there = document.contains(json::json_pointer(pointer));
    return {{"op", is_there ? "replace" : "add"}, {"path", pointer}, {"value", patch.at("value")}};
}

std::string spoilt_text(std::string text, const json& row) {
    const std::string piece = row.at("find");
    const auto place = text.find(piece);
    if (place == text.npos || text.find(piece, place + 1) != text.npos)
        throw std::invalid_argument("the piece to find is not there once");
    return text.replace(place, piece.size(), row.at("replace").get<std::string>());
}

const std::set<std::string> members = {"name",   "base", "pointer", "value", "insert",  "remove", "patches",
                                       "schema", "path", "path_zh", "find",  "replace", "zh",     "en"};

BadDocument read_row(const json& row) {
    for (const auto& [member, value] : row.items())
        if (!members.contains(member)) throw std::invalid_argument("no member of a row: " + member);
    BadDocument bad;
    bad.name = row.at("name");
    bad.base = row.at("base");
    bad.path = row.at("path");
    bad.path_zh = row.value("path_zh", bad.path);
    bad.en = row.at("en");
    bad.zh = row.at("zh");
    if (row.contains("find")) {
        bad.text = spoilt_text(document_text(bad.base), row);
        return bad;
    }
    const std::string schema = row.at("schema");
    if (schema != "refuses" && schema != "allows") throw std::invalid_argument("the schema " + schema);
    bad.schema_refuses = schema == "refuses";
    json spoilt = document(bad.base);
    for (const json& patch : row.value("patches", json::array({row}))) {
        spoilt = spoilt.patch(json::array({operation(patch, spoilt)}));
        ++bad.patches;
    }
    bad.text = spoilt.dump();
    return bad;
}

std::vector<BadDocument> read_all() {
    std::vector<BadDocument> all;
    const auto folder = std::filesystem::path(TIMEBANK_SOURCE_DIR) / "tests" / "standard" / "bad";
    std::set<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(folder)) files.insert(file.path());
    for (const auto& file : files) {
        const json area = json::parse(read_file(file));
        for (const json& row : area.at("rows")) try {
                all.push_back(read_row(row));
                all.back().area = file.stem().string();
            } catch (const std::exception& fault) {
                throw std::invalid_argument(file.filename().string() + ", " + row.value("name", "no name") +
                                            ": " + fault.what());
            }
    }
    return all;
}

}  // namespace

const std::vector<BadDocument>& bad_documents() {
    static const auto all = read_all();
    return all;
}

}  // namespace timebank::standard::test
