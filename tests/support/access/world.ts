import type { Permission, Role } from '../../../lib/access/permissions.ts';
import type { Table } from '../../../lib/data/table.ts';
import { permissionsOf } from '../../../lib/domains/permissions.ts';
import { createTestCaller } from '../http.ts';
import { createIdentity, type Identity } from '../identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../memory-database.ts';
import { createPeople, northClinic, type People, southClinic } from '../people.ts';
import { createQueues, type Queues } from '../queues.ts';
import type { Actor, Ownership, Target } from './expectations.ts';

const tables: readonly Table[] = ['identity', 'events', 'audit', 'platform'];
const password = 'Correct-Horse-9';
const device = { userAgent: 'tests', address: '203.0.113.7' };
const absentId = '019a0000-0000-7000-8000-0000000fffff';

const roleOf = {
  user: 'user',
  otherUser: 'user',
  doctor: 'doctor',
  staff: 'staff',
  admin: 'admin',
  // Beside the actors: so that the admin is not the last one, and that there is a clinic which is nobody's of them.
  secondAdmin: 'admin',
  farDoctor: 'doctor',
  deleted: 'user',
} as const satisfies Record<string, Role>;
type Member = keyof typeof roleOf;
const clinicOf: Partial<Record<Member, string>> = { doctor: northClinic, staff: northClinic, farDoctor: southClinic };

interface Account {
  readonly userId: string;
  readonly accessToken: string;
  /** Of a second sign-in that goes on, and of one that was ended. */
  readonly otherSessionId: string;
  readonly endedSessionId: string;
}

/** Everything that a case starts from, stored once; each case gets a database of its own with all of it. */
export interface Origin {
  readonly items: readonly (readonly [Table, ReturnType<MemoryDatabase['itemsOf']>[number]])[];
  readonly accounts: Readonly<Record<Member, Account>>;
  readonly keyId: string;
  readonly revokedKeyId: string;
  readonly auditEventId: string;
  readonly deadLetterId: string;
  readonly deletedDeadLetterId: string;
}

/** A database with the people and objects of the origin, and the services on it. */
export interface World {
  readonly database: MemoryDatabase;
  readonly identity: Identity;
  readonly people: People;
  readonly queues: Queues;
}

async function open(database: MemoryDatabase): Promise<World> {
  const identity = await createIdentity(database);
  return { database, identity, people: createPeople(database), queues: createQueues(database) };
}

export function worldOf(origin: Origin): Promise<World> {
  const database = createMemoryDatabase();
  for (const [table, item] of origin.items) database.plant(table, item);
  return open(database);
}

export async function createOrigin(): Promise<Origin> {
  const world = await open(createMemoryDatabase());
  const accounts = {} as Record<Member, Account>;
  for (const [index, member] of (Object.keys(roleOf) as Member[]).entries())
    accounts[member] = await createAccount(world, member, index + 1);
  await world.people.deletions.delete(callerWith('users:delete', 'users:manage'), { userId: accounts.deleted.userId });
  const keyId = await createKey(world);
  const revokedKeyId = await createKey(world);
  await world.identity.apiKeys.revoke(revokedKeyId);
  const deadLetterId = await world.queues.bury();
  const deletedDeadLetterId = await world.queues.bury();
  await world.queues.deadLetters.delete('email', deletedDeadLetterId);
  const [entry] = world.database.itemsOf('audit');
  const items = tables.flatMap((table) => world.database.itemsOf(table).map((item) => [table, item] as const));
  const ids = { keyId, revokedKeyId, auditEventId: String(entry?.id), deadLetterId, deletedDeadLetterId };
  return { items, accounts, ...ids };
}

async function createAccount({ identity, people }: World, member: Member, number: number): Promise<Account> {
  const email = `${member.toLowerCase()}@example.com`;
  const id = `019a0000-0000-7000-8000-00000000b00${number}`;
  const clinicId = clinicOf[member];
  await people.registrations.enrol({
    id,
    email,
    name: `Member ${number}`,
    password,
    roles: [roleOf[member]],
    ...(clinicId && { clinicId }),
  });
  const logIn = async () => {
    const tokens = await identity.signIns.logIn({ email, password }, device);
    if ('mfaRequired' in tokens) throw new Error('nobody has a second factor here');
    return tokens.accessToken;
  };
  const accessToken = await logIn();
  const [otherSessionId, endedSessionId] = [sessionOf(await logIn()), sessionOf(await logIn())];
  await identity.ownSessions.revoke(createTestCaller({ userId: id }), endedSessionId);
  return { userId: id, accessToken, otherSessionId, endedSessionId };
}

function sessionOf(accessToken: string): string {
  return JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()).sid;
}

function callerWith(...permissions: Permission[]) {
  return createTestCaller({ permissions: new Set(permissions) });
}

async function createKey({ identity }: World): Promise<string> {
  const wish = { name: 'Laboratory', permissions: ['users:list' as const], dailyQuota: 100 };
  return (await identity.apiKeys.create(wish, createTestCaller({ permissions: permissionsOf(['admin']) }))).id;
}

/** How an actor shows who they are; `scopes` are those of the key that is made for them. */
export async function credentialsOf(
  actor: Actor,
  { accounts }: Origin,
  { identity }: World,
  scopes: readonly Permission[],
): Promise<Record<string, string>> {
  if (actor === 'anonymous') return {};
  if (actor === 'scopedKey' || actor === 'unscopedKey') {
    // A key has at least one scope: that of an unscoped one is of no use to any route by itself.
    const permissions = actor === 'scopedKey' && scopes.length > 0 ? scopes : unusedScopes(scopes);
    const maker = createTestCaller({ permissions: permissionsOf(['admin']) });
    const { key } = await identity.apiKeys.create(
      { name: 'Case', permissions: [...permissions], dailyQuota: 10 },
      maker,
    );
    return { 'x-api-key': key };
  }
  return { authorization: `Bearer ${accounts[actor].accessToken}` };
}

function unusedScopes(scopes: readonly Permission[]): Permission[] {
  return [...permissionsOf(['admin'])].filter((permission) => !scopes.includes(permission)).slice(0, 1);
}

/** The id of the object in the path; undefined where there is no such object. */
export function objectOf(target: Target, ownership: Ownership, actor: Actor, origin: Origin): string {
  if (ownership === 'absent') return absentId;
  const ids = {
    person: { deleted: (_: Account) => origin.accounts.deleted.userId, other: ({ userId }: Account) => userId },
    session: {
      deleted: ({ endedSessionId }: Account) => endedSessionId,
      other: ({ otherSessionId }: Account) => otherSessionId,
    },
    apiKey: { deleted: () => origin.revokedKeyId, other: () => origin.keyId },
    auditEvent: { deleted: () => absentId, other: () => origin.auditEventId },
    deadLetter: { deleted: () => origin.deletedDeadLetterId, other: () => origin.deadLetterId },
  }[target];
  const own = origin.accounts[actor in origin.accounts ? (actor as Member) : 'user'];
  if (ownership === 'deleted') return ids.deleted(own);
  if (ownership === 'own') return ids.other(own);
  if (ownership === 'otherClinics') return ids.other(origin.accounts.farDoctor);
  return ids.other(origin.accounts[actor === 'otherUser' ? 'user' : 'otherUser']);
}
