#!/usr/bin/env bash
# Packages: serverless-offline 14.8.2 with osls 4.3.1, an HTTP API with payload format 2.0.
# Guess:    rawQueryString is the query as the client sent it, as its name says, and a header that comes twice is joined by
#           commas, as API Gateway documents it for this format.
# Seen:     the query is parsed and written anew by the rules of forms: %20 arrives as +, ~ as %7E. Of two headers of one
#           name the last one is left.
# Matters:  a signature over the query, or a function that tells a plus from a space, holds on one side only.
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
functions: { echo: { handler: handler.echo, events: [{ httpApi: 'GET /echo' }] } }
YML
cat >handler.js <<'JS'
exports.echo = async ({ rawQueryString, headers, cookies }) => ({
  statusCode: 200,
  body: JSON.stringify({ rawQueryString, tags: headers['x-tag'], cookies }),
});
JS
npx --no-install serverless offline start >offline.log 2>&1 & pid=$!
for _ in $(seq 1 120); do curl -s "http://127.0.0.1:$port/echo" >/dev/null && break; sleep 0.5; done
query=$(curl -s "http://127.0.0.1:$port/echo?a=b%20c~d" | node -pe "JSON.parse(require('fs').readFileSync(0)).rawQueryString")
tags=$(curl -s -H 'X-Tag: one' -H 'X-Tag: two' "http://127.0.0.1:$port/echo" | node -pe "JSON.parse(require('fs').readFileSync(0)).tags")
echo "sent a=b%20c~d, arrived $query; sent X-Tag twice, arrived $tags"
[ "$query" = 'a=b+c%7Ed' ] && [ "$tags" = two ] || { echo 'It is no longer so.'; exit 1; }
