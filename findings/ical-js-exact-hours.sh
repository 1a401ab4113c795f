#!/usr/bin/env bash
# Packages: ical.js 2.2.1, and node-ical 0.27.2 for comparison.
# Guess:    a duration of eight hours ends eight hours later (RFC 5545 section 3.3.6: hours are exact, days are not).
# Seen:     over the end of summer time ical.js ends a duty of PT8H nine hours later, as if they were hours of the wall clock.
# Matters:  whoever reads when a duty, or a visit at night, is over.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ical.js@2.2.1 node-ical@0.27.2
cat >read.mjs <<'JS'
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
const part = (name, month, [from, to]) => [
  `BEGIN:${name}`, `DTSTART:19961027T030000`, `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`,
  `RRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=-1SU`, `END:${name}`,
];
const file = [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', 'BEGIN:VTIMEZONE', 'TZID:Europe/Berlin',
  ...part('DAYLIGHT', 3, ['+0100', '+0200']).map((line) => line.replace('19961027T030000', '19810329T020000')),
  ...part('STANDARD', 10, ['+0200', '+0100']),
  'END:VTIMEZONE', 'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', 'DTSTART;TZID=Europe/Berlin:20261024T220000',
  'DURATION:PT8H', 'SUMMARY:duty', 'END:VEVENT', 'END:VCALENDAR', '',
].join('\r\n');
const calendar = new ICAL.Component(ICAL.parse(file));
ICAL.TimezoneService.register(new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')));
const { startDate, endDate } = new ICAL.Event(calendar.getFirstSubcomponent('vevent'));
const other = Object.values(nodeIcal.sync.parseICS(file)).find(({ type }) => type === 'VEVENT');
const told = (...instants) => instants.map((instant) => instant.toISOString()).join(' to ');
console.log(`ical.js   ${told(startDate.toJSDate(), endDate.toJSDate())}`);
console.log(`node-ical ${told(other.start, other.end)}`);
JS
seen=$(node read.mjs)
echo "$seen"
[ "$seen" = "ical.js   2026-10-24T20:00:00.000Z to 2026-10-25T05:00:00.000Z
node-ical 2026-10-24T20:00:00.000Z to 2026-10-25T04:00:00.000Z" ] || { echo 'It is no longer so.'; exit 1; }
