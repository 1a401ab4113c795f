import { setImmediate } from 'node:timers/promises';
import type { Sleep } from '../../lib/data/retry.ts';

/** Waits until everybody else who is in memory has got on as far as they can. */
export const letOthersGoOn: Sleep = () => setImmediate();
