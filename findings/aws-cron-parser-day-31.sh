#!/usr/bin/env bash
# Package:  aws-cron-parser 1.1.12.
# Guess:    a schedule of EventBridge for the 31st, or for 29 February, rests in months and years that have none.
# Seen:     it comes a day or three later: after 31 January on 3 March, and for 29 February on 1 March of most years.
# Matters:  a calendar of what will run shows runs that do not come, in the package that is made for EventBridge's dialect.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-cron-parser@1.1.12
cat >ask.mjs <<'JS'
import * as parser from 'aws-cron-parser';
const { parse, next } = parser.default ?? parser;
const after = (expression, instant) => next(parse(expression), new Date(instant)).toISOString().slice(0, 10);
console.log(after('0 9 31 * ? *', '2027-02-01T00:00:00Z'), after('0 9 29 2 ? *', '2027-01-01T00:00:00Z'));
JS
seen=$(node ask.mjs)
echo "$seen"
[ "$seen" = '2027-03-03 2027-03-01' ] || { echo 'It is no longer so.'; exit 1; }
