import { auditEnvironment } from '../infra/audit-environment.ts';
import { misused, readCommandLine, stageOptions } from '../infra/command-line.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { dayOf, earliestDay, shiftDay } from '../lib/domains/operations/audit/calendar.ts';
import { sealStore as store } from '../lib/domains/operations/audit/live-seal-store.ts';
import type { VerificationResult } from '../lib/domains/operations/audit/schema.ts';
import { createAuditVerification } from '../lib/domains/operations/audit/verification.ts';
import { database } from '../lib/live/database.ts';
import { read } from '../lib/live/read.ts';
import { sleep } from '../lib/live/sleep.ts';
import { calendarDate } from '../lib/schemas.ts';
import { secrets } from '../lib/secrets/secrets.ts';
import { functionEnvironment } from './function-environment.ts';
import { runOperatorCommand } from './operator-command.ts';
import { stage as local, localSettings } from './settings.ts';

// This compares the audit of a stage with its seals. Without `--stage` it is the local one, which has to be running; without
// `--from` and `--to` it is all that is sealed, and a month ahead. It exits with 1 when something is bad.
const usage = 'Options: [--from <yyyy-mm-dd>] [--to <yyyy-mm-dd>] [--stage <stage>] [--region <region>]';

await runOperatorCommand(async () => {
  const { from, to, ...options } = readOptions();
  const isLocal = options.stage === local;
  Object.assign(process.env, isLocal ? functionEnvironment(localSettings()) : await auditEnvironment(options));
  const enough = Number.POSITIVE_INFINITY;
  const verification = createAuditVerification({ database, read, clock, sleep, secrets, store, enough });
  const result = await verification.verify({ from, to });
  if (result.firstBad) process.exitCode = 1;
  return describe(result);
});

function readOptions() {
  const from = { type: 'string', default: earliestDay } as const;
  const to = { type: 'string', default: shiftDay(dayOf(new Date()), 31) } as const;
  const { values } = readCommandLine({ usage, options: { ...stageOptions(local), from, to } });
  return { ...values, from: dayIn('from', values.from), to: dayIn('to', values.to) };
}

function dayIn(name: string, typed: string): string {
  const { data } = calendarDate().safeParse(typed);
  if (data === undefined) throw misused(`--${name} must be a day like 2027-01-31, not "${typed}"`, usage);
  return data;
}

function describe({ checked, checkedFrom, checkedThrough, firstBad }: VerificationResult): string {
  const sealed = checkedFrom
    ? `${checked} entries from ${checkedFrom} to ${checkedThrough} are as they were sealed`
    : 'nothing is sealed there';
  if (!firstBad) return sealed;
  const { day, reason, time, id } = firstBad;
  return `${checked} entries are as they were sealed; the first bad thing, of ${day}: ${[reason, time, id].filter(Boolean).join(' ')}`;
}
