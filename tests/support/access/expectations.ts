import type { RequestFields } from '../http.ts';

/** Of whom every row says what they get; a scoped key has the permissions that the route asks for, an unscoped one has none. */
const namedActors = ['anonymous', 'user', 'otherUser', 'doctor', 'staff', 'admin', 'scopedKey', 'unscopedKey'] as const;

/** Who asks; the key of a clinic is a scoped one that is bound to North, where the doctor and the staff are, too. */
export const actors = [...namedActors, 'clinicKey'] as const;
export type Actor = (typeof actors)[number];

/** Whose object the path names: a linked patient is one of South, whom nothing but the link opens; a key owns nothing. */
export const ownerships = ['own', 'others', 'otherClinics', 'absent', 'deleted'] as const;
export type Ownership = (typeof ownerships)[number];

/** What kind of object the path names. */
export type Target =
  | 'person'
  | 'session'
  | 'apiKey'
  | 'auditEvent'
  | 'deadLetter'
  | 'clinic'
  | 'patient'
  | 'appointment'
  | 'hold'
  | 'waitingEntry';

/** A status for all objects, or one an ownership in the order of `ownerships`, null where there is no such case. */
export type Expected = number | readonly (number | null)[];

/** What each actor gets; the key of a clinic, where nothing is said of it, what `clinicKeyGets` derives. */
export type Statuses = Readonly<Record<(typeof namedActors)[number], Expected>> & { readonly clinicKey?: Expected };

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
export const everybody = (expected: Expected): Statuses =>
  Object.fromEntries(namedActors.map((actor) => [actor, expected])) as unknown as Statuses;

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
export const givenBy = (expectation: Expectation, scopedKey: Expected): Expectation => ({
  ...expectation,
  statuses: { ...expectation.statuses, scopedKey },
});

/** As it is, but for the key of a clinic. */
export const toClinicKey = (expectation: Expectation, clinicKey: Expected): Expectation => ({
  ...expectation,
  statuses: { ...expectation.statuses, clinicKey },
});

/** As it is, but for one's own object. */
export const notOwn = ({ statuses, ...expectation }: Expectation, status: number): Expectation => ({
  ...expectation,
  statuses: Object.fromEntries(
    namedActors.map((actor) => {
      const given = statuses[actor];
      return [actor, typeof given === 'number' || given[0] === null ? given : [status, ...given.slice(1)]];
    }),
  ) as unknown as Statuses,
});

/** Clinics, which whoever signs in may read, and a key with the scope. */
export const onClinics = (status: number): Expectation => {
  const anybody = [status, status, status, 404, 404];
  return {
    target: 'clinic',
    statuses: {
      ...everybody(anybody),
      ...{ anonymous: 401, unscopedKey: 403, scopedKey: [null, ...anybody.slice(1)] },
      clinicKey: [status, 404, 404, 404, 404],
    },
  };
};

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
    clinicKey: [status, 404, 404, 404, 404],
  },
});

/** Whoever has the permission, which all who sign in have. */
export const permitted = (status: number, json?: unknown): Expectation => ({
  ...(json !== undefined && { request: { json } }),
  statuses: { ...everybody(status), anonymous: 401, unscopedKey: 403 },
});

/** Those who work at a clinic, or at all of them. */
export const workers = (status: number, json?: unknown): Expectation => {
  const { request, statuses } = permitted(status, json);
  const clinicKey = status;
  // A key of no clinic is at work at none.
  return {
    ...(request && { request }),
    statuses: { ...statuses, user: 403, otherUser: 403, scopedKey: 422, clinicKey },
  };
};

/** What differs from a change of a patient by all who treat them. */
interface OnPatients {
  /** What whoever is linked to the patient gets, if it is for them. */
  readonly linked?: number;
  readonly deleted?: number;
  /** What an admin gets who is linked to the patient. */
  readonly ofAdmin?: number;
  /** Whether it is for the front desk alone: for lack of the permission, or because the patient is not their own. */
  readonly notForDoctors?: 'by permission' | 'by the patient';
  readonly json?: unknown;
}

/** Patients: those of a clinic act on its own, as its keys do, and admins on all; a key of no clinic knows of none. */
export const onPatients = (
  status: number,
  { linked, ofAdmin = status, deleted = 404, notForDoctors, json }: OnPatients = {},
): Expectation => {
  const ofPublic = linked === undefined ? 403 : [linked, 404, 404, 404, 404];
  const ofClinic = [linked ?? 404, status, 404, 404, deleted];
  const ofDoctor = [linked ?? 404, 403, 404, 404, 404];
  return {
    target: 'patient',
    ...(json !== undefined && { request: { json } }),
    statuses: {
      ...{ anonymous: 401, user: ofPublic, otherUser: ofPublic, unscopedKey: 403 },
      doctor: notForDoctors === 'by permission' ? 403 : notForDoctors ? ofDoctor : ofClinic,
      staff: ofClinic,
      ...{ admin: [ofAdmin, status, status, 404, deleted], scopedKey: [null, 404, 404, 404, 404] },
      clinicKey: [null, status, 404, 404, deleted],
    },
  };
};

/** Appointments: those of a clinic act on its own, admins on all, and whoever is linked to its patient on one where they have no office. */
export const onAppointments = (status: number, linked: number, json?: unknown): Expectation => ({
  ...onPatients(status, { linked, ...(json !== undefined && { json }) }),
  target: 'appointment',
});

/** What a clinic alone does with its appointments. */
export const attending = (status: number): Expectation => {
  const { statuses } = onAppointments(status, 403);
  return { target: 'appointment', statuses: { ...statuses, user: 403, otherUser: 403 } };
};

/** In the path, the queue that has dead letters. */
export const inQueue = { request: { params: { name: 'email' } } };

/** A queue, which is nobody's but the admins' to look after. */
export const ofQueue = (status: number): Expectation => ({ ...inQueue, statuses: admins(status) });
