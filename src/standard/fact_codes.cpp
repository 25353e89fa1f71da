#include "standard/fact_codes.hpp"

#include "timebank/bytes.hpp"

namespace timebank::fact_code {
namespace {

std::string of_window(std::string_view what, const standard::TallyName& name,
                      const standard::Period& period) {
    using standard::Window;
    std::string code = std::string(what) + "." + to_hex(name);
    if (period.window != Window::life && period.window != Window::day)
        code += "." + standard::to_text(period);
    return code;
}

}  // namespace

std::string balance(std::string_view unit) {
    return "balance." + std::string(unit);
}
std::string tag(std::string_view tag) {
    return "tag." + std::string(tag);
}
std::string tally(const standard::TallyName& name, const standard::Period& period) {
    return of_window("tally", name, period);
}
std::string tally_denominator(const standard::TallyName& name, const standard::Period& period) {
    return of_window("tally-denominator", name, period);
}

}  // namespace timebank::fact_code
