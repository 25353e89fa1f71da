#include "timebank/claim_lines.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/codec.hpp"
#include "core/try.hpp"
#include "entry/check.hpp"
#include "entry/content.hpp"
#include "intake/line_draft.hpp"
#include "timebank/digest.hpp"

namespace timebank {
namespace {

using intake::LineDraft;

/// A limit that spans several fields, as the fault of a line.
Result<void> as_document_fault(const Result<void>& checked) {
    if (checked) return {};
    return Error{Code::bad_document, checked.error().text};
}

/// Says in front where the fault is. parse_json() counts lines of its own, and here each is its line 1.
Error at_line(const Error& error, std::size_t line_number) {
    constexpr std::string_view own_zh = "第 1 行第";
    constexpr std::string_view own_en = "line 1, column";
    const auto number = std::to_string(line_number);
    auto [zh, en] = error.text;
    if (zh.starts_with(own_zh) && en.starts_with(own_en))
        return {error.code,
                {"第 " + number + " 行第" + zh.substr(own_zh.size()),
                 "line " + number + ", column" + en.substr(own_en.size())}};
    return {error.code, {"第 " + number + " 行：" + zh, "line " + number + ": " + en}};
}

/// How often a text has had the same claim without an id.
using Occurrences = std::map<Digest, std::uint32_t>;

/// A name made of what the line says, for which ledger, and the how-manieth of its like in the text it is:
/// whoever repeats a post after a crash must not double it.
Result<ClaimId> derived_id(Claim claim, Occurrences& occurrences) {
    claim.author = {};
    claim.capacity = Capacity::self;
    claim.id = claim_id_from_digest({});
    TIMEBANK_CHECK(as_document_fault(entry::check_claim(claim)));
    try {
        const auto body = entry::encode_body(claim);
        Encoder occurrence;
        occurrence.u32(occurrences[sha256(body)]++);
        return claim_id_from_digest(sha256({bytes_of("timebank/line-id/0"), body, occurrence.bytes()}));
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
}

/// Fills in what an unsigned line leaves open, all but group and signature, and checks the whole.
Result<void> complete(LineDraft& draft, const LineSigning& signing, Occurrences& occurrences) {
    Claim& claim = draft.signed_claim.claim;
    if (!draft.is_signed) {
        if (signing.signer == nullptr)
            return fail(Code::bad_document,
                        "$.signature：缺少签名，也没有可用来签署的密钥：请先签名，或指定密钥",
                        "$.signature: is missing, and there is no key to sign with: sign the line, or name "
                        "a key");
        claim.origin = signing.origin;
        claim.ledger = signing.ledger;
        if (claim.id == ClaimId{}) {
            TIMEBANK_TRY(id, derived_id(claim, occurrences));
            claim.id = id;
        }
        claim.author = signing.signer->public_key();
        claim.capacity = claim.acting_for == signing.signer_owner ? Capacity::self : Capacity::agent;
    }
    TIMEBANK_CHECK(as_document_fault(entry::check_claim(claim)));
    return as_document_fault(entry::check_cosignatures(draft.signed_claim.cosignatures));
}

Result<SignedClaim> finish(LineDraft draft, const LineSigning& signing) {
    if (draft.is_signed) return std::move(draft.signed_claim);
    return sign_claim(std::move(draft.signed_claim.claim), *signing.signer);
}

/// Watches the labels go by, and sees to it that each names one run of lines.
class LabelRuns {
  public:
    Result<void> next(const std::string& label) {
        if (label == current_) return {};
        current_ = label;
        if (label.empty() || seen_.insert(label).second) return {};
        return fail(Code::bad_document, "$.group：组 {} 已在前面结束：请把同组的行放在一起，或换一个标签",
                    "$.group: the group {} ended further up: put its lines together, or choose another label",
                    {label});
    }

  private:
    std::string current_;
    std::set<std::string> seen_;
};

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == line.npos;
}

/// Every line of the text as a checked draft, in order.
Result<std::vector<LineDraft>> read_drafts(std::string_view text, const LineSigning& signing) {
    std::vector<LineDraft> drafts;
    LabelRuns runs;
    Occurrences occurrences;
    std::size_t line_number = 0;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        ++line_number;
        if (is_blank(line)) continue;

        auto draft = intake::read_line_draft(line);
        if (!draft) return at_line(draft.error(), line_number);
        draft->line_number = line_number;
        if (auto fits = runs.next(draft->group); !fits) return at_line(fits.error(), line_number);
        if (auto completed = complete(*draft, signing, occurrences); !completed)
            return at_line(completed.error(), line_number);
        drafts.push_back(std::move(*draft));
    }
    return drafts;
}

/// Gives each run of one label the digest of its ids. Runs of the same label are one run: see LabelRuns.
void resolve_groups(std::vector<LineDraft>& drafts) {
    for (auto begin = drafts.begin(); begin != drafts.end();) {
        const auto end = std::find_if(begin, drafts.end(),
                                      [&](const LineDraft& other) { return other.group != begin->group; });
        if (!begin->group.empty()) {
            std::vector<ClaimId> ids;
            for (auto member = begin; member != end; ++member) ids.push_back(member->signed_claim.claim.id);
            const auto digest = group_digest(begin->signed_claim.claim.author, ids);
            for (auto member = begin; member != end; ++member) member->signed_claim.claim.group = digest;
        }
        begin = end;
    }
}

}  // namespace

Result<SignedClaim> read_claim_line(std::string_view line, const LineSigning& signing) {
    TIMEBANK_TRY(draft, intake::read_line_draft(line));
    if (!draft.group.empty())
        return fail(Code::bad_document,
                    "$.group：这里一次只读一行，无法成组：请把整组的行放在一份文本里一起读入",
                    "$.group: one line is read here, and a group needs all of its lines: hand them in as one "
                    "text");
    Occurrences occurrences;
    TIMEBANK_CHECK(complete(draft, signing, occurrences));
    return finish(std::move(draft), signing);
}

Result<std::vector<SignedClaim>> read_claim_lines(std::string_view text, const LineSigning& signing) {
    TIMEBANK_TRY(drafts, read_drafts(text, signing));
    try {
        resolve_groups(drafts);
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
    std::vector<SignedClaim> claims;
    claims.reserve(drafts.size());
    for (auto& draft : drafts) {
        const auto line_number = draft.line_number;
        auto claim = finish(std::move(draft), signing);
        if (!claim) return at_line(claim.error(), line_number);
        claims.push_back(std::move(*claim));
    }
    return claims;
}

}  // namespace timebank
