#include "intake/sign_in_standing.hpp"

#include "core/try.hpp"
#include "intake/standing.hpp"

namespace timebank::intake {
namespace {

Error no_service(std::uint64_t index) {
    return fail(Code::data_damaged, "数据文件损坏：条目 {} 不是服务。请停止写入并运行 audit",
                "data file damaged: entry {} is no service. Stop writing and run audit",
                {std::to_string(index)});
}

}  // namespace

Result<Standing> standing_of(const Ledger& ledger, const SignInRow& row) {
    Standing standing;
    for (std::uint32_t attempt = 0;; ++attempt) {
        standing.id = row_id(ledger.origin(), row, attempt);
        TIMEBANK_TRY(index, ledger.find(standing.id));
        if (!index) return standing;
        TIMEBANK_TRY(entry, what_counts(ledger, *index));
        if (!entry) continue;
        auto* service = std::get_if<ServiceContent>(&entry->signed_claim.claim.content);
        if (service == nullptr) return no_service(entry->index);
        standing.recorded = Recorded{entry->index, std::move(*service)};
        return standing;
    }
}

}  // namespace timebank::intake
