#!/usr/bin/env bash
# Packages: node-hl7-client 4.0.0.
# Guess:    a date is read with the precision that it was sent in: HL7 v2 lets a birth date be a year, or a month of one.
# Seen:     toDate() answers an Invalid Date for both, without an error, though it reads a day, an hour and a minute. A day is
#           the midnight of the zone of whoever reads it, so that as an instant the birth date is another one elsewhere.
# Matters:  patients who know the year of their birth alone; an invalid date becomes null in JSON.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-hl7-client@4.0.0
cat >births.mjs <<'JS'
import { Message } from 'node-hl7-client';
const birth = (text) => {
  const header = 'MSH|^~\\&|A|B|C|D|20260301120000||ADT^A04|1|P|2.5';
  const date = new Message({ text: `${header}\rPID|1||1||Roe^Jo||${text}|F` }).get('PID.7').toDate();
  return Number.isNaN(date.getTime()) ? 'invalid' : date.toISOString();
};
console.log(['1986', '198602', '19860209', '1986020907'].map(birth).join(' '));
JS
west=$(TZ=America/New_York node births.mjs) east=$(TZ=Asia/Tokyo node births.mjs)
echo "in New York: $west"; echo "in Tokyo: $east"
[ "$west" = 'invalid invalid 1986-02-09T05:00:00.000Z 1986-02-09T12:00:00.000Z' ] &&
  [ "$east" = 'invalid invalid 1986-02-08T15:00:00.000Z 1986-02-08T22:00:00.000Z' ] ||
  { echo 'It is no longer so.'; exit 1; }
