#include <string>

#include "catch.hpp"
#include "merkle/reference.hpp"
#include "merkle/standard_leaves.hpp"
#include "timebank/digest.hpp"
#include "timebank/merkle.hpp"

// Numbers that other implementations publish or reproduce: formats.md 2.2.
namespace {

using timebank::bytes_of;
using timebank::Digest;
using timebank::digest_from_hex;
using timebank::to_base64;
using timebank::to_hex;
namespace merkle = timebank::merkle;

const char* const roots_of_first_leaves[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

struct KnownNode {
    merkle::NodeId id;
    const char* hash;
};

const KnownNode nodes_of_eight_leaves[] = {
    {{0, 0}, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
    {{0, 1}, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"},
    {{0, 2}, "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"},
    {{0, 3}, "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7"},
    {{0, 4}, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"},
    {{0, 5}, "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658"},
    {{0, 6}, "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"},
    {{0, 7}, "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1"},
    {{1, 0}, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
    {{1, 1}, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"},
    {{1, 2}, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"},
    {{1, 3}, "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"},
    {{2, 0}, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
    {{2, 1}, "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"},
    {{3, 0}, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

constexpr std::size_t largest_size = 130;

std::string proof_line(std::size_t place, std::size_t size, const std::vector<Digest>& proof) {
    std::string line = std::to_string(place) + ' ' + std::to_string(size);
    for (const Digest& hash : proof) line += ' ' + to_hex(hash);
    return line + '\n';
}

std::string hash_of_stream(const std::string& stream) {
    return to_hex(timebank::sha256(bytes_of(stream)));
}

}  // namespace

TEST_CASE("the hasher gives the published hashes") {
    CHECK(to_hex(merkle::empty_root()) == roots_of_first_leaves[0]);
    CHECK(to_hex(merkle::leaf_hash(bytes_of("L123456"))) ==
          "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
    CHECK(to_base64(merkle::leaf_hash(bytes_of("hello world"))) ==
          "TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=");
}

TEST_CASE("an inner node is the hash of 01, left and right, in that order") {
    // The published check hashes short texts, which a Digest cannot be; the prefix and the order are what it
    // tests.
    using timebank::sha256;
    const timebank::Bytes prefix{0x01};
    CHECK(to_hex(sha256({prefix, bytes_of("N123"), bytes_of("N456")})) ==
          "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
    const Digest left = merkle::leaf_hash(bytes_of("N123"));
    const Digest right = merkle::leaf_hash(bytes_of("N456"));
    CHECK(merkle::node_hash(left, right) == sha256({prefix, left, right}));
    CHECK(merkle::node_hash(left, right) != merkle::node_hash(right, left));
}

TEST_CASE("the eight standard leaves give the published roots and nodes") {
    const auto leaves = standard_leaves();
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        CAPTURE(size);
        CHECK(to_hex(GrownTree(reference::first(leaves, size)).frontier.root()) ==
              roots_of_first_leaves[size]);
    }
    const GrownTree tree(leaves);
    CHECK(tree.nodes.size() == std::size(nodes_of_eight_leaves));
    for (const KnownNode& known : nodes_of_eight_leaves) {
        CAPTURE(static_cast<int>(known.id.level), known.id.index);
        CHECK(to_hex(tree.fetch()(known.id).value()) == known.hash);
    }
}

TEST_CASE("131 roots and 17 030 proofs have the hashes that Go and Python computed") {
    std::string roots = std::to_string(0) + ' ' + to_hex(merkle::empty_root()) + '\n';
    std::string inclusion;
    std::string consistency;
    for (std::size_t size = 1; size <= largest_size; ++size) {
        const GrownTree tree(reference::single_byte_leaves(size));
        roots += std::to_string(size) + ' ' + to_hex(tree.frontier.root()) + '\n';
        for (std::size_t index = 0; index < size; ++index) {
            inclusion += proof_line(index, size, merkle::inclusion_proof(index, size, tree.fetch()).value());
            const std::size_t old_size = index + 1;
            consistency +=
                proof_line(old_size, size, merkle::consistency_proof(old_size, size, tree.fetch()).value());
        }
    }
    CHECK(hash_of_stream(roots) == "9c67f07f906103b6bf201842a50ff0b8c91fca9b3e211334a6b7aa3133165dec");
    CHECK(hash_of_stream(inclusion) == "893ce6eea61adc33c22c0e3a952498b76dfa3c282e78ac659f6fcc0ea44f9983");
    CHECK(hash_of_stream(consistency) == "2498232e1aebe8d1aa8d339d897fc471f4495fe0b8a55ac08f7dae3d88bc4c2a");
}
