#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "house/tree.hpp"

/// The rooms and the arrows between them, as src/README.md draws them.
namespace timebank::house {

struct Room {
    int level = 0;
    std::set<std::string> may_include;  ///< rooms, or `public_headers`
    std::set<std::string> packages;     ///< such as "OpenSSL"; "POSIX" is the operating system
};

/// What a room that sees only include/ has in its column of rooms.
inline constexpr std::string_view public_headers = "include/";

struct House {
    std::map<std::string, Room> rooms;
    std::map<std::string, std::string> owners;  ///< public header, such as "claim.hpp" -> room
};

/// Reads the two tables of the page.
House read_house(const Lines& page);

/// What is wrong with the drawing itself: unknown names, arrows upward, circles.
std::vector<std::string> faults_of(const House& house);

/// What is wrong with the tree at `top` by that drawing: arrows that are not in it, packages in the wrong
/// room, rooms and headers that it does not name or that are not there.
std::vector<std::string> faults_of(const House& house, const std::filesystem::path& top);

/// The package that a <name> belongs to: "" for the standard library, "POSIX", "LMDB"…, or the name itself.
std::string package_of(const std::string& include_name);

}  // namespace timebank::house
