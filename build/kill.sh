#!/usr/bin/env bash
# The long form of the test that kills a process while it writes the journal of revocations: build/kill.sh [ROUNDS], 200 by default.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build test/ScopeAuth.Tests -c Release --tl:off -v:minimal </dev/null
SCOPEAUTH_KILL_ROUNDS="${1:-200}" dotnet artifacts/bin/ScopeAuth.Tests/release/ScopeAuth.Tests.dll \
  --no-progress --output Detailed --filter-class ScopeAuth.Tests.Revocation.KilledWriterTests
