#!/usr/bin/env bash
# Packages: humanparser 2.7.0, parse-full-name 1.2.7.
# Guess:    the last word of a name of two words is the family name.
# Seen:     humanparser takes some family names (Ma, Ii) for an academic degree or the number of a namesake: such a person
#           has no family name then, and is sorted under nothing. parse-full-name keeps Ma, and takes Ii for a number, too.
# Matters:  patients imported from lists with one column for the name; we keep a name as it is typed, in one field.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts humanparser@2.7.0 parse-full-name@1.2.7
cat >names.mjs <<'JS'
import humanparser from 'humanparser';
import { parseFullName } from 'parse-full-name';
const told = (name) => {
  const [one, other] = [humanparser.parseName(name), parseFullName(name)];
  return `${one.lastName || '-'}/${one.suffix || '-'} ${other.first || '-'}/${other.last}/${other.suffix || '-'}`;
};
for (const name of ['Wei Chen', 'Wei Ma', 'Aino Ii']) console.log(`${name}: ${told(name)}`);
JS
seen=$(node names.mjs)
echo "$seen"
expected='Wei Chen: Chen/- Wei/Chen/-
Wei Ma: -/Ma Wei/Ma/-
Aino Ii: -/Ii -/Aino/Ii'
[ "$seen" = "$expected" ] || { echo 'It is no longer so.'; exit 1; }
