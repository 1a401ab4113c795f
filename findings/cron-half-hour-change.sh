#!/usr/bin/env bash
# Package:  cron 4.4.0 (with the luxon that it brings; the rules are those of Node).
# Guess:    the next time of a schedule is later than the time from which one asks.
# Seen:     where clocks go back by half an hour, as on Lord Howe, the next quarter of an hour after 15:00 UTC is 14:45 UTC of the
#           same day. Where they go back by a whole hour it is right.
# Matters:  who lists the times of a schedule by asking from each for the next never gets past that half hour.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts cron@4.4.0
cat >ask.mjs <<'JS'
import { CronTime } from 'cron';
const next = (zone, from) => new CronTime('*/15 * * * *', zone).getNextDateFrom(new Date(from), zone).toUTC().toFormat('HH:mm');
console.log(next('Australia/Lord_Howe', '2027-04-03T15:00:00Z'), next('America/New_York', '2027-11-07T06:00:00Z'));
JS
seen=$(node ask.mjs)
echo "after 15:00 in Lord Howe, after 06:00 in New York: $seen"
[ "$seen" = '14:45 06:15' ] || { echo 'It is no longer so.'; exit 1; }
