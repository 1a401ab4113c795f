import { type Caller, callerId } from '../access/caller.ts';
import { loneAuditWrite, longestSubject } from '../commit/audit-entry.ts';
import { idsInLowerCase } from '../ids.ts';
import { log } from '../log.ts';
import { count } from '../metrics.ts';
import type { Platform } from '../platform/platform.ts';
import { refusalsUnrecorded } from './metrics.ts';

/** A request that was refused to somebody who is signed in. */
export interface RefusedAttempt {
  readonly caller: Caller;
  /** The route, `GET /v1/users/{userId}`, as the trigger has it. */
  readonly route: string;
  /** The path of the request. */
  readonly path: string;
  /** The code of the error. */
  readonly code: string;
}

/** Audits a refusal; never throws, since the request is refused whether or not that is recorded. */
export type RecordRefusal = (attempt: RefusedAttempt) => Promise<void>;

/**
 * Records refusals as audit entries, one write each, with the path of the request but never its query. A refusal belongs to no
 * change: every endpoint records them, and most bundles are spared what a commit stands on.
 */
export function createRefusalRecord({ writeAlone, newId }: Pick<Platform, 'writeAlone' | 'newId'>): RecordRefusal {
  return async ({ caller, route, path, code }) => {
    // The path is cut, or one longer than a key may be would keep its refusal off the record.
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
