import type { Counted } from '../../metrics.ts';

export const auditTampered = {
  name: 'audit.tampered',
  summary: 'A search met a forged entry, or the seal of a day is gone: each is worth an alarm.',
} as const satisfies Counted;
