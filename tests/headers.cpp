// Nothing but what is precompiled for all tests: CMake makes it for a source, and runner.cpp cannot use it.
#include "catch.hpp"
