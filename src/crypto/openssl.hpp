#pragma once

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <cstddef>
#include <memory>

/// Owners for what OpenSSL hands out.
namespace timebank::openssl {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }  // which also clears a private key
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIO* stream) const { BIO_free_all(stream); }
};

using Key = std::unique_ptr<EVP_PKEY, Free>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free>;
using Stream = std::unique_ptr<BIO, Free>;

/// Leaves the thread's queue of OpenSSL errors as it was found: a host that reads the queue after its own
/// calls must not find ours in it.
class QuietErrors {
  public:
    QuietErrors() { ERR_set_mark(); }
    ~QuietErrors() { ERR_pop_to_mark(); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
};

/// Clears memory that held a secret when the scope ends. It borrows the memory.
class ClearedAtEnd {
  public:
    ClearedAtEnd(void* memory, std::size_t bytes) : memory_(memory), bytes_(bytes) {}
    ~ClearedAtEnd() { OPENSSL_cleanse(memory_, bytes_); }
    ClearedAtEnd(const ClearedAtEnd&) = delete;
    ClearedAtEnd& operator=(const ClearedAtEnd&) = delete;

  private:
    void* memory_;
    std::size_t bytes_;
};

}  // namespace timebank::openssl
