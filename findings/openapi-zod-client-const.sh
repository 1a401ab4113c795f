#!/usr/bin/env bash
# Packages: openapi-zod-client 1.18.3 with zod 3.25.76.
# Guess:    `const` names the one value of a discriminator, as JSON Schema and OpenAPI 3.1 have it.
# Seen:     the `const` is dropped for any text, and the client that is written throws as it is imported: its union is made with
#           a discriminator that has no values. With `enum` of one value in place of `const` it is imported.
# Matters:  the whole client of a document with one such union is lost, and not the route that has it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openapi-zod-client@1.18.3 @zodios/core@10.9.6 zod@3.25.76 axios@1.7.9 esbuild@0.28.2
write() {
  cat >api.json <<JSON
{ "openapi": "3.1.0", "info": { "title": "Finding", "version": "1" },
  "paths": { "/pet": { "get": { "operationId": "pet", "responses": { "200": { "description": "Done",
    "content": { "application/json": { "schema": { "\$ref": "#/components/schemas/Pet" } } } } } } } },
  "components": { "schemas": {
    "Cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string", $1: $2"cat"$3 } } },
    "Dog": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string", $1: $2"dog"$3 } } },
    "Pet": { "oneOf": [{ "\$ref": "#/components/schemas/Cat" }, { "\$ref": "#/components/schemas/Dog" }],
      "discriminator": { "propertyName": "kind" } } } } }
JSON
}
imported() {
  npx --no-install openapi-zod-client api.json -o client.ts >/dev/null
  npx --no-install esbuild client.ts --bundle --platform=node --format=cjs --outfile=client.cjs --log-level=error
  node client.cjs 2>/dev/null && echo yes || echo no
}
write '"const"' '' ''; constant=$(imported)
write '"enum"' '[' ']'; enumeration=$(imported)
echo "imported with const: $constant, with enum: $enumeration"
[ "$constant $enumeration" = 'no yes' ] || { echo 'It is no longer so.'; exit 1; }
