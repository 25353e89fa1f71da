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

/// What people will ask and the document does not answer: each is answered by what the language means.
void remark_on_silences(const Plan& plan, RemarkList& remarks);
/// What can never matter, apart from whole rules: bands, rows, steps, caps, levels, rules of a group.
void remark_on_dead_ends(const Plan& plan, RemarkList& remarks);

}  // namespace timebank::standard
