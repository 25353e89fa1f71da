#pragma once

#include "entry/fields/field.hpp"

/// Whom a claim names, and as what: its lists say so with Owner and its like.
namespace timebank::entry {

/// Calls `meet` with each owner that a content names, in the order of its fields, and the part they have in
/// it.
template <class Meet>
class OwnersMet {
  public:
    template <class Content>
    static void in(const Content& content, Meet& meet) {
        OwnersMet see(meet);
        Fields<Content>::list(see, content);
    }

    void operator()(std::string_view, const std::string& owner, Owner shape) { meet_(owner, shape.part); }
    void operator()(std::string_view, const std::string& owner, OwnerOrNone shape) {
        if (!owner.empty()) meet_(owner, shape.part);
    }
    void operator()(std::string_view, const std::vector<std::string>& owners, const Owners& shape) {
        for (const auto& owner : owners) meet_(owner, shape.part);
    }
    template <class Content>
    void operator()(std::string_view, const std::vector<Content>& contents, const Records&) {
        for (const auto& content : contents) Fields<Content>::list(*this, content);
    }
    template <class Content>
    void operator()(std::string_view, const Content& content, const Record&) {
        Fields<Content>::list(*this, content);
    }
    template <class Value, class Shape>
    void operator()(std::string_view, const Value&, const Shape&) {}

  private:
    explicit OwnersMet(Meet& meet) : meet_(meet) {}
    Meet& meet_;
};

}  // namespace timebank::entry
