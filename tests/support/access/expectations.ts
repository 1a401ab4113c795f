import type { RequestFields } from '../http.ts';

/** Who asks; a scoped key has the permissions that the route asks for and no others, an unscoped one has none. */
export const actors = [
  'anonymous',
  'user',
  'otherUser',
  'doctor',
  'staff',
  'admin',
  'scopedKey',
  'unscopedKey',
] as const;
export type Actor = (typeof actors)[number];

/** Whose object the path names; a key of the API owns nothing. */
export const ownerships = ['own', 'others', 'otherClinics', 'absent', 'deleted'] as const;
export type Ownership = (typeof ownerships)[number];

/** What kind of object the path names. */
export type Target = 'person' | 'session' | 'apiKey' | 'auditEvent' | 'deadLetter' | 'clinic' | 'patient';

/** The status for each actor: one for all objects, or one an ownership in the order of `ownerships`, null where there is no such case. */
export type Statuses = Readonly<Record<Actor, number | readonly (number | null)[]>>;

/** Who gets which answer from a route. */
export interface Expectation {
  readonly target?: Target;
  readonly request?: Omit<RequestFields, 'method' | 'path'>;
  readonly statuses: Statuses;
}

/** Of everybody whom a row asks as. */
export const actorPassword = 'Correct-Horse-9';

/** A token of the shape that every kind has, which nobody was given. */
export const unknownToken = 'A'.repeat(43);

/** The same for all: a public route looks at nobody's credentials. */
export const everybody = (status: number): Statuses =>
  Object.fromEntries(actors.map((actor) => [actor, status])) as Record<Actor, number>;

/** Whoever signs in; a key is no person. */
export const people = (status: number): Statuses => ({
  ...everybody(status),
  anonymous: 401,
  scopedKey: 403,
  unscopedKey: 403,
});

/** Admins, and keys with the scope. */
export const admins = (status: number): Statuses => ({
  ...everybody(403),
  anonymous: 401,
  admin: status,
  scopedKey: status,
});

/** A public route, with the request that it is sent. */
export const publicly = (status: number, request: Expectation['request'] = {}): Expectation => ({
  request,
  statuses: everybody(status),
});

/** A route of whoever signs in, about themselves. */
export const signedIn = (status: number, json?: unknown): Expectation => ({
  ...(json !== undefined && { request: { json } }),
  statuses: people(status),
});

/** Objects that are an admin's business: there for another, and neither absent nor deleted. */
export const administered = (target: Target, status: number, json?: unknown): Expectation => ({
  target,
  ...(json !== undefined && { request: { json } }),
  statuses: {
    ...everybody(403),
    anonymous: 401,
    admin: [null, status, null, 404, 404],
    scopedKey: [null, status, null, 404, 404],
  },
});

/** People: each sees their own account, an admin every one. A key of this one permission is nobody, and no admin. */
export const onPeople = (status: number, adminsDeleted: number, json?: unknown): Expectation => {
  const own = [status, 404, 404, 404, 404];
  return {
    target: 'person',
    ...(json !== undefined && { request: { json } }),
    statuses: {
      anonymous: 401,
      user: own,
      otherUser: own,
      doctor: own,
      staff: own,
      admin: [status, status, status, 404, adminsDeleted],
      scopedKey: [null, 404, 404, 404, 404],
      unscopedKey: 403,
    },
  };
};

/** People as an admin manages them: oneself like any other. */
export const managed = (present: number, deleted: number, json?: unknown): Expectation => ({
  target: 'person',
  ...(json !== undefined && { request: { json } }),
  statuses: {
    ...everybody(403),
    anonymous: 401,
    admin: [present, present, present, 404, deleted],
    scopedKey: [null, present, present, 404, deleted],
  },
});

/** As it is, but for the scoped key: a right to manage gives no role that may do more than the key. */
export const givenBy = (expectation: Expectation, scopedKey: Statuses['scopedKey']): Expectation => ({
  ...expectation,
  statuses: { ...expectation.statuses, scopedKey },
});

/** As it is, but for one's own object. */
export const notOwn = ({ statuses, ...expectation }: Expectation, status: number): Expectation => ({
  ...expectation,
  statuses: Object.fromEntries(
    actors.map((actor) => {
      const given = statuses[actor];
      return [actor, typeof given === 'number' || given[0] === null ? given : [status, ...given.slice(1)]];
    }),
  ) as Statuses,
});

/** Clinics, which whoever signs in may read, and a key with the scope. */
export const onClinics = (status: number): Expectation => {
  const anybody = [status, status, status, 404, 404];
  return {
    target: 'clinic',
    statuses: { ...everybody(0), ...clinicReaders(anybody), anonymous: 401, unscopedKey: 403 },
  };
};

const clinicReaders = (statuses: readonly number[]) =>
  Object.fromEntries(
    actors.map((actor) => [actor, actor === 'scopedKey' ? [null, ...statuses.slice(1)] : statuses]),
  ) as Statuses;

/** Clinics as an admin manages them: one where people are, an empty one, and another where people are. */
export const managedClinics = (present: readonly number[], request?: Expectation['request']): Expectation => ({
  target: 'clinic',
  ...(request && { request }),
  statuses: {
    ...everybody(403),
    anonymous: 401,
    admin: [...present, 404, 404],
    scopedKey: [null, ...present.slice(1), 404, 404],
  },
});

/** What staff do inside their own clinic, and admins inside all of them. */
export const insideClinics = (status: number, request: Expectation['request']): Expectation => ({
  target: 'clinic',
  ...(request && { request }),
  statuses: {
    ...everybody(403),
    anonymous: 401,
    staff: [status, 404, 404, 404, 404],
    admin: [status, status, status, 404, 404],
    scopedKey: [null, status, status, 404, 404],
  },
});

/** Those who work at a clinic, or at all of them. */
export const workers = (status: number, json?: unknown): Expectation => ({
  ...(json !== undefined && { request: { json } }),
  statuses: { ...everybody(status), anonymous: 401, user: 403, otherUser: 403, unscopedKey: 403 },
});

/** What differs from a change of a patient by all who treat them. */
interface OnPatients {
  /** What whoever is linked to the patient gets, if it is for them. */
  readonly linked?: number;
  readonly deleted?: number;
  /** Whether it is for the front desk alone. */
  readonly notForDoctors?: boolean;
  readonly json?: unknown;
}

/** Patients: those of a clinic act on its own, admins on all; one of South is nobody's but whose account is linked. */
export const onPatients = (
  status: number,
  { linked, deleted = 404, notForDoctors = false, json }: OnPatients = {},
): Expectation => {
  const ofPublic = linked === undefined ? 403 : [linked, 404, 404, 404, 404];
  const ofClinic = [linked ?? 404, status, 404, 404, deleted];
  return {
    target: 'patient',
    ...(json !== undefined && { request: { json } }),
    statuses: {
      ...{ anonymous: 401, user: ofPublic, otherUser: ofPublic, unscopedKey: 403 },
      ...{ doctor: notForDoctors ? 403 : ofClinic, staff: ofClinic },
      ...{ admin: [status, status, status, 404, deleted], scopedKey: [null, status, status, 404, deleted] },
    },
  };
};

/** In the path, the queue that has dead letters. */
export const inQueue = { request: { params: { name: 'email' } } };

/** A queue, which is nobody's but the admins' to look after. */
export const ofQueue = (status: number): Expectation => ({ ...inQueue, statuses: admins(status) });
