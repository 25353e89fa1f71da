#include "timebank/digest.hpp"

#include "crypto/hasher.hpp"
#include "crypto/openssl.hpp"

namespace timebank {
namespace {

using namespace std::string_view_literals;

/// Looked up once: OpenSSL 3 otherwise searches its providers for every digest. Never freed, because a host's
/// own static objects may still hash while the program ends.
const EVP_MD* sha256_algorithm() {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    return algorithm;
}

/// One context for each thread: it is started afresh for every digest and holds nothing between them.
EVP_MD_CTX* digest_context() {
    thread_local const openssl::DigestContext context(EVP_MD_CTX_new());
    return context.get();
}

bool try_sha256(std::initializer_list<ByteView> parts, Digest& digest) {
    const EVP_MD* algorithm = sha256_algorithm();
    EVP_MD_CTX* context = digest_context();
    if (algorithm == nullptr || context == nullptr) return false;
    if (EVP_DigestInit_ex2(context, algorithm, nullptr) != 1) return false;
    for (ByteView part : parts) {
        if (EVP_DigestUpdate(context, part.data(), part.size()) != 1) return false;
    }
    return EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1;
}

[[noreturn]] void fail_to_hash() {
    throw BadResult(fail(Code::broken_invariant, "OpenSSL 无法计算 SHA-256：请检查其配置与可用内存。",
                         "OpenSSL cannot compute SHA-256: look at its configuration and the free memory."));
}

}  // namespace

Digest sha256(ByteView bytes) {
    return sha256({bytes});
}

Digest sha256(std::initializer_list<ByteView> parts) {
    const openssl::QuietErrors quiet;
    Digest digest;
    if (!try_sha256(parts, digest)) fail_to_hash();
    return digest;
}

struct Hasher::State {
    openssl::DigestContext context{EVP_MD_CTX_new()};
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
    const openssl::QuietErrors quiet;
    const EVP_MD* algorithm = sha256_algorithm();
    if (algorithm == nullptr || state_->context == nullptr ||
        EVP_DigestInit_ex2(state_->context.get(), algorithm, nullptr) != 1)
        fail_to_hash();
}

Hasher::~Hasher() = default;

void Hasher::add(ByteView bytes) {
    const openssl::QuietErrors quiet;
    if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) fail_to_hash();
}

Digest Hasher::finish() {
    const openssl::QuietErrors quiet;
    Digest digest;
    if (EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) != 1) fail_to_hash();
    return digest;
}

Digest commit(std::string_view field, const Digest& salt, ByteView text) {
    return sha256({bytes_of("timebank/commitment/0\0"sv), bytes_of(field), bytes_of("\0"sv), salt, text});
}

}  // namespace timebank
