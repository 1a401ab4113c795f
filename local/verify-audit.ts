import { parseArgs } from 'node:util';
import { auditEnvironment } from '../infra/audit-environment.ts';
import { readOptions } from '../infra/framework.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { dayOf, earliestDay, shiftDay } from '../lib/domains/operations/audit/calendar.ts';
import { sealStore as store } from '../lib/domains/operations/audit/live-seal-store.ts';
import type { VerificationResult } from '../lib/domains/operations/audit/schema.ts';
import { createAuditVerification } from '../lib/domains/operations/audit/verification.ts';
import { DomainError } from '../lib/errors.ts';
import { database } from '../lib/live/database.ts';
import { read } from '../lib/live/read.ts';
import { sleep } from '../lib/live/sleep.ts';
import { calendarDate } from '../lib/schemas.ts';
import { secrets } from '../lib/secrets/secrets.ts';
import { functionEnvironment } from './function-environment.ts';
import { stage as local, localSettings } from './settings.ts';

// This compares the audit of a stage with its seals. Without `--stage` it is the local one, which has to be running; without
// `--from` and `--to` it is all that is sealed, and a month ahead. It exits with 1 when something is bad.
const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: local },
    region: { type: 'string', default: 'us-east-1' },
    from: { type: 'string', default: earliestDay },
    to: { type: 'string', default: shiftDay(dayOf(new Date()), 31) },
  },
});
const range = { from: calendarDate().parse(values.from), to: calendarDate().parse(values.to) };
const options = readOptions(['--stage', values.stage, '--region', values.region]);
const isLocal = options.stage === local;
Object.assign(process.env, isLocal ? functionEnvironment(localSettings()) : await auditEnvironment(options));

try {
  const enough = Number.POSITIVE_INFINITY;
  const verification = createAuditVerification({ database, read, clock, sleep, secrets, store, enough });
  const result = await verification.verify(range);
  process.stdout.write(`${describe(result)}\n`);
  if (result.firstBad) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  process.stderr.write(`${error.message}${isLocal ? ' Does npm start run?' : ''}\n`);
  process.exitCode = 1;
}

function describe({ checked, checkedFrom, checkedThrough, firstBad }: VerificationResult): string {
  const sealed = checkedFrom
    ? `${checked} entries from ${checkedFrom} to ${checkedThrough} are as they were sealed`
    : 'nothing is sealed there';
  if (!firstBad) return sealed;
  const { day, reason, time, id } = firstBad;
  return `${checked} entries are as they were sealed; the first bad thing, of ${day}: ${[reason, time, id].filter(Boolean).join(' ')}`;
}
