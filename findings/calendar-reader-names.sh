#!/usr/bin/env bash
# Packages: node-ical 0.27.2 and ical.js 2.2.1.
# Guess:    both read the same name from CN in quotation marks (RFC 5545 section 3.2, RFC 6868), and the same text.
# Seen:     node-ical cuts a name in quotation marks at its semicolon, leaves the carets of RFC 6868 in it, and takes the end
#           of an escaped backslash and the n behind it for a line break in a text; ical.js decodes names by the backslashes of
#           texts, which parameters do not have.
# Matters:  whoever shows who asks and who is asked: "North; A" is asked for by somebody called "\"North", and a path on Windows
#           has a line break in it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-ical@0.27.2 ical.js@2.2.1
cat >read.mjs <<'JS'
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
/** How either reads a name, and a text, as they stand in a file. */
function read(name, text) {
  const file = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', 'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z',
    'DTSTART:20260101T000000Z', `SUMMARY:${text}`, `ORGANIZER;CN="${name}":mailto:a@b.test`, 'END:VEVENT', 'END:VCALENDAR', '',
  ].join('\r\n');
  const event = new ICAL.Component(ICAL.parse(file)).getFirstSubcomponent('vevent');
  const other = Object.values(nodeIcal.sync.parseICS(file)).find(({ type }) => type === 'VEVENT');
  const names = [event.getFirstProperty('organizer').getParameter('cn'), other.organizer.params.CN];
  return [...names, event.getFirstPropertyValue('summary'), other.summary].map((each) => JSON.stringify(each)).join(' ');
}
console.log(read('North; A', 'x'));
console.log(read("Dr. ^'X^'", 'x'));
console.log(read('C:\\new', 'C:\\\\new'));
JS
seen=$(node read.mjs)
echo 'name by ical.js, name by node-ical, text by ical.js, text by node-ical:'
echo "$seen"
[ "$seen" = '"North; A" "\"North" "x" "x"
"Dr. \"X\"" "Dr. ^'"'X^'"'" "x" "x"
"C:\new" "C:\\new" "C:\\new" "C:\\\new"' ] || { echo 'It is no longer so.'; exit 1; }
