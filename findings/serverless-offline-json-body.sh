#!/usr/bin/env bash
# Packages: serverless-offline 14.8.2 with osls 4.3.1, an HTTP API with payload format 2.0.
# Guess:    event.body is the body as the client sent it, in text or in base64, and its content type what the client said.
# Seen:     the body is parsed as JSON before the event is made of it. `0` and `false` arrive as a number and a boolean,
#           "x" without its quotes, "" as no body; {"a":1} within a string is the same event as the object itself. Bytes
#           that are no UTF-8 arrive as U+FFFD, so that two bodies are one, and no content type as application/json.
# Matters:  Buffer.from(event.body) throws here alone, and what is refused on AWS is taken.
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
functions: { echo: { handler: handler.echo, events: [{ httpApi: 'POST /echo' }] } }
YML
cat >handler.js <<'JS'
exports.echo = async ({ body, headers }) => ({
  statusCode: 200,
  body: JSON.stringify({ body, type: headers['content-type'] }),
});
JS
npx --no-install serverless offline start >offline.log 2>&1 & pid=$!
for _ in $(seq 1 120); do curl -s -d x "http://127.0.0.1:$port/echo" >/dev/null && break; sleep 0.5; done
post() { printf "$1" | curl -s --data-binary @- -H "Content-Type:${2-application/json}" "http://127.0.0.1:$port/echo"; }
seen="$(post 0) $(post '"x"') $(post '""') $(post '\xff') $(post '{}' '')"
echo "sent 0, \"x\", \"\", the byte FF, and {} without a content type; arrived: $seen"
type='"type":"application/json"'
[ "$seen" = "{\"body\":0,$type} {\"body\":\"x\",$type} {\"body\":null,$type} {\"body\":\"�\",$type} {\"body\":\"{}\",$type}" ] \
  || { echo 'It is no longer so.'; exit 1; }
