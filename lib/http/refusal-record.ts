import { type Caller, callerId } from '../access/caller.ts';
import { loneAuditWrite, longestSubject } from '../commit/audit-entry.ts';
import { idsInLowerCase } from '../ids.ts';
import { log } from '../log.ts';
import { count } from '../metrics.ts';
import type { Platform } from '../platform/platform.ts';
import { refusalsUnrecorded } from './metrics.ts';

/** An attempt that was refused to somebody who is signed in. */
export interface RefusedAttempt {
  readonly caller: Caller;
  /** `GET /v1/users/{userId}`, as the trigger has it. */
  readonly route: string;
  /** Path of the request. */
  readonly path: string;
  /** Code of the error. */
  readonly code: string;
}

/** Puts a refusal on record; never throws, since the request is refused whether or not it is recorded. */
export type RecordRefusal = (attempt: RefusedAttempt) => Promise<void>;

/**
 * Records refusals as entries of the audit, one write each; of the request it keeps the path, never the query. A refusal belongs
 * to no change: every endpoint records them, and most bundles are spared what a commit stands on.
 */
export function createRefusalRecord({ writeAlone, newId }: Pick<Platform, 'writeAlone' | 'newId'>): RecordRefusal {
  return async ({ caller, route, path, code }) => {
    // Cut, or a path longer than a key may be would keep its refusal off the record.
    const subject = idsInLowerCase(path).slice(0, longestSubject).toWellFormed();
    const entry = { action: 'request.refused', subject, outcome: 'refused', details: { route, code } } as const;
    try {
      await writeAlone(loneAuditWrite({ ...entry, actorId: callerId(caller) }, newId));
    } catch (error) {
      log.warn('refusal not recorded', { route, code, error });
      count(refusalsUnrecorded);
    }
  };
}
