#include "checkpoint/example.hpp"

#include "catch.hpp"
#include "timebank/bytes.hpp"

namespace example {
namespace {

std::unique_ptr<timebank::Signer> signer_of(const char* seed_hex) {
    return timebank::signer_from_seed(timebank::digest_from_hex(seed_hex).value()).value();
}

}  // namespace

std::unique_ptr<timebank::Signer> log_signer() {
    return signer_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}

std::unique_ptr<timebank::Signer> other_signer() {
    return signer_of("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
}

timebank::VerifierKey log_key() {
    return {origin, log_signer()->public_key()};
}

timebank::Checkpoint checkpoint() {
    const char* root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
    return {origin, 8, timebank::digest_from_hex(root).value()};
}

std::string cosigned_checkpoint() {
    return std::string(checkpoint_text) + '\n' + log_line + witness_line;
}

std::string tlog_proof() {
    return "c2sp.org/tlog-proof@v1\n"
           "index 5\n"
           "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=\n"
           "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=\n"
           "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=\n"
           "\n" +
           cosigned_checkpoint();
}

std::string replaced(std::string text, const std::string& old_part, const std::string& new_part) {
    const std::size_t place = text.find(old_part);
    REQUIRE(place != std::string::npos);
    return text.replace(place, old_part.size(), new_part);
}

}  // namespace example
