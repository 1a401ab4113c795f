#!/usr/bin/env bash
# Packages: openapi-typescript 7.13.0, @hey-api/openapi-ts 0.99.0, orval 8.38.0.
# Guess:    OpenAPI 3.1 is JSON Schema 2020-12, in which what stands beside a `$ref` holds as well.
# Seen:     all three take the `$ref` alone; the narrower `code` beside it is gone from the types, without a word.
# Matters:  a model that is narrowed for one route is not. `allOf: [{ $ref }, { … }]` is taken as it is meant by each.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  openapi-typescript@7.13.0 @hey-api/openapi-ts@0.99.0 orval@8.38.0 typescript@5.9.3
cat >api.json <<'JSON'
{ "openapi": "3.1.0", "info": { "title": "Finding", "version": "1" },
  "paths": { "/me": { "get": { "operationId": "me", "responses": { "200": { "description": "Done",
    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Narrow" } } } } } } } },
  "components": { "schemas": {
    "Wide": { "type": "object", "properties": { "code": { "type": "string" } }, "required": ["code"] },
    "Narrow": { "$ref": "#/components/schemas/Wide", "properties": { "code": { "const": "NARROWED" } } } } } }
JSON
npx --no-install openapi-typescript api.json -o openapi-typescript.ts >/dev/null 2>&1
npx --no-install openapi-ts -i api.json -o hey-api -c @hey-api/client-fetch --no-log-file >/dev/null
npx --no-install orval --input ./api.json --output ./orval.ts >/dev/null
types=(openapi-typescript.ts hey-api/types.gen.ts orval.ts)
wide=$(grep -l Wide "${types[@]}" | wc -l)
narrow=$(grep -l NARROWED "${types[@]}" | wc -l || true)
echo "of ${#types[@]} clients $wide know the model, and $narrow its narrower code"
[ "$wide $narrow" = '3 0' ] || { echo 'It is no longer so.'; exit 1; }
