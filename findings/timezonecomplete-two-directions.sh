#!/usr/bin/env bash
# Packages: timezonecomplete 5.15.1 with tzdata 1.0.51.
# Guess:    from UTC to a zone and back is where one began; both directions read one table.
# Seen:     noon UTC of 1 July 2027 is 14:00 in Cairo, as in winter, while noon in Cairo is 09:00 UTC, as in summer. The rules
#           of Cairo's summer begin on its last Friday of April, which only one direction finds.
# Matters:  what is shown of a stored instant is an hour off what was stored, for half of each year.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts timezonecomplete@5.15.1 tzdata@1.0.51
cat >ask.mjs <<'JS'
import tc from 'timezonecomplete';
const [utc, cairo] = [tc.zone('UTC'), tc.zone('Africa/Cairo')];
const noon = (zone, other) => new tc.DateTime('2027-07-01T12:00:00', zone).toZone(other).format('HH:mm');
console.log(noon(utc, cairo), noon(cairo, utc));
JS
seen=$(node ask.mjs)
echo "noon UTC in Cairo, noon of Cairo in UTC: $seen"
[ "$seen" = '14:00 09:00' ] || { echo 'It is no longer so.'; exit 1; }
