import { isForMachines } from '../lib/http/caller.ts';
import type { HttpTrigger } from '../lib/http/trigger.ts';

/** The two ways to authenticate. */
export const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A person, by the access token of a sign-in.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'A machine, by its key: one of the two, never both.',
  },
} as const;

/** The alternatives of which a request has to meet one; empty for a public route. */
export function securityOf(trigger: HttpTrigger): Readonly<Record<string, readonly string[]>>[] {
  if (trigger.allow === 'public') return [];
  return isForMachines(trigger) ? [{ accessToken: [] }, { apiKey: [] }] : [{ accessToken: [] }];
}
