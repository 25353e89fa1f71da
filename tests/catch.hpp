#pragma once

// Debian 12 has Catch2 v2; other systems have v3. Tests include this file and run with either.
#ifdef TIMEBANK_TESTS_CATCH2_V2
#include <catch2/catch.hpp>
#else
#include <catch2/catch_all.hpp>
#endif
