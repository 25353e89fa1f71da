#include "intake/content_reader.hpp"

#include "entry/content_of_kind.hpp"
#include "entry/fields/fields.hpp"
#include "intake/field_reader.hpp"

namespace timebank::intake {

std::vector<std::string_view> content_members(ClaimKind kind) {
    const auto content = entry::content_of_kind(kind);
    if (!content) return {};
    return std::visit([](const auto& one) { return FieldNames::of<std::decay_t<decltype(one)>>(); },
                      *content);
}

ClaimContent read_content(ClaimKind kind, const standard::Object& line) {
    auto content = entry::content_of_kind(kind);
    if (!content) return {};
    std::visit([&](auto& one) { FieldReader::read(line, one); }, *content);
    return std::move(*content);
}

}  // namespace timebank::intake
