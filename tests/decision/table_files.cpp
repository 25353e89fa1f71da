#include <filesystem>
#include <set>
#include <stdexcept>

#include "decision/table.hpp"
#include "vectors.hpp"

namespace timebank::decision_test {
namespace {

const std::string place = "tests/decision/tables/";

EventTable read_table(const std::string& file) {
    EventTable table{file, "", read_file(std::filesystem::path(TIMEBANK_SOURCE_DIR) / file)};
    const std::string title = "title ";
    const auto end = table.text.find('\n');
    if (table.text.rfind(title, 0) != 0 || end == table.text.npos || end == title.size())
        throw std::invalid_argument(file + " does not begin with its title");
    table.title = table.text.substr(title.size(), end - title.size());
    return table;
}

}  // namespace

std::vector<EventTable> tables_in(const std::string& folder) {
    std::set<std::string> files;
    for (const auto& file :
         std::filesystem::directory_iterator(std::filesystem::path(TIMEBANK_SOURCE_DIR) / place / folder)) {
        const auto name = file.path().filename().string();
        if (file.path().extension() != ".table") throw std::invalid_argument(name + " is no .table");
        files.insert(name);
    }
    std::vector<EventTable> tables;
    for (const auto& name : files) {
        auto file = place + folder;
        tables.push_back(read_table(file.append("/").append(name)));
    }
    return tables;
}

std::vector<std::string> table_folders() {
    std::set<std::string> folders;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(TIMEBANK_SOURCE_DIR) / place))
        if (entry.is_directory()) folders.insert(entry.path().filename().string());
    return {folders.begin(), folders.end()};
}

}  // namespace timebank::decision_test
