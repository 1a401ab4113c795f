#!/usr/bin/env bash
# Packages: date-fns-tz 3.2.0 with date-fns 4.1.0, and @date-fns/tz 1.5.0 (the rules are those of Node).
# Guess:    what is given a zone has no use for the zone of the machine.
# Seen:     the instant of a doubled wall time depends on the zone of the process, in both: half past one in New York is the
#           first of the two on a machine in UTC and the second on one in Tokyo, half past two in Berlin the other way round.
# Matters:  a laptop and a server calculate instants an hour apart from the same wall time and zone.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts date-fns-tz@3.2.0 date-fns@4.1.0 @date-fns/tz@1.5.0
cat >ask.mjs <<'JS'
import { TZDate } from '@date-fns/tz';
import { fromZonedTime } from 'date-fns-tz';
const newYork = fromZonedTime('2027-11-07T01:30:00', 'America/New_York');
const berlin = new TZDate(2027, 9, 31, 2, 30, 'Europe/Berlin');
console.log(...[newYork, berlin].map((instant) => new Date(+instant).toISOString().slice(11, 16)));
JS
utc=$(TZ=UTC node ask.mjs); tokyo=$(TZ=Asia/Tokyo node ask.mjs)
echo "New York and Berlin, by UTC: $utc on a machine in UTC, $tokyo on one in Tokyo"
[ "$utc, $tokyo" = '05:30 01:30, 06:30 00:30' ] || { echo 'It is no longer so.'; exit 1; }
