import { type Blow, crashModes, furtherModes, type Mode, modes } from './faults.ts';

export interface PlanOptions {
  readonly seed: number;
  /** Whether each call gets each further fault, in place of one that the seed chooses. */
  readonly all: boolean;
}

/** Plans each crash and further faults at every call; the service itself dies at the first transaction and the first send. */
export function planAll(points: readonly string[], { seed, all }: PlanOptions): Blow[] {
  const random = randomFrom(seed);
  const furtherAt = (point: string) => {
    const possible = furtherModes.filter((mode) => isPossible({ point, mode }));
    return all ? possible : possible.slice(Math.floor(random() * possible.length)).slice(0, 1);
  };
  const everywhere = points.flatMap((point) => [...crashModes, ...furtherAt(point)].map((mode) => ({ point, mode })));
  return [...everywhere, ...planOutages(points)];
}

function planOutages(points: readonly string[]): Blow[] {
  const transaction = points.find((point) => point.includes('DynamoDB TransactWriteItems'));
  const sending = points.find((point) => point.includes('SQS SendMessageBatch'));
  return [transaction, sending].flatMap((point) =>
    point ? (['down-before', 'down-after'] as const).map((mode) => ({ point, mode })) : [],
  );
}

/** The blows of the short plan: each kind of call, each mode, and each service. */
const sample: readonly (readonly [point: RegExp, mode: Mode])[] = [
  [/^register: DynamoDB TransactWriteItems/, 'cut-after'],
  [/^register: DynamoDB TransactWriteItems/, 'kill-after'],
  [/^register: DynamoDB TransactWriteItems/, 'down-after'],
  [/^register: SQS SendMessageBatch/, 'cut-before'],
  [/^register: DynamoDB TransactWriteItems index/, 'kill-before'],
  [/^register: SQS SendMessageBatch/, 'down-before'],
  [/^register: SMTP mail/, 'cut-before'],
  [/^verify: DynamoDB UpdateItem platform claim #2/, 'cut-after'],
  [/^verify: SMTP mail/, 'kill-after'],
  [/^verify: SQS DeleteMessageBatch/, 'cut-after'],
];

/** Plans a few blows that stand for all of them. */
export function planShort(points: readonly string[]): Blow[] {
  return sample.map(([pattern, mode]) => {
    const point = points.find((each) => pattern.test(each));
    if (!point) throw new Error(`the flow makes no call like ${pattern}`);
    return { point, mode };
  });
}

/** Reads `'register: SMTP mail #1 kill-after'`; throws a RangeError that names the possible values. */
export function readBlow(text: string): Blow {
  const [, point = '', name] = /^(.*\S)\s+(\S+)$/.exec(text.trim()) ?? [];
  const mode = modes.find((each) => each === name);
  if (!mode || !isPossible({ point, mode }))
    throw new RangeError(`--only '<point> <mode>', a mode being ${modes.join(', ')}`);
  return { point, mode };
}

/** Whether a blow can fall: only the client may hand a mail over twice, and the mail server lives in the cloud. */
function isPossible({ point, mode }: Blow): boolean {
  return !point.includes(' SMTP ') || !['duplicate', 'down-before', 'down-after'].includes(mode);
}

/** Makes a source of numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
