#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "standard/plan.hpp"
#include "timebank/standard.hpp"

/// The parts of `standard check`: each adds what it sees in a sound document.
namespace timebank::standard {

class RemarkList {
  public:
    void add(std::string path, std::string code, std::string_view zh, std::string_view en,
             std::initializer_list<std::string_view> arguments = {}) {
        remarks_.push_back({std::move(path), std::move(code), say(zh, en, arguments)});
    }
    std::vector<StandardRemark> finish() { return std::move(remarks_); }

  private:
    std::vector<StandardRemark> remarks_;
};

/// "$.rules[2]"
inline std::string at(std::string_view list, std::size_t index) {
    return "$." + std::string(list) + "[" + std::to_string(index) + "]";
}

class Worth;

/// "1.5 point"
std::string amount_text(std::int64_t minor_units, std::int64_t scale, const std::string& unit);

/// What must hold where a rule gives something. A gate that waits is passed by a ruling, so it is none of
/// these.
std::vector<const Condition*> conditions_of(const Rule& rule);
/// Whether both may give something to one participant of one service, in one unit.
bool may_both_apply(const Rule& rule, const Rule& other);
/// Whether only zero comes out, whatever is counted.
bool is_free(const Rule& rule);

/// What becomes of minutes that do not fill a step, of minimums, of rounding up.
void remark_on_minutes(const Plan& plan, std::size_t rule, const Worth& worth, RemarkList& remarks);
/// Whether a rule may take more than there is.
void remark_on_takings(const Plan& plan, std::size_t rule, RemarkList& remarks);
/// Whether services earn on nobody's word but one's own.
void remark_on_evidence(const Plan& plan, RemarkList& remarks);
/// What people will ask and the document does not answer: each is answered by what the language means.
void remark_on_silences(const Plan& plan, RemarkList& remarks);
/// What can never matter, apart from whole rules: bands, rows, steps, caps, levels, rules of a group.
void remark_on_dead_ends(const Plan& plan, RemarkList& remarks);

}  // namespace timebank::standard
