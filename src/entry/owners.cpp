#include <algorithm>

#include "timebank/claim.hpp"

namespace timebank {
namespace {

struct OwnersNamed {
    std::vector<std::string>& owners;

    void operator()(const GenesisContent&) const {}
    void operator()(const KeyContent& content) const { owners.push_back(content.owner); }
    void operator()(const UnitContent&) const {}
    void operator()(const StandardContent&) const {}
    void operator()(const AccountContent& content) const { owners.push_back(content.owner); }
    void operator()(const ServiceContent& content) const {
        owners.push_back(content.on_behalf_of);
        for (const auto& participant : content.participants) owners.push_back(participant.owner);
    }
    void operator()(const RedemptionContent& content) const {
        owners.push_back(content.owner);
        owners.push_back(content.receiver);
    }
    void operator()(const ReversalContent&) const {}
    void operator()(const OpeningContent& content) const { owners.push_back(content.owner); }
    void operator()(const TransferContent& content) const {
        owners.push_back(content.from);
        owners.push_back(content.to);
    }
    void operator()(const MergeContent& content) const {
        owners.push_back(content.owner);
        owners.push_back(content.into);
    }
    void operator()(const RulingContent&) const {}
};

}  // namespace

std::vector<std::string> owners_named(const Claim& claim) {
    std::vector<std::string> owners;
    std::visit(OwnersNamed{owners}, claim.content);
    owners.erase(std::remove(owners.begin(), owners.end(), std::string()), owners.end());
    std::sort(owners.begin(), owners.end());
    owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
    return owners;
}

const GenesisContent* founding_in(const Claim& claim) {
    return std::get_if<GenesisContent>(&claim.content);
}

const KeyContent* enrolment_in(const Claim& claim) {
    return std::get_if<KeyContent>(&claim.content);
}

const Bytes* document_in(const Claim& claim) {
    const auto* standard = std::get_if<StandardContent>(&claim.content);
    return standard ? &standard->document : nullptr;
}

const ServiceContent* service_in(const Claim& claim) {
    return std::get_if<ServiceContent>(&claim.content);
}

}  // namespace timebank
