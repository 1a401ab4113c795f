#!/usr/bin/env bash
# Package: email-validator 2.0.4.
# Guess:   an address of any delegated top-level domain is taken, as its first parts of RFC 5321 atoms are.
# Seen:    a top-level domain in its ASCII form (xn--p1ai, .рф, delegated in 2010) is refused, and with it every
#          address below it, while the same label one level deeper is taken.
# Matters: a person who cannot register.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund email-validator@2.0.4
cat >finding.cjs <<'JS'
const { validate } = require('email-validator');
const addresses = ['ada@xn--e1afmkfd.xn--p1ai', 'ada@xn--p1ai.example'];
const taken = addresses.map(validate);
console.log(`email-validator ${require('email-validator/package.json').version}: ${addresses.map((a, i) => `${a} ${taken[i]}`).join(', ')}`);
process.exit(String(taken) === 'false,true' ? 0 : 1);
JS
node finding.cjs || { echo 'It is no longer so.'; exit 1; }
