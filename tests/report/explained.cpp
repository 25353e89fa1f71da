#include "report/explained.hpp"

#include "timebank/digest.hpp"

namespace report_tests {

using namespace timebank;

void replace_all(std::string& text, const std::string& old_part, const std::string& new_part) {
    for (auto place = text.find(old_part); place != std::string::npos; place = text.find(old_part, place))
        text.replace(place, old_part.size(), new_part);
}

namespace {

std::string short_digest(const std::string& document) {
    return to_hex(sha256(bytes_of(document))).substr(0, 8);
}

/// The key that Book::post_by_two() enrols.
std::string second_officer() {
    Digest seed{};
    seed.fill(3);
    return to_text(signer_from_seed(seed).value()->public_key()).substr(0, 8);
}

std::string text_of(const Book& book, const Explanation& explanation, Language language) {
    std::string text = explanation.heading.in(language) + "\n";
    for (const auto& step : explanation.steps) text += "- " + step.in(language) + "\n";
    for (const auto& line : explanation.outcome) text += "= " + line.in(language) + "\n";
    replace_all(text, to_text(book.operator_signer().public_key()).substr(0, 8), "KEY");
    replace_all(text, second_officer(), "OFFICER");
    replace_all(text, short_digest(standard_text("credit")), "CREDIT");
    replace_all(text, short_digest(standard_with_gifts()), "GIFTS");
    replace_all(text, short_digest(standard_text("redemption")), "REDEMPTION");
    return text;
}

}  // namespace

EntryLookup entries_of(const Book& book) {
    return [&book](std::uint64_t index) { return book.ledger().entry(index); };
}

Result<std::optional<Entry>> no_entry(std::uint64_t) {
    return std::optional<Entry>();
}

Explanation explain(const Book& book, std::uint64_t index) {
    const auto entry = book.entry(index);
    const auto subject_index = subject_of(entry);
    const auto document = book.document_of(subject_index ? book.entry(*subject_index) : entry);
    return explain_entry(entry, document, entries_of(book)).value();
}

std::string zh(const Book& book, std::uint64_t index) {
    return text_of(book, explain(book, index), Language::zh);
}
std::string en(const Book& book, std::uint64_t index) {
    return text_of(book, explain(book, index), Language::en);
}

}  // namespace report_tests
