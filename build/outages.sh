#!/bin/sh
# Crashes databases, kills nodes and cuts connections at random moments while revocations are written: whatever was acknowledged has to be there.
#   build/outages.sh [rounds]        default 100 rounds of each, some minutes
set -eu
cd "$(dirname "$0")/.."
export SCOPEAUTH_OUTAGE_ROUNDS="${1:-100}"
dotnet build test/ScopeAuth.PostgreSql.Tests --verbosity quiet --nologo
exec dotnet run --project test/ScopeAuth.PostgreSql.Tests --no-build -- \
  --filter-class ScopeAuth.PostgreSql.Tests.Revocation.OutageTests ScopeAuth.PostgreSql.Tests.Revocation.KilledNodeTests \
  --show-live-output on --no-ansi --no-progress
