import type { Counted } from '../../metrics.ts';

export const readersUnusual = {
  name: 'readers.unusual',
  summary: 'Somebody has opened more records in an hour than usual, or some at night.',
} as const satisfies Counted;

export const readerAdminsUntold = {
  name: 'readers.admins_untold',
  summary: 'An admin was not told of an hour, since there are more of them than one commit tells.',
} as const satisfies Counted;

export const readerHoursSkipped = {
  name: 'readers.hours_skipped',
  summary: 'An hour of readers is over for more than a day and was never looked at.',
} as const satisfies Counted;
