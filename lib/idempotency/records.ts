import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Caller, callerId } from '../access/caller.ts';
import { canonicalJson } from '../canonical-json.ts';
import { day, later } from '../clock.ts';
import type { PendingRecord } from '../commit/pending-record.ts';
import { entity } from '../data/entity.ts';
import { insert } from '../data/write.ts';
import { Conflict, RuleViolation } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { instant, schema } from '../schemas.ts';
import { createSeal } from '../secrets/seal.ts';
import { withSetsInOrder } from '../sets.ts';

const keptMilliseconds = day;

/** A request that its client may repeat: its caller, route, key and input. */
export interface KeyedRequest {
  /** Who calls, as they are by now: of them a record keeps the id. */
  readonly caller: Caller;
  /** The route, `POST /v1/users`. */
  readonly route: string;
  /** The client's `Idempotency-Key`. */
  readonly key: string;
  /** The input as a whole. */
  readonly input: unknown;
}

/** The result of a request that was carried out. */
export interface KeptResult {
  readonly result: unknown;
}

/** Keeps the results of keyed requests for a day, so that a repeated one is answered without being carried out. */
export interface IdempotencyRecords {
  /** Finds the result of a request by one read; throws `IDEMPOTENCY_KEY_REUSED` when the key came with another request. */
  find(request: KeyedRequest): Promise<KeptResult | undefined>;
  /**
   * The record that the commit of the request's effect stores; its write throws `Conflict` when a rival with the same key was
   * first.
   */
  pendingFor(request: KeyedRequest): PendingRecord;
}

/** The stored results, which are personal data: each is sealed, and bound to its place. */
export const records = entity({
  name: 'idempotency-record',
  table: 'platform',
  schema: schema(() => z.object({ id: z.string(), sealed: z.string(), endsAt: instant() })),
  key: ({ id }: { id: string }) => ({ pk: `IDEMPOTENCY#${id}`, sk: 'RECORD' }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

const content = schema(() => z.object({ inputHash: z.string(), result: z.unknown() }));

export function createIdempotencyRecords({
  read,
  clock,
  secrets,
}: Pick<Platform, 'read' | 'clock' | 'secrets'>): IdempotencyRecords {
  const seal = createSeal('idempotency', secrets);
  return {
    async find(request) {
      const id = idOf(request);
      const record = await read.find(records, { id });
      if (!record) return undefined;
      const { inputHash, result } = content().parse(await seal.open(record.sealed, id));
      if (!isOf(request, inputHash)) throw reused();
      return { result };
    },

    pendingFor(request) {
      const id = idOf(request);
      return {
        stored: false,
        async writeOf(result) {
          const sealed = await seal.seal({ inputHash: hashOf(withSetsInOrder(request.input)), result }, id);
          const endsAt = later(clock(), keptMilliseconds).toISOString();
          return insert(records, { id, sealed, endsAt }, { conflict: alreadyAnswered });
        },
      };
    },
  };
}

/**
 * The id of a record: a hash, since neither the caller nor the key, which a client makes of anything, may stand in the table.
 */
function idOf({ caller, route, key }: KeyedRequest): string {
  return createHash('sha256')
    .update(canonicalJson([callerId(caller), route, key]))
    .digest('base64url');
}

/** Whether a record is of this request. A record from before sets were sorted has the hash of the input as it was given. */
function isOf({ input }: KeyedRequest, inputHash: string): boolean {
  return inputHash === hashOf(withSetsInOrder(input)) || inputHash === hashOf(input);
}

function hashOf(input: unknown): string {
  return createHash('sha256').update(canonicalJson(input)).digest('base64url');
}

function alreadyAnswered(): Conflict {
  return new Conflict('REQUEST_REPEATED', 'The same request was carried out at the same moment.');
}

function reused(): RuleViolation {
  return new RuleViolation('IDEMPOTENCY_KEY_REUSED', 'The key came with another request before; choose a new one.');
}
