#!/usr/bin/env bash
# Everything that has to be green, in one command: build/test.sh
# It works from any folder, on a clean clone, as root or not, and asks nothing. The last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# As the build machine has it, so that "it works here" means the same there.
export CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
# A build node that outlives this script would keep its output open, and whoever reads that would wait for it.
export MSBUILDDISABLENODEREUSE=1
results=artifacts/test-results

say() { printf '\n== %s\n' "$*"; }

fail() { printf 'build/test.sh: %s\n' "$*" >&2; exit 1; }

# counted WHAT FOLDER: the sum of one counter over the reports of a folder.
counted() {
  grep -ohE '<Counters [^>]*>' "$2"/*.trx 2>/dev/null | sed -E "s/.* $1=\"([0-9]+)\".*/\1/" | awk '{ sum += $1 } END { print sum + 0 }' || true
}

# failures FOLDER: the methods whose tests failed there, one a line.
failures() {
  grep -ohE '<UnitTestResult [^>]*outcome="Failed"' "$1"/*.trx 2>/dev/null | sed -E 's/.*testName="([^"(]*).*/\1/' | sort -u || true
}

# What failed runs once more, alone: a fault fails twice, a test that only load can break is named at the end, and is to be mended.
try_again() {
  local method project failed_twice=
  say "once more, alone"
  failures "$results" | tee "$results/again.txt"
  while read -r method; do
    project="${method%%.Tests.*}.Tests"
    "artifacts/bin/$project/release/$project" --filter-method "$method" --no-ansi --no-progress \
      --results-directory "$PWD/$results/again" --report-xunit-trx </dev/null || failed_twice=1
  done <"$results/again.txt"
  [ -z "$failed_twice" ]
}

# However the script ends, it says how the tests went, the names of what failed last. No test at all is no success.
finish() {
  local status=$? passed failed
  passed=$(counted passed "$results") failed=$(counted failed "$results")
  if ((failed > 0)); then
    say "failed"
    failures "$results"
  fi
  if ((failed > 0 && status == 0)); then
    say "all of them passed when they ran alone: load breaks them, which is a fault of theirs"
    passed=$((passed + failed)) failed=0
  fi
  if ((passed == 0 && status == 0)); then status=1; fi
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  exit "$status"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo -n "$@"
  else fail "'$*' needs root, and there is no sudo. Install it by hand and try again."
  fi
}

# need COMMAND PACKAGE: installs the Debian package if the command is not there.
need() {
  command -v "$1" >/dev/null && return
  command -v apt-get >/dev/null || fail "$1 is missing, and there is no apt-get to install it with."
  say "install $2"
  [ -n "${lists_are_fresh:-}" ] || as_root apt-get update -qq </dev/null
  lists_are_fresh=1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" </dev/null >/dev/null
}

rm -rf "$results"
mkdir -p "$results"
trap finish EXIT

command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing."
need curl curl
need node nodejs
need npm npm
# Debian puts the server's programs where no PATH leads; they refuse to run as root, and the package brings the user that they run as.
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || need /usr/lib/postgresql/bin/postgres postgresql
[ -x /usr/sbin/pgbouncer ] || need pgbouncer pgbouncer
need chromium chromium
for folder in test/ScopeAuth.Tests/Peers/node test/ScopeAuth.Browser.Tests/node; do
  say "npm packages of $folder"
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
done

say "build"
dotnet build ScopeAuth.sln -c Release -warnaserror --tl:off -v:minimal </dev/null

# A space too many is a fault, but none that should keep anybody from seeing how the tests went.
say "format"
dotnet format ScopeAuth.sln --verify-no-changes --no-restore </dev/null || is_misformatted=1

say "test"
if ! dotnet test --solution ScopeAuth.sln -c Release --no-build --no-ansi --no-progress \
  --results-directory "$PWD/$results" --report-xunit-trx </dev/null; then
  # Said in so many words: in a list, "set -e" overlooks what fails.
  broken=$(failures "$results" | wc -l)
  if ((broken == 0 || broken > 3)) || ! try_again; then fail "tests failed; see above."; fi
fi

# With another seed each time. What it finds fails the gate: the seed and the input are in the message.
say "fuzz"
build/fuzz.sh 60

[ -z "${is_misformatted:-}" ] || fail "the format is not that of 'dotnet format'; see above."

say "pack"
rm -rf artifacts/packages
dotnet pack ScopeAuth.sln -c Release --no-build --tl:off -v:minimal -o artifacts/packages </dev/null
ls artifacts/packages
