import { beforeAll, describe, expect, it } from '@jest/globals';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { eventually, type HttpAnswer, request } from '../support/client.ts';
import { sizes } from '../support/sizes.ts';
import { allInTime, apiUrl, logIn, newAddress, roundMilliseconds, tokensOf } from './running.ts';

const nowhere = '019a0000-0000-7000-8000-00000000c0ff';
const southClinic = '019a0000-0000-7000-8000-00000000c002';

type Call = (method: string, path: string, data?: unknown, headers?: Record<string, string>) => Promise<HttpAnswer>;

let staff: Call;
let farStaff: Call;
let admin: Call;

async function signedIn(email: string): Promise<Call> {
  const { accessToken } = tokensOf(await logIn(email, { password: seededPassword }));
  return (method, path, data, headers = {}) =>
    request(`${apiUrl}/v1/patients${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, ...headers },
      ...(data !== undefined && { data }),
    });
}

beforeAll(async () => {
  [staff, farStaff, admin] = (await Promise.all(
    ['staff@polyclinic.test', 'staff2@polyclinic.test', 'admin@polyclinic.test'].map(signedIn),
  )) as [Call, Call, Call];
});

const patientOf = (overrides: object = {}) => ({
  name: 'Grace Hopper',
  email: newAddress(),
  phone: '(212) 555-0123',
  ...overrides,
});
const dataOf = ({ json }: HttpAnswer) =>
  json.data as { readonly id: string; readonly number: string; readonly email: string };
const codeOf = ({ status, json }: HttpAnswer) => [status, json.code];

describe('a patient', () => {
  it('is registered once however often that is asked, opened, changed, deleted and brought back', async () => {
    const patient = patientOf({ bloodGroup: 'O-', allergies: ['Penicillin'], internalNotes: 'Prefers the morning.' });
    const key = { 'idempotency-key': crypto.randomUUID() };

    const made = await staff('POST', '', patient, key);
    const again = await staff('POST', '', patient, key);
    const { id } = dataOf(made);
    const opened = await staff('GET', `/${id}`);
    const changed = await staff('PATCH', `/${id}`, { email: newAddress(), allergies: null }, { 'if-match': '"1"' });
    const stale = await staff('PATCH', `/${id}`, { name: 'Grace Murray' }, { 'if-match': '"1"' });
    const deleted = await staff('DELETE', `/${id}`);
    const gone = await staff('GET', `/${id}`);
    const restored = await staff('POST', `/${id}/restore`);

    expect(made.status).toBe(201);
    expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toEqual([201, made.text, 'true']);
    expect([opened.status, opened.json.data]).toEqual([200, made.json.data]);
    expect([changed.status, changed.json.data]).toMatchObject([200, { allergies: [], bloodGroup: 'O-' }]);
    expect(codeOf(stale)).toEqual([412, 'STALE_VERSION']);
    expect([deleted.status, gone.status]).toEqual([204, 404]);
    expect([restored.status, dataOf(restored).number]).toEqual([200, dataOf(made).number]);
  });

  it('is of one clinic, and absent to every other', async () => {
    const { id } = dataOf(await admin('POST', '', patientOf({ clinicId: southClinic })));

    expect((await farStaff('GET', `/${id}`)).status).toBe(200);
    expect(codeOf(await staff('GET', `/${id}`))).toEqual([404, 'PATIENT_NOT_FOUND']);
    expect(codeOf(await staff('PATCH', `/${id}`, { name: 'Eve' }))).toEqual([404, 'PATIENT_NOT_FOUND']);
    expect(codeOf(await admin('POST', '', patientOf({ clinicId: nowhere })))).toEqual([422, 'UNKNOWN_REFERENCE']);
  });

  it('has a doctor who is there', async () => {
    const { id } = dataOf(await staff('POST', '', patientOf()));

    const answers = [
      await staff('POST', '', patientOf({ primaryDoctorId: nowhere })),
      await staff('PATCH', `/${id}`, { primaryDoctorId: nowhere }),
    ];

    expect(answers.map(codeOf)).toEqual(Array(2).fill([422, 'UNKNOWN_REFERENCE']));
  });

  it('is named to who registers somebody of the same name and birth date', async () => {
    const person = { name: `Grace ${crypto.randomUUID().slice(0, 8)}`, dateOfBirth: '1986-12-09' };
    const { id, number } = dataOf(await staff('POST', '', patientOf(person)));

    await eventually('the first of them as a possible duplicate', async () => {
      const { json } = await staff('POST', '', patientOf(person));
      const { possibleDuplicates } = json.meta as { possibleDuplicates: object[] };
      return possibleDuplicates.some((each) => (each as { id: string }).id === id) || undefined;
    });
    expect(number).toMatch(/^PAT-/);
  });
});

describe('many at once', () => {
  it(`register one patient of ${sizes.registrationsOverHttp} with one address`, async () => {
    const answers = await eventually(
      'all answers in time',
      () => {
        const patient = patientOf();
        return allInTime(Array.from({ length: sizes.registrationsOverHttp }, () => () => staff('POST', '', patient)));
      },
      roundMilliseconds,
    );

    const others = Array(sizes.registrationsOverHttp - 1).fill(409);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...others]);
  });
});
