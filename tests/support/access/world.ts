import { tables } from '../../../infra/tables.ts';
import type { Permission, Role } from '../../../lib/access/permissions.ts';
import { createClosureService } from '../../../lib/domains/clinic/clinics/closures.ts';
import { isInsideClinic, permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { type AuditSearch, createAuditSearch } from '../../../lib/domains/operations/audit/search.ts';
import { type AuditVerification, createAuditVerification } from '../../../lib/domains/operations/audit/verification.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { createRefusalRecord } from '../../../lib/http/refusal-record.ts';
import type { Stack } from '../../../lib/http/stack.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';
import { type AppointmentServices, appointmentsOn } from '../appointments.ts';
import { type Clinics, clinicsOn, northClinic, plantClinics, southClinic } from '../clinics.ts';
import { createTestCaller } from '../http.ts';
import { createIdentity, type Identity } from '../identity.ts';
import { kept } from '../kept.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../memory-database.ts';
import { createMemorySeals } from '../memory-seals.ts';
import { createPatients, type Patients } from '../patients.ts';
import { createPeople, type People } from '../people.ts';
import { createTestPlatform } from '../platform.ts';
import { createQueues, type Queues } from '../queues.ts';
import { createRecordKeys, createTestRootKey, type TestRootKey } from '../record-keys.ts';
import { type Actor, actorPassword, type Ownership, type Target } from './expectations.ts';
import { newAppointmentOf } from './new-appointment.ts';
import { newEntryOf, newHoldOf } from './new-entry.ts';
import { newPatientOf } from './new-patient.ts';

const device = { userAgent: 'tests', address: '203.0.113.7' };
const cursors = createCursorSeal(createSecrets(async () => newMasterSecret()));
/** The id of a closure that each clinic has. */
export const caseClosureId = '019a0000-0000-7000-8000-0000000c1051';
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
}

/** Everything that a case starts from, stored once; each case gets a database of its own with all of it. */
export interface Origin {
  readonly database: MemoryDatabase;
  readonly rootKey: TestRootKey;
  readonly accounts: Readonly<Record<Member, Account>>;
  readonly keyId: string;
  readonly revokedKeyId: string;
  readonly auditEventId: string;
  readonly deadLetterId: string;
  readonly deletedDeadLetterId: string;
  /** A clinic to which nobody and nothing belongs, and one that is gone. */
  readonly emptyClinicId: string;
  readonly deletedClinicId: string;
}

/** A database with the people and objects of the origin, and the services on it. */
export interface World {
  readonly database: MemoryDatabase;
  readonly identity: Identity;
  readonly people: People;
  readonly clinics: Clinics;
  readonly patients: Patients;
  readonly appointments: AppointmentServices;
  readonly queues: Queues;
  readonly audit: { readonly search: AuditSearch; readonly verification: AuditVerification };
  /** Who calls is known from their credentials, and what is refused to them is put on record. */
  readonly stack: Stack;
}

async function open(database: MemoryDatabase, rootKey: TestRootKey): Promise<World> {
  const identity = await createIdentity(database);
  const keys = createRecordKeys(identity.platform, { rootKey, held: ['clinics'] });
  return {
    database,
    identity,
    people: createPeople(database),
    clinics: clinicsOn(identity.platform),
    patients: await createPatients(database, identity.platform, keys),
    appointments: appointmentsOn(identity.platform, keys),
    queues: createQueues(database),
    audit: createAudit(database, identity),
    stack: { ...identity.stack, recordRefusal: createRefusalRecord(identity.platform), cursors },
  };
}

function createAudit(database: MemoryDatabase, { platform }: Identity): World['audit'] {
  const verification = createAuditVerification({ ...platform, database, store: createMemorySeals() });
  return { search: createAuditSearch({ ...platform, database }), verification };
}

export function worldOf({ database, rootKey }: Origin): Promise<World> {
  return open(database.fork(), rootKey);
}

/** Made once in a process, and set up from that in each test file. */
export async function createOrigin(): Promise<Origin> {
  const { items, changes, wrappingKeyNumber, ...named } = await kept('origin of the access table', makeOrigin);
  const database = createMemoryDatabase(new Map(), changes);
  for (const [table, item] of items) database.plant(table, item);
  const rootKey = createTestRootKey();
  await rootKey.make(wrappingKeyNumber);
  return { database, rootKey, ...named };
}

async function makeOrigin() {
  const database = createMemoryDatabase();
  plantClinics(database);
  const rootKey = createTestRootKey();
  const wrappingKeyNumber = await createRecordKeys(createTestPlatform(database), { rootKey }).rotate();
  const world = await open(database, rootKey);
  const accounts = {} as Record<Member, Account>;
  for (const [index, member] of (Object.keys(roleOf) as Member[]).entries())
    accounts[member] = await createAccount(world, member, index + 1);
  await world.people.deletions.delete(callerWith('users:delete', 'users:manage'), { userId: accounts.deleted.userId });
  const keyId = await createKey(world);
  const revokedKeyId = await createKey(world);
  await world.identity.apiKeys.revoke(callerWith('api-keys:write'), revokedKeyId);
  const deadLetterId = await world.queues.bury();
  const deletedDeadLetterId = await world.queues.bury();
  await world.queues.deadLetters.delete('email', deletedDeadLetterId);
  const [entry] = world.database.itemsOf('audit');
  const clinicIds = await createClinics(world);
  const ids = { ...clinicIds, keyId, revokedKeyId, auditEventId: String(entry?.id), deadLetterId, deletedDeadLetterId };
  const items = tables.flatMap(({ name }) => database.itemsOf(name).map((item) => [name, item] as const));
  return { items, changes: database.changes, wrappingKeyNumber, accounts, ...ids };
}

