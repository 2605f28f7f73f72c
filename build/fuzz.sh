#!/bin/sh
# Fuzzes the validator, the key set reader and the metadata reader; the seed is printed and can be given again.
#   build/fuzz.sh [seconds] [seed]        default 60 seconds
# Exit code 0: nothing was found. What is found belongs into Fuzzing/FoundByFuzzingTests.cs.
set -eu
cd "$(dirname "$0")/.."
export SCOPEAUTH_FUZZ_SECONDS="${1:-60}"
if [ $# -gt 1 ]; then export SCOPEAUTH_FUZZ_SEED="$2"; fi
dotnet build test/ScopeAuth.Tests --verbosity quiet --nologo
exec dotnet run --project test/ScopeAuth.Tests --no-build -- \
  --filter-class ScopeAuth.Tests.Fuzzing.ValidatorFuzzTests ScopeAuth.Tests.Fuzzing.KeySetFuzzTests \
  --show-live-output on --no-ansi --no-progress
