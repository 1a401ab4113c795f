#!/usr/bin/env bash
# Package:  dinero.js 2.0.2.
# Guess:    an amount in the minor units of ISO 4217, which has two digits for the ariary and the ouguiya, is that amount.
# Seen:     both have base 5 and exponent 1: 100000 is 20000 ariary, and not 1000.00 as by the standard; all others are decimal,
#           with ISO's digits. Such an amount has no decimal text either.
# Matters:  what a bank, a register or a file of ISO's minor units says is summed and charged as twenty times as much.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts dinero.js@2.0.2
cat >ask.mjs <<'JS'
import { dinero, toUnits } from 'dinero.js';
import * as currencies from 'dinero.js/currencies';
const odd = Object.keys(currencies).filter((code) => currencies[code].base !== 10).sort();
const [units] = toUnits(dinero({ amount: 100000, currency: currencies.MGA }));
console.log(odd.join(' '), units);
JS
seen=$(node ask.mjs)
echo "$seen"
[ "$seen" = 'MGA MRU 20000' ] || { echo 'It is no longer so.'; exit 1; }
