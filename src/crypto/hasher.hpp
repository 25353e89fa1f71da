#pragma once

#include <memory>

#include "timebank/bytes.hpp"

namespace timebank {

/// SHA-256 of bytes that come in pieces, such as a file's. One thread. Throws as sha256() does.
class Hasher {
  public:
    Hasher();
    ~Hasher();
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;

    void add(ByteView bytes);
    /// The digest of everything added. Nothing may be added afterwards.
    Digest finish();

  private:
    struct State;  // OpenSSL's, which nobody else needs to see
    std::unique_ptr<State> state_;
};

}  // namespace timebank
