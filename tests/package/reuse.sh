#!/usr/bin/env bash
# A compiler's launcher for try.sh: most of what another project's build would compile of the library was compiled in
# REUSED, of the same sources, and is copied from there. Compiled in earnest are the two lowest rooms, and all sources
# that include headers of other packages or of the system, which must be found in the other build too.
set -euo pipefail

source=${*: -1}
object='' depends=''
for ((i = 1; i < $#; ++i)); do
  next=$((i + 1))
  case ${!i} in
  -o) object=${!next} ;;
  -MF) depends=${!next} ;;
  esac
done
made=$REUSED/${object#timebank/}
if [[ $object == timebank/src/* && $object != */src/@(core|crypto)/* && -f $made ]] &&
  ! grep -qE '^#include <.*[./]' "$source"; then
  cp "$made" "$object"
  printf '%s: %s %s\n' "$object" "$source" "$made" >"$depends"
  exit
fi
read -r -a launcher <<<"${LAUNCHER:-}"
exec "${launcher[@]}" "$@"
