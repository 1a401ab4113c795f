#!/usr/bin/env bash
# Packages: openapi-typescript 7.13.0.
# Guess:    a field of a request that has a `default` and is not in `required` may be left out.
# Seen:     it may be left out where the schema stands in the request itself, and must be sent where the request refers to a model.
# Matters:  a default that is added to a model, which breaks nobody, breaks whoever compiles against it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openapi-typescript@7.13.0 typescript@5.9.3
schema='{ "type": "object", "properties": { "limit": { "type": "integer", "default": 20 } } }'
body() { echo "{ \"requestBody\": { \"content\": { \"application/json\": { \"schema\": $1 } } }, \"responses\": {} }"; }
cat >api.json <<JSON
{ "openapi": "3.1.0", "info": { "title": "Finding", "version": "1" },
  "paths": { "/inline": { "post": $(body "$schema") }, "/model": { "post": $(body '{ "$ref": "#/components/schemas/Model" }') } },
  "components": { "schemas": { "Model": $schema } } }
JSON
npx --no-install openapi-typescript api.json -o types.ts >/dev/null 2>&1
fields=$(grep -o 'limit?*:' types.ts | tr '\n' ' ')
echo "inline, and in a model: $fields"
[ "$fields" = 'limit?: limit: ' ] || { echo 'It is no longer so.'; exit 1; }
