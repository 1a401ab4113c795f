import { beforeAll, describe, expect, it } from '@jest/globals';
import { day } from '../../lib/clock.ts';
import { seededDoctors } from '../../lib/domains/clinic/seeds/doctors.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { eventually, type HttpAnswer, request } from '../support/client.ts';
import { sizes } from '../support/sizes.ts';
import { allInTime, apiUrl, logIn, newAddress, roundMilliseconds, tokensOf } from './running.ts';

type Call = (method: string, path: string, data?: unknown) => Promise<HttpAnswer>;

const [{ id: doctorId, clinicId } = { id: '', clinicId: '' }] = seededDoctors;

let callers: readonly Call[];
let patientIds: readonly string[];

async function signedIn(email: string): Promise<Call> {
  const { accessToken } = tokensOf(await logIn(email, { password: seededPassword }));
  const headers = { authorization: `Bearer ${accessToken}` };
  return (method, path, data) =>
    request(`${apiUrl}/v1${path}`, { method, headers, ...(data !== undefined && { data }) });
}

beforeAll(async () => {
  const emails = ['staff@polyclinic.test', 'doctor@polyclinic.test', 'admin@polyclinic.test'];
  callers = await Promise.all(emails.map(signedIn));
  const staff = callers[0] as Call;
  const patient = (number: number) => ({ name: `Patient ${number}`, email: newAddress(), phone: '2125550123' });
  const made: string[] = [];
  for (let number = 0; number < sizes.bookingsOverHttp; number++) {
    const { json } = await staff('POST', '/patients', patient(number));
    made.push((json.data as { readonly id: string }).id);
  }
  patientIds = made;
}, 300_000);

/** A slot of the doctor that nobody has, three weeks from now: others book in this cloud. */
async function freeSlot(caller: Call, round: number): Promise<string> {
  const [from, to] = [20, 40].map((days) => new Date(Date.now() + days * day).toISOString());
  const { json } = await caller('GET', `/doctors/${doctorId}/slots?from=${from}&to=${to}`);
  const slots = json.data as { readonly start: string }[];
  return String(slots[round]?.start);
}

describe('many at once', () => {
  it.each(Array.from({ length: sizes.bookingRoundsOverHttp }, (_, round) => round))(
    `book one slot once, for ${sizes.bookingsOverHttp} patients, and the others hear which is free next: round %d`,
    async (round) => {
      const caller = callers[round % callers.length] as Call;
      const { answers, start } = await eventually(
        'all answers in time',
        async () => {
          const start = await freeSlot(caller, round);
          const wish = (patientId: string) => ({ doctorId, patientId, start, reason: 'Cough' });
          const books = patientIds.map((patientId) => () => caller('POST', '/appointments', wish(patientId)));
          const answers = await allInTime(books);
          return answers && { answers, start };
        },
        roundMilliseconds,
      );

      const codes = answers.map(({ status, json }) => (status === 201 ? 201 : json.code)).sort();
      expect(codes).toEqual([201, ...Array(sizes.bookingsOverHttp - 1).fill('SLOT_TAKEN')]);
      const refusal = answers.find(({ status }) => status === 409);
      expect(Date.parse(String(refusal?.json.nextFree))).toBeGreaterThan(Date.parse(start));
      const won = answers.find(({ status }) => status === 201)?.json.data as object;
      expect(won).toMatchObject({ doctorId, clinicId, start, status: 'booked', reason: 'Cough' });
    },
  );
});
