#!/usr/bin/env bash
# Uses the library as a stranger would: try.sh WAY, called by ctest with the environment below. Each way begins in
# an empty folder, builds the program of embed/ and runs it; its last line must be the balance it should print.
#   BUILD       this project's build folder       SOURCE      its source folder
#   WORK        where to work                     GENERATOR, COMPILER, LAUNCHER   as in the build folder (LAUNCHER in words)
set -euo pipefail
export LC_ALL=C

way=$1
here=$(cd "$(dirname "$0")" && pwd)
prefix=$WORK/prefix
folder=$WORK/$way

fail() { printf '%s: %s\n' "$way" "$*" >&2; exit 1; }

# A fresh folder for the way.
begin() { rm -rf "$folder" && mkdir -p "$folder"; }

# Runs the built program in a folder of its own and looks at what it says.
run() {
  local books answer
  books=$(mktemp -d "$WORK/books.XXXXXX")
  answer=$("$@" "$books") || fail "the program ended with $?"
  rm -rf "$books"
  printf '%s\n' "$answer"
  [[ $(tail -n 1 <<<"$answer") == 'balance: m-1 9 points' ]] || fail 'this is not what it should say'
}

configure() { cmake -S "$here/embed" -B "$folder" -G "$GENERATOR" -DCMAKE_CXX_COMPILER="$COMPILER" "$@"; }

# Through find_package from the prefix $1.
find_package() {
  begin
  configure -DWAY=find_package -DCMAKE_PREFIX_PATH="$1" "${@:2}"
  grep -q "timebank_DIR:PATH=$1/" "$folder/CMakeCache.txt" || fail 'another installation was found'
  cmake --build "$folder"
}

# By -I, -L and -l, as make and other builders would; the arguments go to pkg-config. Sets `flags`.
pkg_config() {
  PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name timebank.pc)")
  export PKG_CONFIG_PATH
  read -r -a flags <<<"$(pkg-config --cflags --libs "$@" timebank)"
  [[ ${flags[*]} == *"$prefix"* ]] || fail "these flags lead elsewhere: ${flags[*]}"
}

# Compiles the program with the compiler alone and what the arguments say.
compile() {
  begin
  "$COMPILER" -std=c++20 "$here/embed/main.cpp" "$@" -o "$folder/garden"
}

# The library is made once more, by the stranger's build, and plainly: what is tried is whether it can be, not how fast
# it is. What nobody doubts is not compiled again, see reuse.sh. What was made is kept, for the other way of the two and
# for the next time.
within() {
  folder=$WORK/within
  mkdir -p "$folder"
  configure -DWAY="$way" -DTIMEBANK_SOURCE="$SOURCE" -DCMAKE_CXX_FLAGS=-O0 \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$here/reuse.sh"
  cmake --build "$folder" --parallel "$(nproc)" | tail -n 3
  run "$folder/garden"
}

links_to_library() { ldd "$1" | grep -q libtimebank; }

case $way in
install)
  rm -rf "$prefix"
  cmake --install "$BUILD" --prefix "$prefix" >/dev/null
  "$prefix/bin/timebank" --version
  ;;
find_package_static)
  find_package "$prefix" -DKIND=static
  run "$folder/garden"
  ! links_to_library "$folder/garden" || fail 'the static library was asked for'
  ;;
find_package_shared)
  find_package "$prefix" -DKIND=shared
  run "$folder/garden"
  links_to_library "$folder/garden" || fail 'the shared library was asked for'
  ;;
pkg_config_shared)
  pkg_config
  compile "${flags[@]}"
  links_to_library "$folder/garden" || fail 'the shared library was to be linked'
  run env LD_LIBRARY_PATH="$(dirname "$(find "$prefix" -name libtimebank.so)")" "$folder/garden"
  ;;
pkg_config_static)
  pkg_config --static
  compile "${flags[@]/#-ltimebank/-l:libtimebank.a}"
  ! links_to_library "$folder/garden" || fail 'the static library was to be linked'
  run "$folder/garden"
  ;;
add_subdirectory | fetch_content) within ;;
moved)
  # An installation is found from where it lies, not from where it was put.
  mv "$prefix" "$prefix-elsewhere"
  find_package "$prefix-elsewhere" -DKIND=static
  run "$folder/garden"
  prefix=$prefix-elsewhere
  pkg_config
  mv "$prefix" "${prefix%-elsewhere}"
  ;;
deb)
  begin
  cpack --config "$BUILD/CPackConfig.cmake" -G DEB -B "$folder" >/dev/null
  root=$folder/root
  for package in "$folder"/*.deb; do
    dpkg-deb --field "$package" Package Version Depends
    dpkg-deb -x "$package" "$root"
  done
  "$root/usr/bin/timebank" --version
  mkdir -p "$folder/static" "$folder/shared"
  for kind in static shared; do
    folder=$WORK/deb/$kind
    find_package "$root/usr" -DKIND=$kind
    run "$folder/garden"
  done
  ;;
must_not_compile)
  check=("$COMPILER" -std=c++20 -fsyntax-only -Werror=unused-result "-I$(dirname "$(find "$prefix" -name timebank -path '*include*')")")
  for file in "$here"/must_not_compile/*.cpp; do
    "${check[@]}" -DMENDED "$file" || fail "$file does not compile when it is mended"
    ! "${check[@]}" "$file" 2>/dev/null || fail "$file compiles"
    printf 'does not compile, as it should: %s\n' "$(basename "$file")"
  done
  ;;
*) fail 'there is no such way' ;;
esac
