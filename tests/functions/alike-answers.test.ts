import { beforeAll, describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import { isInsideClinic, permissions } from '../../lib/domains/declared/permissions.ts';
import { isForMachines } from '../../lib/http/caller.ts';
import { callShapesOf } from '../support/access/call-shapes.ts';
import { routesOf } from '../support/access/handlers.ts';
import { newAppointmentOf } from '../support/access/new-appointment.ts';
import { newEntryOf, newHoldOf, newOfferOf } from '../support/access/new-entry.ts';
import { newPatientOf } from '../support/access/new-patient.ts';
import { visible } from '../support/access/visible.ts';
import {
  caseClosureId,
  createOrigin,
  newSessionOf,
  type Origin,
  type World,
  worldOf,
} from '../support/access/world.ts';
import { keyMaker } from '../support/api-keys.ts';
import { northClinic, southClinic } from '../support/clinics.ts';
import { aSchedule } from '../support/doctors.ts';
import { type Answer, type RequestFields, send } from '../support/http.ts';
import { lastTokenId, registrationOf } from '../support/identity.ts';
import { memberOf } from '../support/patients.ts';

const absentId = '019a0000-0000-7000-8000-0000000fffff';
const password = 'Correct-Horse-9';
const keyText = (id: string) => `polyclinic_${id}_${'A'.repeat(43)}`;

type Requests = Promise<RequestFields> | RequestFields;

/** Two requests whose answers are the same by design: how they come to be must not differ either. */
interface Pair {
  readonly title: string;
  readonly route: string;
  /** What is there, and not for the one who asks. */
  readonly there: (origin: Origin, world: World) => Requests;
  readonly absent: (origin: Origin, world: World) => Requests;
  /** Whether either request is on record as refused. */
  readonly recorded?: boolean;
}

const as = (accessToken: string, fields: RequestFields): RequestFields => ({
  ...fields,
  headers: { authorization: `Bearer ${accessToken}` },
});

/** A user asks about another person, and about nobody. */
function aboutPeople(route: string, who: 'otherUser' | 'deleted', json?: object): Pair {
  const request = ({ accounts }: Origin, userId: string) =>
    as(accounts.user.accessToken, { path: `/v1/users/${userId}`, params: { userId }, ...(json && { json }) });
  return {
    title: who === 'deleted' ? 'a deleted person and nobody' : 'another person and nobody',
    route,
    there: (origin) => request(origin, origin.accounts[who].userId),
    absent: (origin) => request(origin, absentId),
  };
}

type IdOf = (origin: Origin, world: World) => Promise<string> | string;

/** A key of North that may do what such a key may asks about what is beyond its clinic, and about nothing. */
function ofBoundKey(route: string, title: string, thereId: IdOf, json?: object): Pair {
  const ask = async ({ identity }: World, id: string): Promise<RequestFields> => {
    const wish = { name: 'North', permissions: permissions.filter(isInsideClinic), dailyQuota: 10 };
    const { key } = await identity.apiKeys.create({ ...wish, clinicId: northClinic }, keyMaker);
    return {
      headers: { 'x-api-key': key },
      params: {
        ...{ userId: id, keyId: id, clinicId: id, closureId: caseClosureId, patientId: id, appointmentId: id },
        ...{ holdId: id, entryId: id },
        ...ofDoctor(id),
      },
      ...queryOf(route),
      ...(json && { json }),
    };
  };
  return {
    title: `a key of a clinic asks about ${title} and about nobody`,
    route,
    there: async (origin, world) => ask(world, await thereId(origin, world)),
    absent: (_, world) => ask(world, absentId),
    recorded: true,
  };
}

/** The ids of a path about a doctor, who has no time off and no extra hours. */
const ofDoctor = (doctorId: string) => ({ doctorId, timeOffId: absentId, extraHoursId: absentId });

/** The query of a route that needs one. */
const queryOf = (route: string): Pick<RequestFields, 'query'> =>
  route.endsWith('/slots') ? { query: 'from=2026-03-16T00:00:00Z&to=2026-03-17T00:00:00Z' } : {};

/** What is asked of the routes about one doctor. */
const ofDoctors: Readonly<Record<string, object | undefined>> = {
  'GET /v1/doctors/{doctorId}': undefined,
  'GET /v1/doctors/{doctorId}/slots': undefined,
  'PUT /v1/doctors/{doctorId}/profile': { specialities: [] },
  'PUT /v1/doctors/{doctorId}/schedule': aSchedule,
  'POST /v1/doctors/{doctorId}/time-off': {
    ...{ from: '2030-03-18T08:00:00Z', to: '2030-03-19T08:00:00Z', reason: 'Conference' },
  },
  'DELETE /v1/doctors/{doctorId}/time-off/{timeOffId}': undefined,
  'POST /v1/doctors/{doctorId}/extra-hours': { date: '2030-03-16', from: '08:00', to: '12:00' },
  'DELETE /v1/doctors/{doctorId}/extra-hours/{extraHoursId}': undefined,
};

/** A doctor, who may change one alone, asks about another and about nobody. */
function aboutDoctors(route: string): Pair {
  const request = ({ accounts }: Origin, doctorId: string) =>
    as(accounts.doctor.accessToken, {
      ...{ params: ofDoctor(doctorId), ...(ofDoctors[route] && { json: ofDoctors[route] }) },
    });
  return {
    title: 'another doctor and nobody',
    route,
    there: (origin) => request(origin, origin.accounts.farDoctor.userId),
    absent: (origin) => request(origin, absentId),
    recorded: true,
  };
}

/** What a key of a clinic may ask of the routes about one person, whose ids its clinic does not know. */
const ofBoundKeys: Readonly<Record<string, object | undefined>> = {
  'GET /v1/users/{userId}': undefined,
  'PATCH /v1/users/{userId}': { name: 'Somebody Else' },
  'DELETE /v1/users/{userId}': undefined,
  'DELETE /v1/users/{userId}/mfa': undefined,
  'PUT /v1/users/{userId}/roles': { roles: ['user'] },
  'POST /v1/users/{userId}/invitation': undefined,
  'POST /v1/users/{userId}/restore': undefined,
  'POST /v1/users/{userId}/unlock': undefined,
};

/** What a key of a clinic may ask of the routes about one clinic. */
const ofClinics: Readonly<Record<string, object | undefined>> = {
  'GET /v1/clinics/{clinicId}': undefined,
  'POST /v1/clinics/{clinicId}/closures': { from: '2026-11-26', to: '2026-11-26', reason: 'Thanksgiving' },
  'DELETE /v1/clinics/{clinicId}/closures/{closureId}': undefined,
};

/** What is asked of the routes about one patient by those who may not know of every one. */
const ofPatients: Readonly<Record<string, object | undefined>> = {
  'GET /v1/patients/{patientId}': undefined,
  'PATCH /v1/patients/{patientId}': { name: 'Somebody Else' },
  'DELETE /v1/patients/{patientId}': undefined,
  'POST /v1/patients/{patientId}/restore': undefined,
  'PUT /v1/patients/{patientId}/link': { email: 'otheruser@example.com' },
  'DELETE /v1/patients/{patientId}/link': undefined,
  'GET /v1/patients/{patientId}/accesses': undefined,
  'GET /v1/patients/{patientId}/appointments': undefined,
};

/** What is asked of the routes about one appointment. */
const ofAppointments: Readonly<Record<string, object | undefined>> = {
  'GET /v1/appointments/{appointmentId}': undefined,
  'GET /v1/appointments/{appointmentId}/calendar': undefined,
  'POST /v1/appointments/{appointmentId}/reschedule': { start: '2026-03-17T14:00:00Z' },
  'POST /v1/appointments/{appointmentId}/cancel': {},
  'POST /v1/appointments/{appointmentId}/check-in': undefined,
  'POST /v1/appointments/{appointmentId}/complete': undefined,
  'POST /v1/appointments/{appointmentId}/no-show': undefined,
};

/** An appointment of a patient of South, whom nobody is linked to. */
const bookedInSouth: IdOf = (_, world) => newAppointmentOf(world, 'otherClinics', absentId);

/** A person, whose role opens the route, asks about an appointment of another clinic or of somebody else’s, and about none. */
function aboutAppointments(route: string, title: string, who: 'user' | 'staff', thereId: IdOf): Pair {
  const json = ofAppointments[route];
  const request = ({ accounts }: Origin, appointmentId: string) =>
    as(accounts[who].accessToken, { params: { appointmentId }, ...(json && { json }) });
  return {
    title: `${who} about an appointment of ${title} and about none`,
    route,
    there: async (origin, world) => request(origin, await thereId(origin, world)),
    absent: (origin) => request(origin, absentId),
    recorded: true,
  };
}

const holdRoute = 'DELETE /v1/appointments/holds/{holdId}';
const entryRoute = 'DELETE /v1/waiting-list/{entryId}';

/** A hold of somebody’s own; one that offers a slot to a patient of South; an entry of such a patient. */
const heldBySomebody: IdOf = ({ accounts }, world) => newHoldOf(world, 'others', accounts.otherUser.userId);
const offeredInSouth: IdOf = (_, world) => newOfferOf(world, 'otherClinics', absentId);
const waitingInSouth: IdOf = (_, world) => newEntryOf(world, 'otherClinics', absentId);

/** A person, whose role opens the route, asks about a hold or an entry that is not theirs, and about none. */
function aboutWaiting(route: string, title: string, who: 'user' | 'staff', thereId: IdOf): Pair {
  const request = ({ accounts }: Origin, id: string) =>
    as(accounts[who].accessToken, { params: { holdId: id, entryId: id } });
  return {
    title: `${who} about ${title} and about none`,
    route,
    there: async (origin, world) => request(origin, await thereId(origin, world)),
    absent: (origin) => request(origin, absentId),
    recorded: true,
  };
}

/** A patient of South, whom nobody is linked to. */
const ofSouth: IdOf = (_, { patients }) => newPatientOf(patients, 'otherClinics', absentId);

/** The same, who is deleted: those who restore look at such ones, too. */
const goneFromSouth: IdOf = async (origin, world) => {
  const patientId = await ofSouth(origin, world);
  await world.patients.deletions.delete(memberOf('admin'), { patientId });
  return patientId;
};

/** A person, whose role opens the route, asks about a patient of another clinic or of somebody else’s, and about nobody. */
function aboutPatients(route: string, title: string, who: 'user' | 'staff', thereId: IdOf): Pair {
  const request = ({ accounts }: Origin, patientId: string) =>
    as(accounts[who].accessToken, { params: { patientId }, ...(ofPatients[route] && { json: ofPatients[route] }) });
  return {
    title: `${who} about a patient of ${title} and about nobody`,
    route,
    there: async (origin, world) => request(origin, await thereId(origin, world)),
    absent: (origin) => request(origin, absentId),
    recorded: true,
  };
}

/** Of a public route that takes an address. */
const byAddress = (title: string, route: string, body: object): Pair => ({
  title,
  route,
  there: () => ({ json: { email: 'otheruser@example.com', ...body } }),
  absent: () => ({ json: { email: 'nobody@example.com', ...body } }),
});

/** Of a public route that takes a token: one that was used up, and one that never was. */
const byToken = (title: string, route: string, bodyOf: (token: string) => object, used: Pair['there']): Pair => ({
  title,
  route,
  there: used,
  absent: () => ({ json: bodyOf('A'.repeat(43)) }),
});

/** A sign-in with the right password where there is one, after as many wrong ones as it takes to have to wait. */
async function locked({ identity }: World, email: string): Promise<RequestFields> {
  const client = { userAgent: 'tests', address: '203.0.113.7' };
  const credentials = { email, password: 'Wrong-Horse-9', transport: 'body' as const };
  for (let time = 0; time < 11; time += 1) await identity.signIns.logIn(credentials, client).catch(() => undefined);
  return { json: { email, password } };
}

const aboutReset = (token: string) => ({ token, password: 'Better-Battery-9' });
const aboutAddress = (token: string) => ({ token });

/** As it is mailed to somebody who has just registered. */
async function verificationToken({ identity, database }: World): Promise<string> {
  await identity.registrations.register(registrationOf({ email: 'newcomer@example.com' }));
  return identity.oneTimeTokens.tokenOf('verify-email', lastTokenId(database));
}

// What bench/enumeration.ts measures by the clock is a row here, too; here are further kinds of what is there. Neither has
// logout, for nobody can show a genuine refresh token without having been given it: see bench/alike-routes.ts.

const pairs: readonly Pair[] = [
  ...(['otherUser', 'deleted'] as const).flatMap((who) => [
    aboutPeople('GET /v1/users/{userId}', who),
    aboutPeople('PATCH /v1/users/{userId}', who, { name: 'Somebody Else' }),
    aboutPeople('DELETE /v1/users/{userId}', who),
  ]),
  {
    title: 'another’s session and none',
    route: 'DELETE /v1/auth/sessions/{sessionId}',
    there: async (origin, world) =>
      as(origin.accounts.user.accessToken, { params: { sessionId: await newSessionOf(world, origin, 'otherUser') } }),
    absent: ({ accounts: { user } }) => as(user.accessToken, { params: { sessionId: absentId } }),
  },
  {
    title: 'an ended session of one’s own and none',
    route: 'DELETE /v1/auth/sessions/{sessionId}',
    there: async (origin, world) =>
      as(origin.accounts.user.accessToken, { params: { sessionId: await newSessionOf(world, origin, 'user', true) } }),
    absent: ({ accounts: { user } }) => as(user.accessToken, { params: { sessionId: absentId } }),
  },
  byAddress('a known address and an unknown one', 'POST /v1/auth/login', { password: 'Wrong-Horse-9' }),
  byAddress('a known address and an unknown one', 'POST /v1/auth/forgot-password', {}),
  {
    title: 'a locked address that is known and one that is not',
    route: 'POST /v1/auth/login',
    there: (_, world) => locked(world, 'otheruser@example.com'),
    absent: (_, world) => locked(world, 'nobody@example.com'),
  },
  {
    title: 'a taken address and a free one',
    route: 'POST /v1/auth/change-email',
    there: ({ accounts: { user } }) => as(user.accessToken, { json: { email: 'otheruser@example.com', password } }),
    absent: ({ accounts: { user } }) => as(user.accessToken, { json: { email: 'nobody@example.com', password } }),
  },
  byToken('a used token and none', 'POST /v1/auth/reset-password', aboutReset, async (_, { identity, database }) => {
    await identity.passwordResetRequests.request('otheruser@example.com');
    const token = await identity.oneTimeTokens.tokenOf('reset-password', lastTokenId(database));
    await identity.passwordResets.reset(aboutReset(token));
    return { json: aboutReset(token) };
  }),
  byToken('a used token and none', 'POST /v1/auth/verify-email', aboutAddress, async (_, world) => {
    const token = await verificationToken(world);
    await world.identity.registrations.verifyEmail(token);
    return { json: { token } };
  }),
  byToken('a token of another purpose and none', 'POST /v1/auth/reset-password', aboutReset, async (_, world) => ({
    json: aboutReset(await verificationToken(world)),
  })),
  ...['POST /v1/auth/verify-email', 'POST /v1/auth/change-email/confirm'].map((route) =>
    byToken('a token of another purpose and none', route, aboutAddress, async (_, { identity, database }) => {
      await identity.passwordResetRequests.request('otheruser@example.com');
      return { json: { token: await identity.oneTimeTokens.tokenOf('reset-password', lastTokenId(database)) } };
    }),
  ),
  ...['GET /v1/api-keys', 'POST /v1/api-keys'].map(
    (route): Pair => ({
      title: 'a key’s id with a wrong secret and no such id',
      route,
      there: ({ keyId }) => ({ headers: { 'x-api-key': keyText(keyId) } }),
      absent: () => ({ headers: { 'x-api-key': keyText(absentId) } }),
    }),
  ),
  ...Object.entries(ofBoundKeys).flatMap(([route, json]) => [
    ofBoundKey(route, 'somebody of another', ({ accounts }) => accounts.farDoctor.userId, json),
    ofBoundKey(route, 'an admin', ({ accounts }) => accounts.admin.userId, json),
  ]),
  ...Object.entries(ofClinics).map(([route, json]) => ofBoundKey(route, 'another clinic', () => southClinic, json)),
  ofBoundKey('DELETE /v1/api-keys/{keyId}', 'a key of none', ({ keyId }) => keyId),
  ...Object.entries(ofPatients).flatMap(([route, json]) => [
    aboutPatients(route, 'another clinic', 'staff', ofSouth),
    aboutPatients(route, 'another clinic who is deleted', 'staff', goneFromSouth),
    ofBoundKey(route, 'a patient of another clinic', ofSouth, json),
    ofBoundKey(route, 'a deleted patient of another clinic', goneFromSouth, json),
  ]),
  ...Object.entries(ofAppointments).flatMap(([route, json]) => [
    aboutAppointments(route, 'another clinic', 'staff', bookedInSouth),
    ofBoundKey(route, 'an appointment of another clinic', bookedInSouth, json),
  ]),
  ...[
    'GET /v1/appointments/{appointmentId}',
    'GET /v1/appointments/{appointmentId}/calendar',
    'POST /v1/appointments/{appointmentId}/reschedule',
    'POST /v1/appointments/{appointmentId}/cancel',
  ].map((route) =>
    aboutAppointments(route, 'somebody else', 'user', ({ accounts: { otherUser } }, world) =>
      newAppointmentOf(world, 'own', otherUser.userId),
    ),
  ),
  ...(['user', 'staff'] as const).map((who) => aboutWaiting(holdRoute, 'a hold of somebody else', who, heldBySomebody)),
  aboutWaiting(holdRoute, 'an offer to a patient of another clinic', 'staff', offeredInSouth),
  aboutWaiting(holdRoute, 'an offer to the patient of somebody else', 'user', ({ accounts: { otherUser } }, world) =>
    newOfferOf(world, 'own', otherUser.userId),
  ),
  ofBoundKey(holdRoute, 'a hold of somebody', heldBySomebody),
  ofBoundKey(holdRoute, 'an offer to a patient of another clinic', offeredInSouth),
  aboutWaiting(entryRoute, 'an entry of a patient of another clinic', 'staff', waitingInSouth),
  aboutWaiting(entryRoute, 'an entry of the patient of somebody else', 'user', ({ accounts: { otherUser } }, world) =>
    newEntryOf(world, 'own', otherUser.userId),
  ),
  ofBoundKey(entryRoute, 'an entry of a patient of another clinic', waitingInSouth),
  ...[
    'GET /v1/patients/{patientId}',
    'GET /v1/patients/{patientId}/accesses',
    'GET /v1/patients/{patientId}/appointments',
  ].map((route) =>
    aboutPatients(route, 'somebody else', 'user', ({ accounts: { otherUser } }, { patients }) =>
      newPatientOf(patients, 'own', otherUser.userId),
    ),
  ),
  ...Object.entries(ofDoctors).map(([route, json]) =>
    ofBoundKey(route, 'a doctor of another', ({ accounts }) => accounts.farDoctor.userId, json),
  ),
  ...Object.keys(ofDoctors)
    .filter((route) => !route.startsWith('GET'))
    .map(aboutDoctors),
  {
    title: 'a revoked key and no such id',
    route: 'GET /v1/api-keys',
    there: ({ revokedKeyId }) => ({ headers: { 'x-api-key': keyText(revokedKeyId) } }),
    absent: () => ({ headers: { 'x-api-key': keyText(absentId) } }),
  },
];

let origin: Origin;

beforeAll(async () => {
  origin = await createOrigin();
});

/** The answer, and the calls that it took, sent more than once: a cache must not tell either. */
async function trace(
  { route }: Pair,
  requestOf: Pair['there'],
): Promise<{ answers: Answer[]; calls: readonly string[] }> {
  const world = await worldOf(origin);
  const fields = await requestOf(origin, world);
  const handler = routesOf(world, world.stack).get(route)?.handler;
  if (!handler) throw new Error(`there is no ${route}`);
  const calls = callShapesOf(world.database);
  const [method = ''] = route.split(' ');
  const answers = [await send(handler, { method, ...fields }), await send(handler, { method, ...fields })];
  return { answers, calls };
}

describe('what is there, and not for the one who asks', () => {
  it.each(pairs)('is answered as what is not, by the same calls of the database: $route, $title', async (pair) => {
    const there = await trace(pair, pair.there);
    const absent = await trace(pair, pair.absent);

    expect(there.answers.map(visible)).toEqual(absent.answers.map(visible));
    expect(there.calls).toEqual(absent.calls);
    if (pair.recorded) expect(there.calls.filter((call) => call === 'write put audit time')).toHaveLength(2);
  });

  it('is asked of every route by which a key of a clinic names somebody or something', async () => {
    const open = (await discoverFunctions()).flatMap(({ trigger }) =>
      trigger.kind === 'http' &&
      isForMachines(trigger) &&
      Array.isArray(trigger.allow) &&
      trigger.allow.every(isInsideClinic) &&
      trigger.path.includes('{')
        ? [`${trigger.method} ${trigger.path}`]
        : [],
    );

    const asked = [
      ...Object.keys({ ...ofBoundKeys, ...ofClinics, ...ofDoctors, ...ofPatients, ...ofAppointments }),
      ...['DELETE /v1/api-keys/{keyId}', holdRoute, entryRoute],
    ];
    expect(asked.sort()).toEqual(open.sort());
  });
});
