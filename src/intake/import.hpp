#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "intake/csv.hpp"
#include "intake/import_reports.hpp"
#include "intake/recorded_services.hpp"
#include "intake/sign_in_row.hpp"
#include "timebank/sheet.hpp"

/// One import of a sign-in sheet. The text is read three times (rows, trial, posting), so that of each row
/// little more than its id is kept.
namespace timebank::intake {

class Import {
  public:
    /// A row by a name that no other row should have.
    struct Name {
        std::array<std::uint8_t, 16> name{};
        std::size_t row = 0;  ///< position in rows_
    };
    /// A good row of the step at hand.
    struct Candidate {
        std::size_t row = 0;  ///< position in rows_
        SignInRow read;
        std::optional<SignedClaim> claim;
    };

    /// What the arguments name must outlive the import. Errors as try_import().
    static Result<Import> begin(const Ledger& ledger, std::string_view bytes, const ImportOptions& options);

    /// Reads every row by itself and looks for rows that are the same.
    Result<void> read_rows();
    /// Asks the ledger about each good row: recorded already? what do the rules say?
    Result<void> try_rows();
    /// Whether the good rows may be posted.
    bool posts() const;
    Result<void> post_rows(Ledger& ledger);

    ImportReport report() const;

  private:
    enum class State : std::uint8_t { good, recorded, broken, refused };
    struct Row {
        ClaimId id;
        std::uint32_t line = 0;
        State state = State::good;
        bool is_posted = false;
    };
    Import(const Ledger& ledger, const ImportOptions& options, std::string_view text, SignInSheet sheet,
           BatchId batch)
        : ledger_(&ledger),
          options_(&options),
          text_(text),
          sheet_(std::move(sheet)),
          batch_(batch),
          recorded_(ledger) {}

    /// Calls work(position, CSV row) for each row below the header.
    template <class Work>
    Result<void> for_each_row(Work work) const;
    /// Calls accept(candidate) for each good row, which says whether it goes into a step, and work(step) with
    /// a step's worth of them at a time.
    template <class Accept, class Work>
    Result<void> for_each_step(ImportPhase phase, Accept accept, Work work);

    void report_row(std::size_t row, State state, RowReport report);
    void break_row(std::size_t row, RowFault fault);
    void break_repeated_rows();
    void break_repeated_people();
    Result<bool> is_new(Candidate& candidate);
    Result<bool> was_served_before(const Candidate& candidate);
    void count_good(const Candidate& candidate);
    void weigh_time(const Candidate& candidate);
    Result<void> sign(std::vector<Candidate>& step);
    Result<void> take_refusal(const Candidate& candidate, const Refusal& refusal);
    Result<Text> explain_unknown(const Refusal& refusal);
    Result<void> post_tried_rows(Ledger& ledger);
    bool concerns_rows(const Entry& entry) const;
    Result<bool> pass_over_others();

    const Ledger* ledger_;
    const ImportOptions* options_;
    std::string_view text_;
    SignInSheet sheet_;
    BatchId batch_;
    RecordedServices recorded_;
    std::uint64_t looked_at_size_ = 0;  ///< of the ledger, when the rows that are not posted were tried
    std::set<std::string> owners_;      ///< whom the rows name
    std::vector<Row> rows_;
    std::vector<Name> served_;  ///< who was served in which session, as hashes; until they are compared
    std::set<std::array<std::uint8_t, 16>> sessions_;  ///< of good rows
    std::size_t sessions_alone_ = 0;
    std::size_t person_times_ = 0;
    std::size_t served_minutes_ = 0;
    std::map<std::pair<std::string, std::int32_t>, std::int64_t> minutes_of_day_;  ///< by owner and day
    std::vector<ImportWarning> warnings_;
    ImportReports reports_;
    std::optional<std::vector<std::string>> known_owners_;  ///< fetched when the first is not known
};

}  // namespace timebank::intake
