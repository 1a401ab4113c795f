import { refreshCookieName } from '../../lib/domains/identity/http/refresh-token.ts';
import { isForMachines } from '../../lib/http/caller.ts';
import type { Credential, HttpTrigger } from '../../lib/http/trigger.ts';

/** The ways to show who one is. */
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
  refreshCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: refreshCookieName,
    description: 'A session, by the refresh token that a sign-in set as a cookie; from another site it is refused.',
  },
} as const satisfies Readonly<Record<Credential, object>>;

/** The alternatives of which a request has to meet one: none where a route is public, nothing among them where it may show none. */
export function securityOf(trigger: HttpTrigger): Readonly<Record<string, readonly string[]>>[] {
  if (trigger.allow === 'public') {
    const taken = (trigger.takes ?? []).map((credential) => ({ [credential]: [] }));
    return taken.length > 0 ? [...taken, {}] : [];
  }
  return isForMachines(trigger) ? [{ accessToken: [] }, { apiKey: [] }] : [{ accessToken: [] }];
}
