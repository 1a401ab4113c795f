#!/usr/bin/env bash
# Package:  luxon 3.7.2 (the rules are those of Node).
# Guess:    of the two instants of a doubled wall time one is taken by a rule: the first, say, as Temporal does.
# Seen:     which one depends on the day on which one asks: in January it is the second, in July the first, and below the
#           equator the other way round. The wall time asked about is the same.
# Matters:  what was calculated and stored in one season, and is calculated again in the other, is an hour apart.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts luxon@3.7.2
cat >ask.mjs <<'JS'
import { DateTime, Settings } from 'luxon';
const asked = [['2027-11-07T01:30', 'America/New_York'], ['2027-04-04T01:45', 'Australia/Lord_Howe']];
for (const day of ['2026-01-15', '2026-07-15']) {
  Settings.now = () => Date.parse(`${day}T00:00:00Z`);
  console.log(day, ...asked.map(([wall, zone]) => DateTime.fromISO(wall, { zone }).toUTC().toFormat("dd'T'HH:mm'Z'")));
}
JS
seen=$(node ask.mjs)
echo "$seen"
[ "$seen" = $'2026-01-15 07T06:30Z 03T14:45Z\n2026-07-15 07T05:30Z 03T15:15Z' ] || { echo 'It is no longer so.'; exit 1; }
