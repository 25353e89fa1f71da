#pragma once

#include <optional>
#include <string>
#include <vector>

#include "entry/fields/field.hpp"

/// Which field of two contents of one kind differs.
namespace timebank::entry {

/// The fields of one content, which must outlive it. A part that is always there is looked into
/// ("actual.start"); lists, and what may be left out, are compared as wholes.
class ComparedFields {
  public:
    template <class Content>
    explicit ComparedFields(const Content& content) {
        Fields<Content>::list(*this, content);
    }

    template <class Value, class Shape>
    void operator()(std::string_view name, const Value& value, const Shape&) {
        fields_.push_back({within_ + std::string(name), &value, &is_same<Value>});
    }
    template <class Value>
    void operator()(std::string_view name, const Value& value, const Record&) {
        const auto outer = within_;
        within_ += std::string(name) + ".";
        Fields<Value>::list(*this, value);
        within_ = outer;
    }

    /// The first that differs from that of another content of the same list, or nothing.
    std::optional<std::string> first_difference(const ComparedFields& other) const {
        for (std::size_t i = 0; i < fields_.size(); ++i)
            if (!fields_[i].is_same(fields_[i].value, other.fields_[i].value)) return fields_[i].name;
        return std::nullopt;
    }

  private:
    struct Field {
        std::string name;
        const void* value;
        bool (*is_same)(const void*, const void*);
    };

    template <class Value>
    static bool is_same(const void* a, const void* b) {
        return *static_cast<const Value*>(a) == *static_cast<const Value*>(b);
    }

    std::vector<Field> fields_;
    std::string within_;
};

}  // namespace timebank::entry
