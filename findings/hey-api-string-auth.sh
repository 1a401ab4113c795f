#!/usr/bin/env bash
# Packages: @hey-api/openapi-ts 0.99.0 with its fetch client.
# Guess:    `security: [{ bearer }, { key }]` names two ways to sign in, of which one is enough, and `auth: token` uses one.
# Seen:     a token that is a string is sent by both: as the bearer token and as the API key.
# Matters:  a server that refuses two credentials at once answers 401 to a right token, and a token of one kind goes into
#           a header of another. A function, `auth: ({ scheme }) => …`, sends what it is asked to.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @hey-api/openapi-ts@0.99.0 typescript@5.9.3 esbuild@0.28.2
cat >api.json <<'JSON'
{ "openapi": "3.1.0", "info": { "title": "Finding", "version": "1" },
  "paths": { "/me": { "get": { "operationId": "me", "security": [{ "person": [] }, { "machine": [] }],
    "responses": { "204": { "description": "Done" } } } } },
  "components": { "securitySchemes": { "person": { "type": "http", "scheme": "bearer" },
    "machine": { "type": "apiKey", "in": "header", "name": "x-api-key" } } } }
JSON
npx --no-install openapi-ts -i api.json -o client -c @hey-api/client-fetch --no-log-file >/dev/null
cat >call.ts <<'TS'
import { me } from './client/sdk.gen';
const fetch = async (request: Request) => {
  console.log(request.headers.get('authorization'), request.headers.get('x-api-key'));
  return new Response(null, { status: 204 });
};
await me({ auth: 'token', baseUrl: 'http://localhost', fetch: fetch as typeof globalThis.fetch });
TS
npx --no-install esbuild call.ts --bundle --platform=node --format=esm --outfile=call.mjs --log-level=error
sent=$(node call.mjs)
echo "sent authorization and x-api-key: $sent"
[ "$sent" = 'Bearer token token' ] || { echo 'It is no longer so.'; exit 1; }
