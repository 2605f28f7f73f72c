#!/bin/sh
# Fuzzes the validator, the key set reader and the metadata reader; the seed is printed and can be given again.
#   build/fuzz.sh [seconds] [seed]        default 60 seconds in all
# Exit code 0: nothing was found. What is found belongs into Fuzzing/FoundByFuzzingTests.cs.
set -eu
cd "$(dirname "$0")/.."
export SCOPEAUTH_FUZZ_SECONDS="${1:-60}"
if [ $# -gt 1 ]; then export SCOPEAUTH_FUZZ_SEED="$2"; fi
# As build/test.sh builds it, so that there is nothing left to build when that calls this.
dotnet build test/ScopeAuth.Tests -c Release --verbosity quiet --nologo --tl:off </dev/null
exec dotnet run --project test/ScopeAuth.Tests -c Release --no-build -- \
  --filter-class ScopeAuth.Tests.Fuzzing.ValidatorFuzzTests ScopeAuth.Tests.Fuzzing.KeySetFuzzTests \
  --show-live-output on --no-ansi --no-progress --results-directory "$PWD/artifacts/test-results" --report-xunit-trx </dev/null
