import type { Counted } from '../metrics.ts';

export const dueLeftOver = {
  name: 'due.left_over',
  summary: 'A tick ended before it had handed over all that is due: the next goes on where it stopped.',
} as const satisfies Counted;
