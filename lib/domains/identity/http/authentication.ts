import type { Machine, Person } from '../../../access/caller.ts';
import { Unauthenticated } from '../../../errors.ts';
import type { Authenticate } from '../../../http/caller.ts';
import type { ClientRequest } from '../../../http/request.ts';
import type { LiveKeys } from '../api-keys/live-keys.ts';
import type { OutsidePeople } from '../outside-issuers/outside-people.ts';
import type { FirstPartyIdentity } from '../sessions/first-party-identity.ts';

/** What knows the callers of each kind, each with a cache of its own. */
interface AuthenticationDependencies {
  readonly firstParty: Pick<FirstPartyIdentity, 'get'>;
  readonly outsidePeople: OutsidePeople;
  readonly liveKeys: LiveKeys;
}

/** Finds who calls: a person by the access token in the Authorization header, or a machine by its key in x-api-key. */
export function createAuthentication({
  firstParty,
  outsidePeople,
  liveKeys,
}: AuthenticationDependencies): Authenticate {
  async function personBy(header: string): Promise<Person> {
    const token = bearerTokenOf(header);
    return (await outsidePeople.find(token)) ?? firstParty.get(token);
  }

  async function machineBy(key: string): Promise<Machine> {
    const machine = await liveKeys.find(key);
    if (machine) return machine;
    throw new Unauthenticated('INVALID_API_KEY', 'The API key is malformed, revoked or expired.');
  }

  return async (request) => {
    const { authorization, 'x-api-key': key } = requireOneOf(request);
    return key === undefined ? personBy(authorization ?? '') : machineBy(key);
  };
}

/** Refuses two credentials: one would be ignored silently, and it could be the one that was meant. */
function requireOneOf({ headers }: ClientRequest): ClientRequest['headers'] {
  const { authorization, 'x-api-key': key } = headers;
  if (authorization === undefined && key === undefined) {
    throw new Unauthenticated('AUTHENTICATION_REQUIRED', 'Sign in first.');
  }
  if (authorization !== undefined && key !== undefined) {
    throw new Unauthenticated('AMBIGUOUS_CREDENTIALS', 'Send either an access token or an API key.');
  }
  return headers;
}

function bearerTokenOf(header: string): string {
  const token = /^Bearer +([\w.-]+)$/i.exec(header.trim())?.[1];
  if (token === undefined) {
    throw new Unauthenticated('INVALID_ACCESS_TOKEN', 'The Authorization header holds no bearer token.');
  }
  return token;
}
