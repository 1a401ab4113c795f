#!/usr/bin/env bash
# Packages: serverless-offline 14.8.2 with osls 4.3.1, an HTTP API with payload format 2.0.
# Guess:    an answer whose function names no content type and sends no body has no content type.
# Seen:     it is called application/json, a 202 and a 304 as well.
# Matters:  a client that goes by the content type parses nothing as JSON, and fails.
set -euo pipefail
dir=$(mktemp -d)
trap 'if [ -n "${pid:-}" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi; rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts serverless@npm:osls@4.3.1 serverless-offline@14.8.2
port=$(node -e "const s=require('net').createServer();s.listen(0,()=>{console.log(s.address().port);s.close()})")
lambda=$(node -e "const s=require('net').createServer();s.listen(0,()=>{console.log(s.address().port);s.close()})")
cat >serverless.yml <<YML
service: finding
provider: { name: aws, runtime: nodejs20.x, httpApi: {} }
plugins: [serverless-offline]
custom: { serverless-offline: { httpPort: $port, lambdaPort: $lambda, noPrependStageInUrl: true } }
functions: { accept: { handler: handler.accept, events: [{ httpApi: 'GET /accept' }] } }
YML
echo 'exports.accept = async () => ({ statusCode: 202 });' >handler.js
npx --no-install serverless offline start >offline.log 2>&1 & pid=$!
for _ in $(seq 1 120); do curl -s "http://127.0.0.1:$port/accept" >/dev/null && break; sleep 0.5; done
type=$(curl -s -o body -w '%{http_code} %{content_type} %{size_download}' "http://127.0.0.1:$port/accept")
echo "status, content type, bytes of the body: $type"
[[ "$type" == '202 application/json'*' 0' ]] || { echo 'It is no longer so.'; exit 1; }
