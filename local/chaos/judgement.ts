import type { Blow } from './faults.ts';
import type { Flow, Left, Passage } from './flow.ts';
import type { StoredItem } from './items.ts';
import type { TakenMail } from './mails.ts';

/** Whether nobody can know, after this blow, if the mail server has taken the mail, so that a second copy may follow. */
export function leavesMailOpen({ point, mode }: Blow): boolean {
  const isTaken = / SMTP /.test(point) && ['cut-after', 'kill-after'].includes(mode);
  // The mail was sent, but the record of that never reached the database.
  const isUnrecorded = /UpdateItem platform claim #2$/.test(point) && ['kill-before', 'hang'].includes(mode);
  return isTaken || isUnrecorded;
}

/** Lists everything that is wrong with what a passage has left behind; empty when all is as it should be. */
export function judge(flow: Flow, passage: Passage, left: Left, spareCopies: 0 | 1): string[] {
  const inTable = (table: string) => left.items.filter((item) => item.table === table);
  const times = flow.times?.(left) ?? 1;
  return [
    ...differences(
      'items',
      multiplied(flow.items, times),
      countBy(left.items.filter(isCounted), ({ table, entity }) => `${table} ${entity}`),
    ),
    ...differences('events', multiplied(once(flow.events), times), countBy(inTable('events'), typeOf)),
    ...differences(
      'audit entries',
      multiplied(once(flow.audit), times),
      countBy(inTable('audit'), ({ action }) => String(action)),
    ),
    ...judgeMails(flow.mails, left.mails, spareCopies),
    ...left.items.flatMap((item) => complaintAbout(item, flow)),
    ...passage.complaintsAbout(left),
  ];
}

type Counts = Readonly<Record<string, number>>;

/** Whether an item is one of those that a flow names; of the others how many there are says nothing. */
function isCounted({ table, entity }: StoredItem): boolean {
  return table === 'identity' || table === 'index' || entity === 'due';
}

function multiplied(counts: Counts, times: number): Counts {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count * times]));
}

function once(names: readonly string[]): Counts {
  return Object.fromEntries(names.map((name) => [name, 1]));
}

function countBy<T>(values: readonly T[], nameOf: (value: T) => string): Counts {
  const groups = Object.groupBy(values, nameOf);
  return Object.fromEntries(Object.entries(groups).map(([name, group = []]) => [name, group.length]));
}

function differences(what: string, expected: Counts, found: Counts): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return names.flatMap((name) => {
    const [wanted, got] = [expected[name] ?? 0, found[name] ?? 0];
    return wanted === got ? [] : [`${what}: ${got} of ${name}, not ${wanted}`];
  });
}

function typeOf({ event }: StoredItem): string {
  return String((event as { type?: string } | undefined)?.type);
}

/** Judges the mails; a second copy must be the same mail: of two that differ, one is wrong. */
function judgeMails(expected: readonly string[], mails: readonly TakenMail[], spareCopies: 0 | 1): string[] {
  const distinct = [...new Map(mails.map((mail) => [`${mail.messageId} ${mail.to}`, mail])).values()];
  const surplus = mails.length - distinct.length;
  return [
    ...differences(
      'mails',
      once(expected),
      countBy(distinct, ({ subject }) => subject),
    ),
    ...(surplus > spareCopies
      ? [`mails: ${surplus} copies too many, not ${spareCopies ? 'at most one' : 'none'}`]
      : []),
  ];
}

/** Complains about what no run may leave behind, whichever flow it is. */
function complaintAbout(item: StoredItem, { leavesWaiting }: Pick<Flow, 'leavesWaiting'>): string[] {
  const { entity } = item;
  if (entity === 'dead-letter') return [`a dead letter of ${item.queue}: ${JSON.stringify(item.error)}`];
  if (entity === 'dead-letter-tally' && item.count !== 0) return [`${item.count} dead letters counted`];
  if (entity === 'claim' && item.state !== 'done') return [`a claim of ${item.consumer} that is ${item.state}`];
  if (entity === 'event' && item.pending !== undefined) return ['an event that is still pending'];
  if (entity === 'due' && item.state !== (leavesWaiting ? 'waiting' : 'done'))
    return [`something due that is ${item.state}`];
  if (entity === 'outage' || entity === 'waiting-message') return [`what is left of an outage of ${item.queue}`];
  return [];
}
