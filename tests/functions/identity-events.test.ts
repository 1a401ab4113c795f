import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EventType } from '../../lib/domains/events.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import type { Envelope } from '../../lib/events/envelope.ts';
import { newId } from '../../lib/ids.ts';
import { northClinic, plantClinics, southClinic } from '../support/clinics.ts';
import { createIdentity, type Identity, registrationOf, signedInPerson, signedInSession } from '../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../support/memory-database.ts';
import { callerOf, createPeople, type People } from '../support/people.ts';
import { turnOnSecondFactor } from '../support/second-factor.ts';

let database: MemoryDatabase;
let people: People;
let identity: Identity;
let admin: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  identity = await createIdentity(database);
  admin = await people.enrol({ roles: ['admin'] });
});

/** The data of every event of a type that was stored, each of which is about the person of its subject. */
function told(type: EventType): Envelope['data'][] {
  const envelopes = database.itemsOf('events').map(({ event }) => event as Envelope);
  const its = envelopes.filter((event) => event.type === type);
  for (const { subject, data, version } of its) expect([subject, version]).toEqual([`users/${data.userId}`, 1]);
  return its.map(({ data }) => data);
}

const invite = (fields: object = {}) =>
  people.invitations.invite(callerOf(admin), {
    email: 'grace@example.com',
    name: 'Grace Hopper',
    roles: ['user'],
    ...fields,
  });
const setRoles = (userId: string, assignment: Pick<User, 'roles' | 'clinicId'>) =>
  people.administration.setRoles(callerOf(admin), { userId }, assignment);
const remove = (userId: string) => people.deletions.delete(callerOf(admin), { userId });
const restore = (userId: string) => people.deletions.restore(callerOf(admin), userId);

describe('user.created', () => {
  it('is told once of everybody who registers, is invited or is enrolled', async () => {
    const registered = await people.registrations.register(registrationOf());
    const invited = await invite();

    expect(told('user.created')).toEqual([admin, registered, invited].map(({ id: userId }) => ({ userId })));
  });

  it('is not told of an address that somebody has, nor of somebody who is restored', async () => {
    const { id } = await people.registrations.register(registrationOf());
    await invite({ email: registrationOf().email }).catch(() => undefined);
    await remove(id);
    await restore(id);

    expect(told('user.created')).toHaveLength(2);
  });
});

describe('user.restored', () => {
  it('is told of who is restored, and not of who was not deleted', async () => {
    const { id: userId } = await people.enrol();
    await remove(userId);
    await restore(userId);
    await restore(userId).catch(() => undefined);

    expect(told('user.deleted')).toEqual([{ userId }]);
    expect(told('user.restored')).toEqual([{ userId }]);
    expect(told('session.ended')).toEqual([]);
  });
});

describe('user.roles-changed', () => {
  it('is told of other roles and of another clinic, and not where both are as they were', async () => {
    const { id: userId } = await people.enrol();
    const counts: number[] = [];
    const steps = [
      { roles: ['doctor' as const, 'user' as const], clinicId: northClinic },
      { roles: ['user' as const, 'doctor' as const], clinicId: northClinic },
      { roles: ['doctor' as const, 'user' as const], clinicId: southClinic },
      { roles: ['user' as const] },
    ];

    for (const step of steps) {
      await setRoles(userId, step);
      counts.push(told('user.roles-changed').length);
    }

    expect(counts).toEqual([1, 1, 2, 3]);
    expect(told('user.roles-changed')[0]).toEqual({ userId });
  });

  it('is not told of what was refused', async () => {
    await setRoles(admin.id, { roles: ['user'] }).catch(() => undefined);

    expect(told('user.roles-changed')).toEqual([]);
  });
});

