#!/bin/sh
# Compares verdicts with the token handler that the SDK ships, on generated tokens.
#   build/differential.sh [tokens] [seed]        default 200000 tokens, about three minutes
set -eu
cd "$(dirname "$0")/.."
export SCOPEAUTH_DIFFERENTIAL_TOKENS="${1:-200000}" SCOPEAUTH_DIFFERENTIAL_SEED="${2:-20260301}"
dotnet build test/ScopeAuth.Tests --verbosity quiet --nologo
exec dotnet run --project test/ScopeAuth.Tests --no-build -- \
  --filter-class ScopeAuth.Tests.Differential.DifferentialTests --show-live-output on --no-ansi --no-progress
