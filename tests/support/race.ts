import { afterAll, describe, expect, it } from '@jest/globals';
import { runInContext } from '../../lib/context.ts';
import type { Database } from '../../lib/data/database.ts';
import { DomainError, Unavailable } from '../../lib/errors.ts';
import { Drop, Park, Retry } from '../../lib/messaging/decisions.ts';
import { requestPatience } from '../../lib/patience.ts';
import { createContendedDatabase } from './contended-database.ts';
import { createMemoryDatabase, type MemoryDatabase } from './memory-database.ts';
import { createTestPlatform, type TestPlatform } from './platform.ts';
import { type Outcome, printRaces, type RaceLine } from './race-table.ts';
import { seededRandom } from './random.ts';
import { isFullSize, sizes } from './sizes.ts';
import { createVirtualTime } from './virtual-time.ts';

/** The parts of the transactions that meet a rival which are cancelled: most of them, and in a proof the lesser part too. */
const usualShares = isFullSize ? [0.3, 0.9] : [0.9];

/** How long a client waits at the most, in milliseconds. */
const longestWait = 3_000;

/** Where rivals meet: `calm` prepares what they race for, and `rivals` is the same store while they are at it. */
export interface Course {
  readonly database: MemoryDatabase;
  readonly calm: TestPlatform;
  readonly rivals: TestPlatform;
  /** The database of `rivals`, for what stands on it itself. */
  readonly contended: Database;
}

/** Something that many want at the same moment. */
export interface Race {
  readonly service: string;
  /** How many get it. */
  readonly wins: number | 'all' | 'some';
  /** The codes by which all others may be refused; there are none else. */
  readonly refusals?: readonly string[];
  /** The part of them that may be told to try again, 0 to 1: none unless it is said. */
  readonly busy?: number;
  /** Whether who has lost to a rival reads that it is gone, and tries no further transaction. */
  readonly looksAgain?: true;
  /** Puts down what they race for, and answers what each of them does. */
  readonly prepare: (course: Course) => Promise<(rival: number) => Promise<unknown>>;
  /** Expects that nothing was lost and nothing came twice. */
  readonly holds?: (end: Outcome & Course) => unknown;
}

/** How often races are run, and with which shares, where a proof is held to more than one round. */
interface Rounds {
  readonly rounds?: number;
  readonly shares?: readonly number[];
}

/** Describes what becomes of many at once, on a store where either share of those that meet is cancelled. */
export function describeRaces(races: readonly Race[], { rounds = 1, shares = usualShares }: Rounds = {}): void {
  const lines: RaceLine[] = [];
  afterAll(() => printRaces(lines));
  const runs = Array.from({ length: rounds }, (_, round) => round);
  const cases = races.flatMap((each) => runs.map((round) => ({ service: nameOf(each, round), each, round })));

  describe.each(shares)(`${sizes.rivals} at once, of whom a share of %d is cancelled where they meet`, (share) => {
    it.each(cases)('$service', async ({ service, each, round }) => {
      const end = await run(each, share, round);
      lines.push({ ...end, service, share, rivals: sizes.rivals });

      expect(Object.keys(end.refused).filter((code) => !each.refusals?.includes(code))).toEqual([]);
      expect(end.busy).toBeLessThanOrEqual((each.busy ?? 0) * sizes.rivals);
      if (each.wins === 'some') expect(end.won.length).toBeGreaterThan(0);
      else expect(end.won).toHaveLength(each.wins === 'all' ? sizes.rivals : each.wins);
      expect(end.longest).toBeLessThanOrEqual(longestWait);
      if (each.looksAgain) expect(end.attempts).toBeLessThanOrEqual(sizes.rivals);
      await each.holds?.(end);
    });
  });
}

function nameOf({ service }: Race, round: number): string {
  return round === 0 ? service : `${service}, round ${round + 1}`;
}

async function run({ prepare }: Race, share: number, round: number): Promise<Outcome & Course> {
  const database = createMemoryDatabase();
  const random = seededRandom(11 + share * 10 + round * 100);
  const time = createVirtualTime(random);
  const counted = { attempts: 0 };
  const linger = () => time.sleep(4 + 6 * random());
  const contended = counting(createContendedDatabase(database, { share, random, linger }), counted);
  const calm = createTestPlatform(database);
  const course = {
    database,
    contended,
    calm,
    rivals: createTestPlatform(contended, { clock: calm.clock, sleep: time.sleep }),
  };
  const each = await prepare(course);
  const rivals = Array.from({ length: sizes.rivals }, (_, rival) => rival);
  const endings = await time.run(() => Promise.allSettled(rivals.map((rival) => asRequest(rival, () => each(rival)))));
  return { ...course, ...counted, ...outcomeOf(endings), longest: Math.round(time.now()) };
}

/** Each rival is a request of its own, whose calls share what patience it has. */
function asRequest<T>(rival: number, work: () => Promise<T>): Promise<T> {
  const id = `race-${rival}`;
  return runInContext({ functionName: 'race', requestId: id, correlationId: id, patience: requestPatience() }, work);
}

function outcomeOf(endings: readonly PromiseSettledResult<unknown>[]): Pick<Outcome, 'won' | 'refused' | 'busy'> {
  const errors = endings.flatMap((ending) => (ending.status === 'rejected' ? [ending.reason] : []));
  // What is no error of ours would be a 500, or a failure of a message.
  expect(errors.filter((error) => !isOurs(error))).toEqual([]);
  const refused = errors.filter((error) => !(error instanceof Unavailable));
  return {
    won: endings.flatMap((ending) => (ending.status === 'fulfilled' ? [ending.value] : [])),
    refused: Object.fromEntries([...Map.groupBy(refused, ({ code }) => code)].map(([code, its]) => [code, its.length])),
    busy: errors.length - refused.length,
  };
}

function isOurs(error: unknown): boolean {
  return [DomainError, Drop, Retry, Park].some((kind) => error instanceof kind);
}

function counting(database: Database, counted: { attempts: number }): Database {
  return {
    ...database,
    write: (...call) => {
      counted.attempts++;
      return database.write(...call);
    },
    transact: (...call) => {
      counted.attempts++;
      return database.transact(...call);
    },
  };
}
