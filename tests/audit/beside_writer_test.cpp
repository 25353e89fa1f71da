#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "catch.hpp"
#include "ledger/desk.hpp"
#include "timebank/audit.hpp"

namespace timebank::ledger_test {

TEST_CASE("an audit beside a writer has no finding that is not there (A14)") {
    const int audits = std::getenv("TIMEBANK_LONG_TESTS") ? 200 : 40;
    const Desk desk;
    desk.found()->post(accounts("a", 20)).value();
    const pid_t writer = ::fork();
    if (writer == 0) {
        const auto ledger = desk.open();
        for (int round = 0;; ++round) {
            if (!ledger->post(account("w-" + std::to_string(round), "w-" + std::to_string(round))))
                ::_exit(1);
            if (round % 5 == 0 && !ledger->checkpoint()) ::_exit(2);
            if (round > 40) ::usleep(5'000);  // an audit takes longer with every entry
        }
    }
    std::vector<std::string> findings;
    std::uint64_t entries = 0;
    for (int audit = 0; audit < audits; ++audit) {
        const auto report = audit_ledger(desk.folder(), {.anchor = desk.anchor()});
        if (!report)
            findings.push_back(report.error().text.en);
        else
            for (const auto& finding : report->findings) findings.push_back(finding.text.en);
        if (report) entries = report->entries;
    }
    ::kill(writer, SIGKILL);
    int status = 0;
    ::waitpid(writer, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK(findings == std::vector<std::string>());
    CHECK(entries > entries_of_setup + 30);
}

}  // namespace timebank::ledger_test
