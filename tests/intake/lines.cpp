#include "intake/lines.hpp"

#include <stdexcept>

#include "timebank/digest.hpp"

namespace intake_tests {

using namespace timebank;

namespace {

std::unique_ptr<Signer> signer(std::string_view seed) {
    return signer_from_seed(digest_from_hex(seed).value()).value();
}

}  // namespace

const Signer& office_key() {
    static const auto key = signer("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    return *key;
}

const Signer& phone_key() {
    static const auto key = signer("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    return *key;
}

LineSigning by_office() {
    return {"duowen.example/timebank", sha256(bytes_of("genesis")), &office_key(), ""};
}

SignedClaim cosigned(const SignedClaim& claim, std::vector<CosignerCapacity> cosigners) {
    auto asking = claim.claim;
    asking.cosigners = cosigners;
    auto signed_again = sign_claim(std::move(asking), office_key()).value();
    for (const auto one : cosigners) cosign_claim(signed_again, one, phone_key()).value();
    return signed_again;
}

std::string signed_form(std::string_view line) {
    return write_claim_line(
        cosigned(read_claim_line(line, by_office()).value(), {CosignerCapacity::receiver}));
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    const auto place = text.find(from);
    if (place == text.npos || text.find(from, place + 1) != text.npos)
        throw std::logic_error("not there exactly once: " + std::string(from));
    return std::string(text.substr(0, place)) + std::string(to) +
           std::string(text.substr(place + from.size()));
}

}  // namespace intake_tests