/** Each clinic is closed on the same days, by a closure of the same id. */
async function createClinics({ clinics, identity }: World) {
  const wish = { name: 'Case', timeZone: 'Europe/Berlin' };
  const { id: emptyClinicId } = await clinics.creation.create(wish);
  const { id: deletedClinicId } = await clinics.creation.create(wish);
  await clinics.service.delete({ clinicId: deletedClinicId });
  const closures = createClosureService({ ...identity.platform, newId: () => caseClosureId });
  const admin = createTestCaller({ roles: ['admin'] });
  const closure = { from: '2026-11-26', to: '2026-11-26', reason: 'Thanksgiving' };
  for (const clinicId of [northClinic, southClinic, emptyClinicId]) await closures.add(admin, { clinicId }, closure);
  return { emptyClinicId, deletedClinicId };
}

async function createAccount(world: World, member: Member, number: number): Promise<Account> {
  const id = `019a0000-0000-7000-8000-00000000b00${number}`;
  const clinicId = clinicOf[member];
  await world.people.registrations.enrol({
    id,
    email: emailOf(member),
    name: `Member ${number}`,
    password: actorPassword,
    roles: [roleOf[member]],
    ...(clinicId && { clinicId }),
  });
  return { userId: id, accessToken: await logIn(world, member) };
}

const emailOf = (member: Member) => `${member.toLowerCase()}@example.com`;

async function logIn({ identity }: World, member: Member): Promise<string> {
  const tokens = await identity.signIns.logIn({ email: emailOf(member), password: actorPassword }, device);
  if ('mfaRequired' in tokens) throw new Error('nobody has a second factor here');
  return tokens.accessToken;
}

/** The id of one more session of somebody: of one that goes on, or of one that they ended. */
export async function newSessionOf(world: World, { accounts }: Origin, member: Member, ended = false): Promise<string> {
  const sessionId = sessionOf(await logIn(world, member));
  const { userId } = accounts[member];
  if (ended) await world.identity.ownSessions.revoke(createTestCaller({ userId }), sessionId);
  return sessionId;
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
  if (actor === 'scopedKey' || actor === 'unscopedKey' || actor === 'clinicKey') {
    const maker = createTestCaller({ permissions: permissionsOf(['admin']) });
    const wish = { name: 'Case', permissions: keyScopes(actor, scopes), dailyQuota: 10 };
    const { key } = await identity.apiKeys.create(
      { ...wish, ...(actor === 'clinicKey' && { clinicId: northClinic }) },
      maker,
    );
    return { 'x-api-key': key };
  }
  return { authorization: `Bearer ${accounts[actor].accessToken}` };
}

/** A key has at least one scope: that of one which may have none of the route’s is of no use to any route by itself. */
function keyScopes(actor: 'scopedKey' | 'unscopedKey' | 'clinicKey', scopes: readonly Permission[]): Permission[] {
  const mayHave = actor === 'clinicKey' ? isInsideClinic : () => true;
  if (actor !== 'unscopedKey' && scopes.length > 0 && scopes.every(mayHave)) return [...scopes];
  return [...permissionsOf(['admin'])]
    .filter((permission) => mayHave(permission) && !scopes.includes(permission))
    .slice(0, 1);
}

/** The id of the object in the path, which is made where the origin has none of its kind. */
export async function objectOf(
  { target, ownership, actor }: { target: Target; ownership: Ownership; actor: Actor },
  origin: Origin,
  world: World,
): Promise<string> {
  if (ownership === 'absent') return absentId;
  const deleted = ownership === 'deleted';
  const owner = ownerOf(ownership, actor in origin.accounts ? (actor as Member) : 'user');
  switch (target) {
    case 'person':
      return origin.accounts[deleted ? 'deleted' : owner].userId;
    case 'session':
      return newSessionOf(world, origin, owner, deleted);
    case 'apiKey':
      return deleted ? origin.revokedKeyId : origin.keyId;
    case 'auditEvent':
      return deleted ? absentId : origin.auditEventId;
    case 'deadLetter':
      return deleted ? origin.deletedDeadLetterId : origin.deadLetterId;
    case 'clinic':
      return clinicIdOf(ownership, origin);
    case 'patient':
      return newPatientOf(world.patients, ownership, origin.accounts[owner].userId);
    case 'appointment':
      return newAppointmentOf(world, ownership, origin.accounts[owner].userId);
    case 'hold':
      return newHoldOf(world, ownership, origin.accounts[owner].userId);
    case 'waitingEntry':
      return newEntryOf(world, ownership, origin.accounts[owner].userId);
  }
}

function clinicIdOf(ownership: Ownership, { emptyClinicId, deletedClinicId }: Origin): string {
  if (ownership === 'own') return northClinic;
  if (ownership === 'otherClinics') return southClinic;
  return ownership === 'deleted' ? deletedClinicId : emptyClinicId;
}

/** Whose the object is, where it is anybody's; one that was deleted was the actor's own. */
function ownerOf(ownership: Ownership, actor: Member): Member {
  if (ownership === 'own' || ownership === 'deleted') return actor;
  if (ownership === 'otherClinics') return 'farDoctor';
  return actor === 'otherUser' ? 'user' : 'otherUser';
}
