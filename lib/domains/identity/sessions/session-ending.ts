import type { CommitOptions } from '../../../commit/commit.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createSessionRepository, EpochPassed, type SessionKey } from './repository.ts';

/**
 * Ends a session together with the events and entries that tell of it; throws `SessionEnded` when it is over already, with all
 * others of its person or by itself. The epoch that it is in need not be known.
 */
type EndSession = (key: SessionKey, record: CommitOptions, epoch?: number) => Promise<void>;

/** The epoch of everybody whose sessions were never ended all at once. */
const firstEpoch = 1;

/**
 * Ends sessions without a read before it. Tokens do not tell an epoch: where it is another one than was thought, the refusal
 * tells it, and a second attempt is made.
 */
export function createSessionEnding({ read, commit }: Pick<Platform, 'read' | 'commit'>): EndSession {
  const sessions = createSessionRepository({ read });

  return async function end(key, record, epoch = firstEpoch) {
    await commit(sessions.end(key, epoch), record).catch((error: unknown) => {
      if (!(error instanceof EpochPassed)) throw error;
      // Epochs only rise, so that this comes to an end.
      return end(key, record, error.epoch);
    });
  };
}
