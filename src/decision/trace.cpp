#include "decision/trace.hpp"

namespace timebank {

std::vector<Text> texts_of(const Trace& trace) {
    std::vector<Text> texts;
    texts.reserve(trace.size());
    for (const auto& step : trace) texts.push_back(step.text);
    return texts;
}

}  // namespace timebank
