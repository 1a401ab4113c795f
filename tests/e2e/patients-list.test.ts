import { beforeAll, describe, expect, it } from '@jest/globals';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { eventually, type HttpAnswer, request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, registerAndVerify, tokensOf } from './running.ts';

const northClinic = '019a0000-0000-7000-8000-00000000c001';
const northDoctor = '019a0000-0000-7000-8000-00000000a002';

type Call = (method: string, query: string, data?: object) => Promise<HttpAnswer>;

let staff: Call;
let farStaff: Call;
let admin: Call;

async function signedIn(email: string, password?: string): Promise<Call> {
  const { accessToken } = tokensOf(await logIn(email, password === undefined ? {} : { password }));
  const headers = { authorization: `Bearer ${accessToken}` };
  return (method, query, data) =>
    request(`${apiUrl}/v1/patients${query && `?${query}`}`, { method, headers, ...(data && { data }) });
}

beforeAll(async () => {
  [staff, farStaff, admin] = (await Promise.all(
    ['staff', 'staff2', 'admin'].map((name) => signedIn(`${name}@polyclinic.test`, seededPassword)),
  )) as [Call, Call, Call];
});

const namesOf = ({ json }: HttpAnswer) => (json.data as { readonly name: string }[]).map(({ name }) => name);
const cursorOf = ({ json }: HttpAnswer) => (json.meta as { readonly nextCursor?: string }).nextCursor;

/** A word that no other patient has. */
const newWord = () => `w${crypto.randomUUID().replaceAll('-', '')}`;

/** Registers a patient of North with a blood group that few have; answers their number. */
async function registerNamed(name: string): Promise<string> {
  const phone = `+1212${Math.floor(1_000_000 + Math.random() * 8_999_999)}`;
  const { status, json } = await staff('POST', '', { name, email: newAddress(), phone, bloodGroup: 'AB-' });
  expect(status).toBe(201);
  return (json.data as { readonly number: string }).number;
}

/** Searches until so many are found; a list may lag by a second. */
const found = (query: string, count: number) =>
  eventually(`${count} patients by ${query}`, async () => {
    const answer = await staff('GET', query);
    return namesOf(answer).length === count ? answer : undefined;
  });

describe('the patients of a clinic', () => {
  it('are found by words and number, and listed by name, blood group and doctor', async () => {
    const word = newWord();
    const [ada, bea] = [`Ada ${word}`, `Bea ${word}`];
    const number = await registerNamed(ada);
    await registerNamed(bea);
    const byWords = await found(`q=${word}`, 2);

    const [first, byNumber, ofGroup, newest] = await Promise.all([
      staff('GET', `q=${word}&limit=1`),
      staff('GET', `q=${encodeURIComponent(number.toLowerCase())}`),
      staff('GET', 'bloodGroup=AB-&limit=2'),
      staff('GET', `clinicId=${northClinic}&limit=2`),
    ]);
    const second = await staff('GET', `q=${word}&limit=1&cursor=${cursorOf(first)}`);
    const statuses = await Promise.all(
      [`doctorId=${northDoctor}&sort=-name`, `q=${word}&doctorId=${northDoctor}`, 'sort=name', 'q=ada&sort=name'].map(
        async (query) => (await staff('GET', query)).status,
      ),
    );

    expect(namesOf(byWords).toSorted()).toEqual([ada, bea]);
    expect([...namesOf(first), ...namesOf(second)].toSorted()).toEqual([ada, bea]);
    expect(namesOf(byNumber)).toEqual([ada]);
    expect([ofGroup, newest].map((answer) => namesOf(answer).length)).toEqual([2, 2]);
    expect(byWords.text).not.toMatch(/AB-|email|bloodGroup/);
    expect(statuses).toEqual([200, 200, 200, 400]);
  });

  it('are nobody’s at another clinic, an admin’s everywhere, and of no one who is linked to none', async () => {
    const word = newWord();
    await registerNamed(`Ada ${word}`);
    await found(`q=${word}`, 1);
    const address = newAddress();
    await registerAndVerify(address);
    const user = await signedIn(address);

    expect(namesOf(await farStaff('GET', `q=${word}`))).toEqual([]);
    expect(namesOf(await farStaff('GET', `clinicId=${northClinic}`))).toEqual([]);
    expect(namesOf(await admin('GET', `q=${word}`))).toEqual([`Ada ${word}`]);
    expect(namesOf(await admin('GET', `bloodGroup=AB-&clinicId=${northClinic}&limit=1`))).toHaveLength(1);
    expect(namesOf(await user('GET', ''))).toEqual([]);
    expect((await user('GET', `q=${word}`)).json.code).toBe('SORT_NOT_SERVED');
  });
});