describe('session.ended', () => {
  let person: Awaited<ReturnType<typeof signedInPerson>>;
  let userId: string;
  const password = registrationOf().password;

  beforeEach(async () => {
    person = await signedInPerson(identity);
    userId = person.user.id;
  });

  it('names the session that is signed out, once, however often that is asked for', async () => {
    const { refreshToken, sessionId } = person;
    for (const _ of [1, 2]) await identity.signOut.logOut({ refreshTokens: [String(refreshToken)] });

    expect(told('session.ended')).toEqual([{ userId, sessionId }]);
  });

  it('names the session that its owner ends from another, and none that is not there', async () => {
    const phone = await signedInSession(identity);
    await identity.ownSessions.revoke({ userId }, phone.sessionId);
    await identity.ownSessions.revoke({ userId }, newId()).catch(() => undefined);

    expect(told('session.ended')).toEqual([{ userId, sessionId: phone.sessionId }]);
  });

  it('names the session whose token is shown again after its successor, once for twenty at a time', async () => {
    const stolen = String(person.refreshToken);
    await identity.signIns.refresh(stolen);
    identity.clock.advance(11);
    await Promise.allSettled(Array.from({ length: 20 }, () => identity.signIns.refresh(stolen)));

    expect(told('session.ended')).toEqual([{ userId, sessionId: person.sessionId }]);
  });

  it('names the one session that goes on after another password, and none where another issuer keeps it', async () => {
    const next = 'Better-Battery-7';
    await identity.passwordChanges.change(
      { userId, sessionId: person.sessionId },
      {
        currentPassword: password,
        newPassword: next,
      },
    );
    await identity.passwordChanges.change({ userId }, { currentPassword: next, newPassword: 'Third-Battery-8' });

    expect(told('session.ended')).toEqual([{ userId, keptSessionId: person.sessionId }, { userId }]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['all of them are ended', () => identity.ownSessions.endAll({ userId })],
    [
      'the password is set by a link',
      async () => {
        const token = await identity.issueOneTimeToken({ purpose: 'reset-password', owner: { userId }, life: 60_000 });
        await identity.passwordResets.reset({ token, password: 'Better-Battery-7' });
      },
    ],
    [
      'an admin takes the second factor away',
      async () => {
        await turnOnSecondFactor(identity, userId);
        await identity.secondFactorRemoval.remove(callerOf(admin), userId);
      },
    ],
    ['the account is deleted', () => remove(userId)],
    ['the owner deletes the account', () => people.ownDeletions.delete(callerOf(person.user), { password })],
  ])('names no session where %s', async (_, end) => {
    await end();

    expect(told('session.ended')).toEqual([{ userId }]);
  });

  it('is not told where nobody has ever signed in, nor where roles change', async () => {
    const invited = await invite();
    const token = await identity.issueOneTimeToken({
      purpose: 'invitation',
      owner: { userId: invited.id },
      life: 60_000,
    });
    await identity.passwordResets.reset({ token, password: 'Better-Battery-7' });
    await remove(invited.id);
    await setRoles(userId, { roles: ['admin'] });

    expect(told('session.ended')).toEqual([]);
  });

  describe('of somebody who registered and has not signed in', () => {
    const email = 'eve@example.com';
    let eve: string;
    let token: string;

    beforeEach(async () => {
      ({ id: eve } = await people.registrations.register(registrationOf({ email })));
      token = await identity.issueOneTimeToken({
        purpose: 'reset-password',
        owner: { userId: eve },
        life: 60_000,
      });
    });

    it('is not told where they set another password by a link', async () => {
      await identity.passwordResets.reset({ token, password: 'Better-Battery-7' });

      expect(told('password.changed')).toEqual([{ userId: eve }]);
      expect(told('session.ended')).toEqual([]);
    });

    it('is told where they sign in at that moment', async () => {
      database.hooks.before = async (operation) => {
        if (operation !== 'transact') return;
        delete database.hooks.before;
        await signedInSession(identity, email);
      };

      await identity.passwordResets.reset({ token, password: 'Better-Battery-7' });

      expect(told('session.ended')).toEqual([{ userId: eve }]);
    });
  });
});

describe('the transaction of an event', () => {
  it('holds one item more for each, and nothing else', async () => {
    const person = await signedInPerson(identity);
    const { sessionId } = await signedInSession(identity);
    const { id: userId } = await people.enrol();
    const sizes: number[] = [];
    database.hooks.before = (operation, request) => {
      if (operation === 'transact') sizes.push((request as readonly unknown[]).length);
    };

    await setRoles(userId, { roles: ['admin'] });
    await setRoles(userId, { roles: ['user'] });
    await remove(userId);
    await restore(userId);
    await identity.signOut.logOut({ refreshTokens: [String(person.refreshToken)] });
    await identity.ownSessions.endAll({ userId: person.user.id, sessionId });

    // Person, security item, event, audit entry and the count of admins; then those of an address and of pending links as well;
    // then a session and its person's epoch, and the epoch and the session that asks.
    expect(sizes).toEqual([5, 5, 8, 10, 4, 4]);
  });
});
