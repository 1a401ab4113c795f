#!/usr/bin/env bash
# Packages: zod 4.6.7 with esbuild 0.28.2.
# Guess:    with `import * as z from 'zod'`, which is the way that shakes, `z.core.toDotPath` costs the bytes of that function.
# Seen:     one value read through `z.core` brings all of zod's core and its locales, more than 300 KB, while the same
#           function imported from 'zod/v4/core' costs some hundred bytes. Types read through `z.core` cost nothing.
# Matters:  the size of every bundle that holds the line, and with it each cold start.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7 esbuild@0.28.2
size() { npx --no-install esbuild --bundle --minify --format=cjs --platform=node --main-fields=module,main "$1" | wc -c; }
echo "import * as z from 'zod'; console.log(z.string().parse('a'))" >plain.mjs
echo "import * as z from 'zod'; console.log(z.string().parse(z.core.toDotPath(['a'])))" >namespace.mjs
echo "import * as z from 'zod'; import { toDotPath } from 'zod/v4/core'; console.log(z.string().parse(toDotPath(['a'])))" >named.mjs
plain=$(size plain.mjs); namespace=$(size namespace.mjs); named=$(size named.mjs)
echo "bytes: $plain without, $namespace through z.core, $named from zod/v4/core"
[ $((namespace - plain)) -gt 250000 ] && [ $((named - plain)) -lt 2000 ] || { echo 'It is no longer so.'; exit 1; }
