import { isCountedInStore } from '../../lib/http/rate-limit-policy.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { grantStatements } from '../grants.ts';

/** Whether requests of a route are counted; a public route that calls nothing of AWS is not limited. */
export function isLimited(trigger: HttpTrigger): boolean {
  return isCountedInStore(trigger) || asksAws(trigger);
}

/** Whether a route calls anything of AWS, if only to find who calls. */
export function asksAws({ allow, grants }: HttpTrigger): boolean {
  return allow !== 'public' || grants.some((grant) => grantStatements[grant].length > 0);
}

/** The headers of a limited answer, by reference. */
export const limitHeaders = {
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimit-Policy' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
} as const;

/** The header of an answer that asks to come back later, by reference. */
export const retryHeader = { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } as const;

/** The definitions of the headers that are referred to. */
export const headerDefinitions = {
  'RateLimit-Policy': {
    description: 'The policy that the request was counted by: its quota `q` in a window of `w` seconds.',
    schema: { type: 'string', examples: ['"signed-in";q=600;w=900', '"reads";q=300;w=60'] },
  },
  RateLimit: {
    description: 'What the policy leaves: `r` requests, until the next window in `t` seconds.',
    schema: { type: 'string', examples: ['"signed-in";r=599;t=812', '"reads";r=299;t=42'] },
  },
  'Retry-After': {
    description: 'Seconds until it makes sense to try again.',
    schema: { type: 'integer', minimum: 1, maximum: 86_400, examples: [30] },
  },
} as const;
