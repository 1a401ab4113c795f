import type { Clock } from '../clock.ts';
import { type Action, AnswerLost, ConditionFailed, type Database, ItemContended, keyOf } from '../data/database.ts';
import { retry, type Sleep } from '../data/retry.ts';
import type { Stamp, Write } from '../data/write.ts';
import type { NewEvent } from '../events/definition.ts';
import { eventWrite } from '../events/outbox.ts';
import { auditWrite, type NewAuditEntry } from './audit-entry.ts';
import { pendingRecord } from './pending-record.ts';

/** What is stored with the writes, in the same transaction. */
export interface CommitOptions {
  readonly events?: readonly NewEvent[];
  readonly audit?: readonly NewAuditEntry[];
  /**
   * Looks again, before another try, at what rivals have been seen to write, and throws where they have taken it: one read in
   * place of transactions that can come to nothing.
   */
  readonly lookAgain?: () => Promise<unknown>;
}

/**
 * Carries out all writes or none, together with their events and audit entries, and answers `result`; a commit with a result
 * also stores the request's pending record. A failed condition becomes the error that its Write names; a store that stays busy
 * or silent becomes `Unavailable`.
 */
export interface Commit {
  <R>(writes: readonly Write[], options: CommitOptions & { readonly result: R }): Promise<R>;
  (writes: readonly Write[], options?: CommitOptions): Promise<void>;
}

interface CommitDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: (now: number) => string;
  readonly sleep: Sleep;
}

/** A transaction that is sent unchanged at every attempt, so that its token, which is the commit's id, stays valid. */
interface Transaction {
  readonly stamp: Stamp;
  readonly writes: readonly Write[];
  readonly actions: readonly Action[];
}

/** Makes the function by which everything is written. */
export function createCommit({ database, clock, newId, sleep }: CommitDependencies): Commit {
  return async <R>(writes: readonly Write[], options: CommitOptions & { readonly result?: R } = {}) => {
    const now = clock();
    const stamp = { commitId: newId(now.getTime()), now };
    const recorded = [
      ...(options.events ?? []).map((event) => eventWrite(event, stamp, newId)),
      ...(options.audit ?? []).map((entry) => auditWrite(entry, stamp, newId)),
    ];
    // Only a commit with a result is the request's effect: an audited failure must not be replayed as a success.
    const pending = 'result' in options ? pendingRecord() : undefined;
    // The record comes first, so that of several failed conditions its own is reported.
    const kept = pending ? [await pending.writeOf(options.result)] : [];
    const transaction = build([...kept, ...writes, ...recorded], stamp);
    await carryOut(createTries(transaction, database, options.lookAgain), sleep);
    if (pending) pending.stored = true;
    return options.result as R;
  };
}

function build(writes: readonly Write[], stamp: Stamp): Transaction {
  const actions = writes.map((write) => write.action(stamp));
  const places = new Set(actions.map((action) => JSON.stringify([action.table, keyOf(action)])));
  if (actions.length === 0 || actions.length > 100)
    throw new RangeError(`A commit has 1 to 100 actions, not ${actions.length}`);
  if (places.size < actions.length) throw new RangeError('A commit writes or checks an item once');
  if (!leavesTrace(actions))
    throw new RangeError('A commit with conditions writes an item, by which a lost answer is recognised');
  return { stamp, writes, actions };
}

function leavesTrace(actions: readonly Action[]): boolean {
  return (
    actions.every(({ condition }) => !condition) || actions.some(({ kind }) => kind === 'put' || kind === 'update')
  );
}

/** A transaction as it is tried, again and again. */
interface Tried extends Transaction {
  readonly attempt: (signal: AbortSignal) => Promise<void>;
}

function createTries(transaction: Transaction, database: Database, lookAgain: CommitOptions['lookAgain']): Tried {
  let [metRivals, mayBeDone] = [false, false];
  return {
    ...transaction,
    async attempt(signal) {
      // Once an answer was lost, what is gone may have been taken by this very commit.
      if (metRivals && !mayBeDone) await lookAgain?.();
      try {
        await send(transaction, database, signal);
      } catch (error) {
        metRivals ||= error instanceof ItemContended;
        mayBeDone ||= error instanceof AnswerLost;
        throw error;
      }
    },
  };
}

async function carryOut({ attempt, ...transaction }: Tried, sleep: Sleep): Promise<void> {
  try {
    await retry(attempt, sleep);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    if (!wentThrough(error, transaction.stamp)) throw refusalOf(error, transaction);
  }
}

async function send({ actions, stamp }: Transaction, database: Database, signal: AbortSignal): Promise<void> {
  const [first, ...others] = actions;
  if (first && first.kind !== 'check' && others.length === 0 && !addsUp(first)) await database.write(first, signal);
  else await database.transact(actions, stamp.commitId, signal);
}

/**
 * Whether an action adds to a number. A plain write has no token, so that an addition may count twice when it is retried after
 * a rival's write.
 */
function addsUp(action: Action): boolean {
  return action.kind === 'update' && Object.keys(action.changes.add ?? {}).some((attribute) => attribute !== 'version');
}

/**
 * Whether an earlier attempt of this commit succeeded, so that its own writes make the conditions fail: its answer was lost.
 */
function wentThrough({ failures }: ConditionFailed, { commitId }: Stamp): boolean {
  return failures.some(({ old }) => old?.commitId === commitId);
}

function refusalOf({ failures }: ConditionFailed, { writes, stamp }: Transaction): Error {
  const [first] = failures;
  const write = first && writes[first.index];
  return write ? write.refusal(first.old, stamp.now) : new Error('A condition failed that no write made');
}
