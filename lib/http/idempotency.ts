import type { Caller } from '../access/caller.ts';
import { runWithPendingRecord } from '../commit/pending-record.ts';
import { logUnexpected } from '../error-groups.ts';
import { InvalidInput } from '../errors.ts';
import type { IdempotencyRecords, KeptResult, KeyedRequest } from '../idempotency/records.ts';
import type { Input } from './input.ts';
import type { ClientRequest } from './request.ts';
import type { HttpTrigger } from './trigger.ts';

/** Printable ASCII, as a header may hold. */
const wellFormed = /^[\x21-\x7e]{1,255}$/;

/** What a handler came to, now or when the request was carried out before. */
interface Outcome {
  readonly result: unknown;
  readonly replayed: boolean;
}

/**
 * The request as one that may be repeated; undefined where the route takes no key, or none came. Throws
 * `IDEMPOTENCY_KEY_REQUIRED`, `INVALID_IDEMPOTENCY_KEY`.
 */
export function keyedRequestOf(
  trigger: HttpTrigger,
  { headers }: ClientRequest,
  caller: Caller | undefined,
  input: Input | undefined,
): KeyedRequest | undefined {
  const key = headers['idempotency-key']?.trim();
  if (!trigger.idempotency || !caller) return undefined;
  if (key === undefined) {
    if (trigger.idempotency === 'optional') return undefined;
    throw new InvalidInput(
      'IDEMPOTENCY_KEY_REQUIRED',
      'Send an Idempotency-Key, so that a repeated request is harmless.',
    );
  }
  if (!wellFormed.test(key)) {
    throw new InvalidInput(
      'INVALID_IDEMPOTENCY_KEY',
      'The Idempotency-Key must have 1 to 255 visible ASCII characters.',
    );
  }
  return { caller, route: `${trigger.method} ${trigger.path}`, key, input };
}

/**
 * Carries a keyed request out, or replays its earlier result. There is no lock: of concurrent requests with the key one
 * commits, and all of them answer what that one stored.
 */
export async function once(
  records: IdempotencyRecords,
  request: KeyedRequest,
  handle: () => unknown,
): Promise<Outcome> {
  const kept = await records.find(request);
  if (kept) return replay(kept);
  const pending = records.pendingFor(request);
  try {
    const result = await runWithPendingRecord(pending, async () => handle());
    if (!pending.stored) logUnexpected('no commit carried the idempotency record', { route: request.route });
    return { result, replayed: false };
  } catch (error) {
    const winner = await records.find(request);
    if (winner) return replay(winner);
    throw error;
  }
}

function replay({ result }: KeptResult): Outcome {
  return { result, replayed: true };
}
