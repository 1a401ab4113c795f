import { systemClock as clock } from '../../../clock.ts';
import { livePolicies } from '../../../http/rate-limit-policy.ts';
import { createRateLimits } from '../../../http/rate-limits.ts';
import { createRefusalRecord } from '../../../http/refusal-record.ts';
import type { Stack } from '../../../http/stack.ts';
import { newId } from '../../../ids.ts';
import { read } from '../../../live/read.ts';
import { take } from '../../../live/take.ts';
import { writeAlone } from '../../../live/write-alone.ts';
import { createLiveKeys } from '../api-keys/live-keys.ts';
import { createQuota } from '../api-keys/quota.ts';
import { outsideIssuers } from '../outside-issuers/live-outside-issuers.ts';
import { createOutsidePeople } from '../outside-issuers/outside-people.ts';
import { createFirstPartyIdentity } from '../sessions/first-party-identity.ts';
import { createLiveSessions } from '../sessions/live-sessions.ts';
import { publishedKeys } from '../tokens/signing-keys/live-published-keys.ts';
import { createAuthentication } from './authentication.ts';
import { withQuotas } from './quota-limits.ts';

/** What every deployed endpoint stands on: its callers are the people and API keys that identity knows. */
export const liveStack: Stack = {
  clock,
  authenticate: createAuthentication({
    firstParty: createFirstPartyIdentity({
      keys: publishedKeys,
      liveSessions: createLiveSessions({ read, clock }),
      clock,
    }),
    outsidePeople: createOutsidePeople({ issuers: outsideIssuers, read, clock }),
    liveKeys: createLiveKeys({ read, clock }),
  }),
  limits: withQuotas(createRateLimits({ take, clock, policies: livePolicies }), createQuota({ take, clock })),
  recordRefusal: createRefusalRecord({ writeAlone, newId }),
};
