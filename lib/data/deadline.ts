import { AsyncLocalStorage } from 'node:async_hooks';
import { clientPatience } from '../client-patience.ts';

const shared = new AsyncLocalStorage<AbortSignal>();

/** The deadline that the present work shares, or else one that passes when a client has waited long enough from now on. */
export function currentDeadline(): AbortSignal {
  return shared.getStore() ?? AbortSignal.timeout(clientPatience);
}

/** Lets everything that the work asks of the store share one deadline, so that many tries take no longer than one. */
export function withOneDeadline<R>(work: () => R): R {
  return shared.run(currentDeadline(), work);
}
