#pragma once

#include "decision/reader.hpp"
#include "decision/recording_time.hpp"
#include "timebank/ledger.hpp"
#include "timebank/merkle.hpp"

namespace timebank::ledger {

// How far the log and the derived tables are. Both are brought forward in one transaction, so the head is
// also the watermark of the tables: a head behind the log is a rebuild that was cut short.

/// How its recording times go on.
inline Pace pace_of(const LedgerHead& head) {
    return {head.recorded_at_unix_s, head.longest_pause_s};
}
/// The entry at the log's end, not yet hashed, was recorded then.
void go_on_to(LedgerHead& head, std::int64_t recorded_at_unix_s);

Result<LedgerHead> read_head(const Reader& reader);  ///< of an empty book: size 0
/// read_head(); data_damaged when the tables are not as far as the log, for then they answer wrongly.
Result<LedgerHead> read_complete_head(const Reader& reader);
void put_head(Overlay& book, const LedgerHead& head);

/// How many entries the log holds, whatever the head says.
Result<std::uint64_t> log_size(const Reader& reader);

Result<Digest> read_node(const Reader& reader, merkle::NodeId node);
/// The tree of the first `size` leaves, from its nodes.
Result<merkle::Frontier> read_frontier(const Reader& reader, std::uint64_t size);

/// Adds one leaf and puts the nodes that it completes.
void append_leaf(Overlay& book, merkle::Frontier& frontier, const Digest& leaf);

}  // namespace timebank::ledger
