import { expect } from '@jest/globals';
import { createSessionListing } from '../../../lib/domains/identity/sessions/session-listing.ts';
import { registrationOf } from '../../support/identity.ts';
import { callerOf } from '../../support/people.ts';
import { type Course, describeRaces, type Race } from '../../support/race.ts';
import { entriesOf, identityItems } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';
import { replaySessions, sessionsTold } from '../../support/session-ledger.ts';

const { email, password } = registrationOf();
const client = { userAgent: 'tests', address: '203.0.113.7' };

type Step = 'sign out' | 'revoke' | 'sign out everywhere' | 'another password' | 'refresh' | 'sign in' | 'delete';

/** Somebody with three sessions, and what may become of them. */
async function threeSessions({ calm, rivals }: Course): Promise<Record<Step, (rival: number) => Promise<unknown>>> {
  const admin = callerOf(await enrol(calm, 'admin@example.com', ['admin']));
  const { id: userId } = await enrol(calm);
  const before = identityOn(calm);
  for (let session = 0; session < 3; session++) await before.signIns.logIn({ email, password }, client);
  const [laptop, phone, tablet] = (await createSessionListing(calm).list({ userId })).map(({ id }) => id);
  const owner = { userId, sessionId: laptop };
  const { refreshToken } = await before.sessions.start({ userId, sessionEpoch: 1 }, client);
  const { sessions, ownSessions, passwordChanges, signIns, deletions } = identityOn(rivals);
  return {
    'sign out': () => sessions.end({ userId, sessionId: String(phone) }),
    revoke: () => ownSessions.revoke(owner, String(tablet)),
    'sign out everywhere': () => ownSessions.endAll(owner),
    'another password': (rival) =>
      passwordChanges.change(owner, { currentPassword: password, newPassword: `Better-Battery-${rival}` }),
    refresh: () => sessions.refresh(refreshToken, async (continued) => continued.refreshToken),
    'sign in': () => signIns.logIn({ email, password }, client),
    delete: () => deletions.delete(admin, { userId }),
  };
}

/** Rivals of whom each takes one of the steps, in turn. */
function raceOf(...steps: readonly Step[]): Race {
  return {
    service: steps.join(', '),
    wins: 'some',
    refusals: [
      ...['SESSION_NOT_FOUND', 'INVALID_ACCESS_TOKEN', 'INVALID_REFRESH_TOKEN', 'REFRESH_SUPERSEDED'],
      ...['WRONG_PASSWORD', 'INVALID_CREDENTIALS', 'TOO_MANY_ATTEMPTS', 'USER_NOT_FOUND', 'CONCURRENT_CHANGE'],
    ],
    prepare: async (course) => {
      const step = await threeSessions(course);
      return (rival) => step[steps[rival % steps.length] as Step](rival);
    },
    holds: async (end) => {
      const userId = String(identityItems(end, 'security').at(-1)?.userId);
      const alive = await createSessionListing(end.calm).list({ userId });

      expect(replaySessions(end.database)).toEqual({ alive: alive.map(({ id }) => id).sort(), stale: [] });
      const told = sessionsTold(end.database).flatMap(({ sessionId }) => sessionId ?? []);
      const entries = ['session.ended', 'session.revoked'].flatMap((action) => entriesOf(end, action));
      expect(entries.map(({ details }) => (details as { sessionId: string }).sessionId).sort()).toEqual(told.sort());
    },
  };
}

describeRaces([
  raceOf('sign out', 'sign out everywhere'),
  raceOf('revoke', 'another password'),
  raceOf('refresh', 'sign out', 'sign out everywhere', 'another password'),
  raceOf('sign out everywhere', 'sign in', 'revoke', 'another password'),
  raceOf('delete', 'sign in', 'sign out everywhere', 'sign out'),
]);
