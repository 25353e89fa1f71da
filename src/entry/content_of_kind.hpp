#pragma once

#include <optional>
#include <utility>

#include "timebank/claim.hpp"

/// A kind's number is its content's place in ClaimContent; nothing but the enumeration lists the kinds anew.
namespace timebank::entry {

template <class Content, std::size_t Place = 0>
constexpr ClaimKind kind_of() {
    if constexpr (std::is_same_v<Content, std::variant_alternative_t<Place, ClaimContent>>)
        return static_cast<ClaimKind>(Place + 1);
    else
        return kind_of<Content, Place + 1>();
}

/// The content that a claim of this kind is made with; nothing for a number that no kind has.
inline std::optional<ClaimContent> content_of_kind(ClaimKind kind) {
    return []<std::size_t... Places>(std::size_t place, std::index_sequence<Places...>) {
        std::optional<ClaimContent> content;
        ((Places == place ? void(content.emplace(std::in_place_index<Places>)) : void()), ...);
        return content;
    }
    (static_cast<std::size_t>(kind) - 1, std::make_index_sequence<std::variant_size_v<ClaimContent>>());
}

}  // namespace timebank::entry
