import { setTimeout as pause } from 'node:timers/promises';
import type { Sleep } from '../data/retry.ts';

/** Waits by the clock of the machine. */
export const sleep: Sleep = pause;
