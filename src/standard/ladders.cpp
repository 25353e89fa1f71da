#include <set>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

std::vector<Ladder::Level> read_levels(const Value& value, Plan& plan) {
    std::vector<Ladder::Level> levels;
    std::set<std::string> codes;
    for (const Value& element : value.array(1, limits::ladder_levels)) {
        const Object object = element.object({"code", "name", "when"});
        Ladder::Level level;
        level.code = object["code"].code();
        if (level.code == "none") {
            object["code"].refuse("none 表示没有等级，不能作等级代码：请换一个",
                                  "is how no level at all is called: give it another code");
        }
        if (!codes.insert(level.code).second) {
            object["code"].refuse("等级 {} 已经有了：请换一个代码",
                                  "the level {} is there already: give it another code", {level.code});
        }
        level.name = object["name"].bilingual(limits::standard_name_bytes);
        level.condition = read_condition(object["when"], plan, Asking::level);
        levels.push_back(std::move(level));
    }
    return levels;
}

}  // namespace

std::vector<Ladder> read_ladders(const Value& value, Plan& plan) {
    std::vector<Ladder> ladders;
    for (const Value& element : value.array(1, limits::standard_list_items)) {
        const Object object = element.object();
        if (plan.summary.kind == StandardKind::credit) {
            object.allow_only({"id", "name", "kept_in", "levels"});
        } else {
            object.allow_only({"id", "name", "levels"});
        }
        Ladder ladder;
        ladder.id = object["id"].code();
        ladder.name = object["name"].bilingual(limits::standard_name_bytes);
        if (object.has("kept_in")) ladder.kept_in = read_unit(object["kept_in"], plan);
        ladder.levels = read_levels(object["levels"], plan);
        for (const Ladder& earlier : ladders) {
            if (earlier.id == ladder.id) {
                object["id"].refuse("等级表 {} 已经有了：请换一个 id",
                                    "the ladder {} is there already: give it another id", {ladder.id});
            }
            if (!ladder.kept_in.empty() && earlier.kept_in == ladder.kept_in) {
                object["kept_in"].refuse(
                    "{0} 已用来记等级表 {1}：每个等级表要有自己的单位",
                    "is {0}, in which the ladder {1} is kept: each ladder has a unit of its own",
                    {ladder.kept_in, earlier.id});
            }
        }
        ladders.push_back(std::move(ladder));
    }
    return ladders;
}

}  // namespace timebank::standard
