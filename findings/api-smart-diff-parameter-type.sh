#!/usr/bin/env bash
# Packages: api-smart-diff 1.0.6.
# Guess:    a query parameter that was an integer and is a boolean now breaks whoever sends the integer.
# Seen:     it is called non-breaking, while the same change in a field of a body is called breaking.
# Matters:  a gate that counts breaking changes lets this one through.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts api-smart-diff@1.0.6
cat >compare.mjs <<'JS'
import { compareOpenApi } from 'api-smart-diff';
const api = (parameter, field) => ({
  openapi: '3.1.0', info: { title: 'Finding', version: '1' },
  paths: { '/things': { post: {
    parameters: [{ name: 'size', in: 'query', schema: { type: parameter } }],
    requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { size: { type: field } } } } } },
    responses: { 204: { description: 'Done' } } } } },
});
const kinds = (before, after) => compareOpenApi(before, after).diffs.map(({ type }) => type).join();
console.log(kinds(api('integer', 'integer'), api('boolean', 'integer')), kinds(api('integer', 'integer'), api('integer', 'boolean')));
JS
seen=$(node compare.mjs)
echo "parameter, field of a body: $seen"
[ "$seen" = 'non-breaking breaking' ] || { echo 'It is no longer so.'; exit 1; }
