#!/usr/bin/env bash
# Packages: date-fns-tz 3.2.0 with date-fns 4.1.0 (the rules are those of Node).
# Guess:    `fromZonedTime` knows the zone that it is given, so that the zone of the machine is nothing to it.
# Seen:     the instant of a doubled wall time depends on the zone of the process: half past one in New York is the first of
#           the two on a machine in UTC, and the second on one in Tokyo.
# Matters:  a laptop and a server calculate instants an hour apart from the same wall time and zone.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts date-fns-tz@3.2.0 date-fns@4.1.0
cat >ask.mjs <<'JS'
import { fromZonedTime } from 'date-fns-tz';
console.log(fromZonedTime('2027-11-07T01:30:00', 'America/New_York').toISOString());
JS
utc=$(TZ=UTC node ask.mjs); tokyo=$(TZ=Asia/Tokyo node ask.mjs)
echo "in UTC $utc, in Tokyo $tokyo"
[ "$utc $tokyo" = '2027-11-07T05:30:00.000Z 2027-11-07T06:30:00.000Z' ] || { echo 'It is no longer so.'; exit 1; }
