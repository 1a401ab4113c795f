import type { Item } from '../../lib/data/database.ts';
import type { Envelope } from '../../lib/events/envelope.ts';
import type { MemoryDatabase } from './memory-database.ts';

type Ended = Envelope['data'] & { readonly sessionId?: string; readonly keptSessionId?: string };

/**
 * Replays what was stored, oldest first: which sessions go on by what was told of the others, and which `session.ended` told of
 * what was over already.
 */
export function replaySessions(database: MemoryDatabase) {
  const alive = new Set<string>();
  const stale: Ended[] = [];
  const events = new Map(database.itemsOf('events').map((item) => [item.pk, item.event as Envelope]));
  for (const { table, key, eventName } of database.changes) {
    if (eventName !== 'INSERT') continue;
    const { type, data } = (table === 'events' && events.get(key.pk)) || {};
    if (table === 'identity' && key.sk.startsWith('SESSION#')) alive.add(key.sk.slice('SESSION#'.length));
    if (type === 'session.ended' && !told(alive, data as Ended)) stale.push(data as Ended);
  }
  return { alive: [...alive].sort(), stale };
}

/** Takes out of those who are alive what an event tells of; answers whether there was any. */
function told(alive: Set<string>, { sessionId, keptSessionId }: Ended): boolean {
  if (sessionId !== undefined) return alive.delete(sessionId);
  const isTrue = keptSessionId === undefined ? alive.size > 0 : alive.has(keptSessionId);
  for (const each of alive) if (each !== keptSessionId) alive.delete(each);
  return isTrue;
}

/** The data of each `session.ended` that is stored. */
export function sessionsTold(database: MemoryDatabase): Ended[] {
  const envelopes = database.itemsOf('events').map(({ event }: Item) => event as Envelope);
  return envelopes.filter(({ type }) => type === 'session.ended').map(({ data }) => data as Ended);
}
