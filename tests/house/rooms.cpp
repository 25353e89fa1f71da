#include "house/rooms.hpp"

#include <algorithm>
#include <functional>

namespace timebank::house {
namespace {

namespace fs = std::filesystem;

struct Prefix {
    std::string_view include;
    std::string_view package;
};

constexpr Prefix prefixes[] = {
    {"boost/multiprecision/", "Boost.Multiprecision"},
    {"openssl/", "OpenSSL"},
    {"lmdb.h", "LMDB"},
    {"csv.h", "libcsv"},
    {"nlohmann/", "nlohmann/json"},
    {"CLI/", "CLI11"},
    {"sys/", "POSIX"},
    {"fcntl.h", "POSIX"},
    {"poll.h", "POSIX"},
    {"pthread.h", "POSIX"},
    {"unistd.h", "POSIX"},
    {"signal.h", "POSIX"},
};

/// The column of packages: separated by commas, since names may have spaces.
std::set<std::string> packages_in(const std::string& cell) {
    std::set<std::string> packages;
    std::string rest = cell + ",";
    for (std::size_t begin = 0, end = 0; (end = rest.find(',', begin)) != std::string::npos;
         begin = end + 1) {
        const auto words = words_of(rest.substr(begin, end - begin));
        if (words.size() == 1 && words[0] != "–") packages.insert(words[0]);
    }
    return packages;
}

/// "core" of "src/core/id.cpp"; of a public header the room that owns it; "" when there is none.
std::string room_of(const House& house, const std::string& path) {
    const std::string in_include = "include/timebank/";
    if (path.compare(0, in_include.size(), in_include) == 0) {
        const auto owner = house.owners.find(path.substr(in_include.size()));
        return owner == house.owners.end() ? "" : owner->second;
    }
    const auto begin = path.find('/') + 1;
    const auto end = path.find('/', begin);
    return end == std::string::npos ? "" : path.substr(begin, end - begin);
}

/// What is wrong with one of our own includes; "" when nothing is.
std::string fault_of_ours(const House& house, const std::string& from, const Room& room,
                          const std::string& name) {
    const bool is_public = name.compare(0, 9, "timebank/") == 0;
    const auto to = room_of(house, (is_public ? "include/" : "src/") + name);
    if (to.empty() || !house.rooms.count(to)) return "\"" + name + "\" belongs to no room";
    if (to == from || room.may_include.count(to)) return "";
    if (is_public && room.may_include.count(std::string(public_headers))) return "";
    return "room " + from + " may not include \"" + name + "\", which is room " + to + "'s";
}

std::string fault_of_theirs(const std::string& from, const Room& room, const std::string& name,
                            bool in_public_header) {
    const auto package = package_of(name);
    if (package.empty()) return "";
    if (in_public_header) return "a public header may not include <" + name + ">";
    if (room.packages.count(package)) return "";
    return "room " + from + " may not include <" + name + ">, which is " + package;
}

void check_source(const House& house, const Source& source, std::vector<std::string>& faults) {
    const auto from = room_of(house, source.path);
    const auto room = house.rooms.find(from);
    if (room == house.rooms.end()) {
        faults.push_back(source.path + ": belongs to no room of src/README.md");
        return;
    }
    const bool is_public = source.path.compare(0, 8, "include/") == 0;
    for (const auto& include : includes_of(source)) {
        const auto fault = include.quoted ? fault_of_ours(house, from, room->second, include.name)
                                          : fault_of_theirs(from, room->second, include.name, is_public);
        if (!fault.empty()) faults.push_back(place(source, include.line) + ": " + fault);
    }
}

void check_folders(const House& house, const fs::path& top, std::vector<std::string>& faults) {
    for (const auto& [name, room] : house.rooms)
        if (!fs::is_directory(top / "src" / name))
            faults.push_back("src/" + name + ": room without a folder");
    for (const auto& [header, room] : house.owners)
        if (!fs::is_regular_file(top / "include/timebank" / header))
            faults.push_back("include/timebank/" + header + ": listed, but not there");
    for (const auto& folder : fs::directory_iterator(top / "src")) {
        const auto name = folder.path().filename().string();
        if (folder.is_directory() && name != "cmake" && !house.rooms.count(name))
            faults.push_back("src/" + name + ": a folder that is no room of src/README.md");
    }
}

}  // namespace

std::string package_of(const std::string& include_name) {
    for (const auto& prefix : prefixes)
        if (include_name.compare(0, prefix.include.size(), prefix.include) == 0)
            return std::string(prefix.package);
    const bool standard = include_name.find_first_of("./") == std::string::npos;
    return standard ? "" : include_name;
}

House read_house(const Lines& page) {
    House house;
    for (const auto& row : table_below(page, {"level", "room"})) {
        if (row.size() != 5) continue;
        auto& room = house.rooms[row[1]];
        room.level = std::stoi(row[0]);
        for (const auto& word : words_of(row[3]))
            if (word != "–") room.may_include.insert(word);
        room.packages = packages_in(row[4]);
    }
    for (const auto& row : table_below(page, {"header", "room"}))
        if (row.size() >= 2) house.owners[row[0]] = row[1];
    return house;
}

std::vector<std::string> faults_of(const House& house) {
    std::vector<std::string> faults;
    for (const auto& [name, room] : house.rooms)
        for (const auto& below : room.may_include) {
            if (below == public_headers) continue;
            const auto found = house.rooms.find(below);
            if (found == house.rooms.end())
                faults.push_back(name + " -> " + below + ": there is no such room");
            else if (found->second.level > room.level)
                faults.push_back(name + " -> " + below + ": an arrow upward");
        }
    for (const auto& [header, room] : house.owners)
        if (!house.rooms.count(room)) faults.push_back(header + ": its room " + room + " is not there");

    std::set<std::string> done, entered;
    const std::function<void(const std::string&)> visit = [&](const std::string& name) {
        if (done.count(name) || !house.rooms.count(name)) return;
        if (!entered.insert(name).second) {
            faults.push_back(name + ": includes itself through other rooms");
            return;
        }
        for (const auto& below : house.rooms.at(name).may_include) visit(below);
        done.insert(name);
    };
    for (const auto& [name, room] : house.rooms) visit(name);
    return faults;
}

std::vector<std::string> faults_of(const House& house, const fs::path& top) {
    std::vector<std::string> faults;
    check_folders(house, top, faults);
    for (const auto& source : read_sources(top, {"include", "src"})) check_source(house, source, faults);
    return faults;
}

}  // namespace timebank::house
