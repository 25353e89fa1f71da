#pragma once

/// The list of every kind.
#include "entry/fields/account.hpp"
#include "entry/fields/clock.hpp"
#include "entry/fields/genesis.hpp"
#include "entry/fields/key.hpp"
#include "entry/fields/merge.hpp"
#include "entry/fields/opening.hpp"
#include "entry/fields/redemption.hpp"
#include "entry/fields/reversal.hpp"
#include "entry/fields/ruling.hpp"
#include "entry/fields/service.hpp"
#include "entry/fields/settlement.hpp"
#include "entry/fields/standard.hpp"
#include "entry/fields/transfer.hpp"
#include "entry/fields/unit.hpp"
