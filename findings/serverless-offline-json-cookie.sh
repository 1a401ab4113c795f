#!/usr/bin/env bash
# Packages: serverless-offline 14.8.2 with osls 4.3.1, an HTTP API with payload format 2.0.
# Guess:    the cookies of a request reach the function as API Gateway passes them on: all of them, unread.
# Seen:     one cookie whose value holds quotes and commas, which user agents store and send (RFC 6265 section 5) where an
#           application keeps JSON in a cookie, has every route answer 400 before any function runs. Cookies know no
#           ports: another application on localhost is enough.
# Matters:  a whole local API that is down in one browser, and works in another and by curl.
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
plain=$(curl -s -o /dev/null -w '%{http_code}' -H 'Cookie: theme=dark' "http://127.0.0.1:$port/echo")
json=$(curl -s -o /dev/null -w '%{http_code}' -H 'Cookie: theme={"mode":"dark","size":2}' "http://127.0.0.1:$port/echo")
echo "a plain cookie: $plain, a cookie of another application with JSON in it: $json"
[ "$plain" = 200 ] && [ "$json" = 400 ] || { echo 'It is no longer so.'; exit 1; }
