#!/bin/sh
# Puts small faults into the library, one at a time, and counts how many of them the tests find.
#   build/mutation.sh [--every N] [--only part-of-a-file's-name] [--again what-an-earlier-run-printed] [--tests room,room] [--at-once N] [room...]
# Default: every fault in Tokens, Scopes, AuthorizationServers, Keys and Network; that takes hours. --every 5 is a sample.
# All faults are in one build, behind a switch; the work is done on a copy in artifacts/mutation. docs/security.md has the last score.
set -eu
cd "$(dirname "$0")/.."
dotnet build build/Mutation --verbosity quiet --nologo --tl:off </dev/null
exec artifacts/bin/Mutation/debug/Mutation "$@"
