import { systemClock } from '../../../clock.ts';
import { createRateLimits } from '../../../http/rate-limits.ts';
import { createRefusalRecord } from '../../../http/refusal-record.ts';
import type { Stack } from '../../../http/stack.ts';
import { createAuthentication } from './authentication.ts';
import { withQuotas } from './quota-limits.ts';

/** What every endpoint stands on when it is deployed: its callers are people and API keys that identity knows. */
export const liveStack: Stack = {
  clock: systemClock,
  authenticate: createAuthentication(),
  limits: withQuotas(createRateLimits()),
  recordRefusal: createRefusalRecord(),
};
