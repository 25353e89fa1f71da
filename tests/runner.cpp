#ifdef TIMEBANK_TESTS_CATCH2_V2
#define CATCH_CONFIG_RUNNER
#endif
#include "catch.hpp"

int main(int count, char** arguments) {
    return Catch::Session().run(count, arguments);
}
