#!/usr/bin/env bash
# Package:  serverless-offline 14.8.2, with osls 4.3.1.
# Guess:    a schedule runs when EventBridge would run it, or is refused.
# Seen:     `rate(90 minutes)` runs each hour and `rate(5 hours)` five times a day, `cron(0 9 ? * 2 *)` on Tuesday, where the 2 of
#           EventBridge is Monday, and all in the zone of the machine in place of UTC.
# Matters:  a report that comes on Tuesdays on the laptop comes on Mondays when it is deployed, and nothing says so.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts serverless-offline@14.8.2 serverless@npm:osls@4.3.1
cat >ask.mjs <<'JS'
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const { scheduledJobs } = createRequire(createRequire(import.meta.url).resolve('serverless-offline'))('node-schedule');
const { default: Schedule } = await import(pathToFileURL('node_modules/serverless-offline/src/events/schedule/Schedule.js'));
const next = (rate, count) => {
  new Schedule({}, 'us-east-1').create([{ functionKey: 'tick', schedule: { rate: [rate], enabled: true } }]);
  const [job] = Object.values(scheduledJobs);
  const rule = job.pendingInvocations[0].recurrenceRule;
  job.cancel();
  rule.reset(new Date('2027-03-01T00:30:00Z'));
  return Array.from({ length: count }, () => rule.next().toDate().toISOString().slice(8, 16));
};
const [hourly, later] = next('rate(90 minutes)', 2);
console.log(hourly, later, next('rate(5 hours)', 5).at(-1), next('cron(0 9 ? * 2 *)', 1)[0]);
JS
utc=$(TZ=UTC node ask.mjs); berlin=$(TZ=Europe/Berlin node ask.mjs)
echo "from Monday 1 March 2027, 00:30: $utc (in Berlin: $berlin)"
[ "$utc, ${berlin##* }" = '01T01:00 01T02:00 02T00:00 02T09:00, 02T08:00' ] || { echo 'It is no longer so.'; exit 1; }
