import { AlreadyDone } from '../messaging/decisions.ts';
import type { Delivery } from '../messaging/delivery.ts';
import type { Lease } from '../messaging/leases.ts';
import type { Platform } from '../platform/platform.ts';
import { claimDue, type Demand, type DueEvent } from './demand.ts';

/**
 * Has the effect of what is due outside of the database, such as a mail: under a lease, by its event, and settled then. What is
 * cancelled or moved while it goes out has gone out all the same.
 */
type OutsideEffect = (
  event: DueEvent,
  delivery: Pick<Delivery, 'redriven'>,
  have: () => Promise<void>,
) => Promise<void>;

interface OutsideEffectDependencies extends Pick<Platform, 'writeAlone'> {
  readonly demand: Demand;
  readonly lease: Lease;
  /** Names the consumer, unless several queues share one. */
  readonly consumer: string;
}

export function createOutsideEffect({ demand, lease, consumer, writeAlone }: OutsideEffectDependencies): OutsideEffect {
  return async (event, { redriven }, have) => {
    await demand(event);
    const effect = { consumer, eventId: event.id };
    await lease(effect, have, { decided: redriven }).catch(passOverDone);
    await writeAlone(claimDue(event));
  };
}

/** A worker may die between the two records of its effect: then the second one is left to the next copy. */
function passOverDone(error: unknown): void {
  if (!(error instanceof AlreadyDone)) throw error;
}
