#!/usr/bin/env bash
# Package:  node 24.21.0 (ICU 78.3, CLDR 48).
# Guess:    `dateStyle: 'long', timeStyle: 'short'` writes a date and a time as a sentence has them.
# Seen:     Spanish has "a las 1:02" at one o'clock, where the article is singular: "a la 1:02". Spain, Mexico and
#           Argentina alike, and Catalan, "a les 1:02". From two o'clock on it is right.
# Matters:  appointments at one are told in wrong words to everybody who reads Spanish.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
cat >ask.mjs <<'JS'
const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' };
const told = (locale, time) => new Intl.DateTimeFormat(locale, options).format(new Date(`2026-01-05T${time}:00Z`));
const articles = ['es', 'es-MX', 'es-AR', 'ca'].map((locale) =>
  ['01:02', '02:02'].map((time) => /a l(es|as|a) (?=\d)/.exec(told(locale, time))?.[0].trim()).join(', '),
);
console.log(articles.join('; '));
JS
seen=$(./node_modules/.bin/node ask.mjs)
echo "before 1:02 and 2:02, in es, es-MX, es-AR and ca: $seen"
[ "$seen" = 'a las, a las; a las, a las; a las, a las; a les, a les' ] || { echo 'It is no longer so.'; exit 1; }
