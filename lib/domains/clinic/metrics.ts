import type { Counted } from '../../metrics.ts';

export const readersUnusual = {
  name: 'readers.unusual',
  summary: 'Somebody has opened more records in an hour than usual, or some at night.',
} as const satisfies Counted;

export const readerHoursSkipped = {
  name: 'readers.hours_skipped',
  summary: 'An hour of readers is over for more than a day and was never looked at.',
} as const satisfies Counted;
