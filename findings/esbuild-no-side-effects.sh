#!/usr/bin/env bash
# Package: esbuild 0.28.2.
# Guess:   a function that is marked as free of side effects (@__NO_SIDE_EFFECTS__) may be called at the top of any module,
#          and a bundle leaves out each call whose result nobody uses.
# Seen:    that holds in the file that declares the function; the same calls in another file stay in the bundle, all of them,
#          unless each call is marked itself (@__PURE__).
# Matters: declarations as `export const placed = define({ … })` weigh on every bundle that needs one of their file.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund esbuild@0.28.2
echo '/* @__NO_SIDE_EFFECTS__ */ export function define(name) { return globalThis.declare(name); }
export const sameFileUsed = define("same-used"); export const sameFileUnused = define("same-unused");' >define.js
echo 'import { define } from "./define.js";
export const used = define("other-used"); export const unused = define("other-unused");
export const marked = /* @__PURE__ */ define("other-marked");' >events.js
echo 'import { sameFileUsed } from "./define.js"; import { used } from "./events.js"; console.log(sameFileUsed, used);' >main.js
cat >finding.cjs <<'JS'
const esbuild = require('esbuild');
const { outputFiles } = esbuild.buildSync({ entryPoints: ['main.js'], bundle: true, write: false, format: 'esm' });
const names = ['same-used', 'same-unused', 'other-used', 'other-unused', 'other-marked'];
const kept = names.filter((name) => outputFiles[0].text.includes(`"${name}"`));
console.log(`esbuild ${esbuild.version} keeps ${kept.join(', ')} of ${names.join(', ')}`);
process.exit(String(kept) === 'same-used,other-used,other-unused' ? 0 : 1);
JS
node finding.cjs || { echo 'It is no longer so.'; exit 1; }
