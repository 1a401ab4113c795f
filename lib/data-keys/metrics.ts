import type { Counted } from '../metrics.ts';

export const sealsBroken = {
  name: 'seals.broken',
  summary: 'A sealed field or a data key did not open: it was changed, or belongs elsewhere; each is worth an alarm.',
} as const satisfies Counted;

export const dataKeysMissing = {
  name: 'data_keys.missing',
  summary: 'The data key of a record is gone though nobody has erased it: each is worth an alarm.',
} as const satisfies Counted;
