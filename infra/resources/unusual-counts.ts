import * as z from 'zod';
import { sessionsReuseDetected, signInsLocked } from '../../lib/domains/identity/metrics.ts';
import { callersRefused, refusalsUnrecorded, requestsRefused } from '../../lib/http/metrics.ts';
import { jsonText } from '../../lib/json-text.ts';
import { logicalId } from '../logical-id.ts';
import { alarm, type Watch } from './alarm.ts';

/** What is counted to see abuse: the count in five minutes from which it is unusual, and what it means then. */
const unusual = [
  {
    name: requestsRefused.name,
    from: 400,
    meaning: 'Strangers are refused in numbers: passwords, keys or tokens are guessed, or a client sends ended ones.',
  },
  {
    name: callersRefused.name,
    from: 50,
    meaning: 'People or programs that are known ask in numbers for what is not theirs: the audit says who and what.',
  },
  {
    name: signInsLocked.name,
    from: 20,
    meaning: 'Sign-ins have to wait in numbers: somebody goes on guessing at accounts.',
  },
  {
    name: sessionsReuseDetected.name,
    from: 1,
    meaning: 'A refresh token came that was used up: somebody else has it. Its session has ended.',
  },
  {
    name: refusalsUnrecorded.name,
    from: 1,
    meaning: 'A refusal is not on record, so that the audit has a hole; the log has the request.',
  },
] as const;

type Name = (typeof unusual)[number]['name'];

/** Counts by name from which they are unusual, in place of the usual ones. */
export type UnusualCounts = Readonly<Partial<Record<Name, number>>>;

/** The metrics of which a count may be unusual. */
export const namesOfUnusualCounts: readonly Name[] = unusual.map(({ name }) => name);

/** Parses the stage's own thresholds, JSON as `{"sign_ins.locked":50}`; throws for a name or a number that is none. */
export function parseUnusualCounts(text: string): UnusualCounts {
  const parsed = jsonText()
    .pipe(z.partialRecord(z.enum(namesOfUnusualCounts), z.int().min(1)))
    .safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Error(`The parameter unusualCounts must be whole numbers by name as {"sign_ins.locked":50}, not ${text}.`);
}

/** Alarms at unusual counts of what is refused, locked and used twice; each is summed over all functions of the stage. */
export function unusualCountAlarms(stage: string, action: object, own: UnusualCounts): Record<string, object> {
  return Object.fromEntries(
    unusual.map(({ name, from, meaning }) => [
      logicalId(name.replaceAll(/[._]/g, '-'), 'UnusualAlarm'),
      alarm(watchOf(stage, name, { threshold: own[name] ?? from, description: meaning }), action),
    ]),
  );
}

function watchOf(stage: string, metric: Name, rest: Pick<Watch, 'threshold' | 'description'>): Watch {
  return { namespace: `Polyclinic/${stage}`, metric, statistic: 'Sum', periods: 1, ...rest };
}
