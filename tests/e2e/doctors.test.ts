import { describe, expect, it } from '@jest/globals';
import type { Doctor } from '../../lib/domains/clinic/doctors/schema.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { eventually, type HttpAnswer, mailsTo, request, tokenIn } from '../support/client.ts';
import { apiUrl, logIn, mailboxUrl, newAddress, password, register, tokensOf } from './running.ts';

const clinicId = '019a0000-0000-7000-8000-00000000c001';
const schedule = {
  weekly: [{ day: 1, from: '08:00', to: '24:00', breaks: [{ from: '12:00', to: '12:45' }] }],
  ...{ slotMinutes: 30, bufferMinutes: 5, minNoticeMinutes: 120, horizonDays: 90 },
};

/** Calls with the access token of somebody who has just signed in. */
async function signedIn(email: string, secret = password) {
  const { accessToken } = tokensOf(await logIn(email, { password: secret }));
  const headers = { authorization: `Bearer ${accessToken}` };
  return (method: string, path: string, data?: unknown) =>
    request(`${apiUrl}/v1${path}`, { method, headers, ...(data !== undefined && { data }) });
}

type Call = Awaited<ReturnType<typeof signedIn>>;

/** Makes a doctor of somebody who has registered and verified nothing, and then sets a password by a mail. */
async function newDoctor(admin: Call): Promise<{ id: string; call: Call }> {
  const address = newAddress();
  const { id } = (await register(address, { name: 'Mallory' })).json.data as Doctor;
  await admin('PUT', `/users/${id}/roles`, { roles: ['doctor'], clinicId });
  await request(`${apiUrl}/v1/auth/forgot-password`, { method: 'POST', data: { email: address } });
  const mail = await eventually('the mail', async () =>
    (await mailsTo(mailboxUrl, address)).find(({ subject }) => subject === 'Set a new password'),
  );
  const data = { token: tokenIn(mail), password: `${password}9` };
  await request(`${apiUrl}/v1/auth/reset-password`, { method: 'POST', data });
  return { id, call: await signedIn(address, `${password}9`) };
}

const doctorsIn = ({ json }: HttpAnswer) => json.data as Doctor[];
const doctorIn = ({ json }: HttpAnswer) => json.data as Doctor;

describe('a doctor', () => {
  it('is there from the day of the role, says when to be seen, is found, and is gone with the role', async () => {
    const [admin, anybody, speciality] = [
      await signedIn('admin@polyclinic.test', seededPassword),
      await signedIn('user@polyclinic.test', seededPassword),
      `s${crypto.randomUUID()}`,
    ];
    const { id, call } = await newDoctor(admin);
    const path = `/doctors/${id}`;
    const sought = (count: number) =>
      eventually(`${count} doctors of the speciality`, async () => {
        const answer = await anybody('GET', `/doctors?clinicId=${clinicId}&speciality=${speciality.toUpperCase()}`);
        return doctorsIn(answer).length === count ? answer : undefined;
      });

    const unnamed = await anybody('GET', path);
    await call('PATCH', '/users/me', { name: 'Grace Hopper' });
    const answers = [
      await call('PUT', `${path}/profile`, { specialities: [speciality] }),
      await call('PUT', `${path}/schedule`, schedule),
      await call('POST', `${path}/time-off`, {
        ...{ from: '2090-03-13T08:00:00+01:00', to: '2090-03-17T18:00:00+01:00', reason: 'Conference' },
      }),
      await call('POST', `${path}/extra-hours`, { date: '2090-03-18', from: '08:00', to: '12:00' }),
    ];
    const [own, others, listed] = [await call('GET', path), await anybody('GET', path), await sought(1)];
    const { timeOff: [away] = [], extraHours: [extra] = [] } = doctorIn(own);
    const removals = [
      await call('DELETE', `${path}/time-off/${away?.id}`),
      await call('DELETE', `${path}/extra-hours/${extra?.id}`),
    ];
    await admin('PUT', `/users/${id}/roles`, { roles: ['user'] });
    await sought(0);

    expect(doctorIn(unnamed)).toMatchObject({ id, clinicId, name: expect.not.stringContaining('Mallory') });
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201, 201]);
    expect(doctorIn(own)).toMatchObject({ name: 'Grace Hopper', specialities: [speciality], schedule });
    expect([away?.from, extra?.date]).toEqual(['2090-03-13T07:00:00.000Z', '2090-03-18']);
    expect([doctorIn(others), ...doctorsIn(listed)].map(({ timeOff, extraHours }) => [timeOff, extraHours])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(removals.map(({ status }) => status)).toEqual([204, 204]);
    expect((await anybody('GET', path)).json.code).toBe('DOCTOR_NOT_FOUND');
  });
});

describe('a doctor in charge of a patient', () => {
  it('is held until the patient has another, deleted and brought back as the patient may be', async () => {
    const admin = await signedIn('admin@polyclinic.test', seededPassword);
    const place = { name: 'Grace Hopper', roles: ['doctor'], clinicId };
    const { id } = doctorIn(await admin('POST', '/users', { ...place, email: newAddress() }));
    const told = { name: 'Ada Lovelace', email: newAddress(), phone: '(212) 555-0123', clinicId, primaryDoctorId: id };

    const registered = await admin('POST', '/patients', told);
    const path = registered.headers.get('location')?.replace('/v1', '') ?? '';
    const restored = [await admin('DELETE', path), await admin('POST', `${path}/restore`)];
    const held = [await admin('DELETE', `/users/${id}`), await admin('PUT', `/users/${id}/roles`, { roles: ['user'] })];
    const freed = [await admin('PATCH', path, { primaryDoctorId: null }), await admin('DELETE', `/users/${id}`)];

    expect([registered, ...restored].map(({ status }) => status)).toEqual([201, 204, 200]);
    expect(restored[1]?.json.data).toMatchObject({ primaryDoctorId: id });
    expect(held.map(({ json }) => [json.code, json.heldBy])).toEqual(Array(2).fill(['DOCTOR_IN_USE', { patients: 1 }]));
    expect(freed.map(({ status }) => status)).toEqual([200, 204]);
  });
});
