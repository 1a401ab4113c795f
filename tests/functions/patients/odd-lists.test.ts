import { beforeAll, describe, expect, it } from '@jest/globals';
import * as listPatientAccesses from '../../../functions/patients/list-patient-accesses.ts';
import * as listPatients from '../../../functions/patients/list-patients.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { plantClinics, southClinic } from '../../support/clinics.ts';
import { type Answer, type RequestFields, send } from '../../support/http.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createMutations, mutationSeed } from '../../support/mutations.ts';
import { createPatients, memberOf, type Patients } from '../../support/patients.ts';
import { stackOf } from '../../support/people.ts';
import { sizes } from '../../support/sizes.ts';

let patients: Patients;
let registered: Patient[];

const staff = memberOf('staff');
const stack = (caller: Caller) => ({ ...stackOf(caller), cursors: createCursorSeal(patients.secrets) });
const list = (fields: RequestFields, caller: Caller = staff) =>
  send(listPatients.createHandler(patients.listing, stack(caller)), fields);
const lookWho = (patientId: string, query: string, caller: Caller = staff) =>
  send(listPatientAccesses.createHandler(patients.accesses, stack(caller)), { params: { patientId }, query });
const cursorOf = ({ json }: Answer) => (json.meta as { nextCursor: string }).nextCursor;

beforeAll(async () => {
  const database = createMemoryDatabase();
  plantClinics(database);
  patients = await createPatients(database);
  registered = [
    await patients.register({ name: 'Ada', bloodGroup: 'A+' }),
    await patients.register({ name: 'Bea', bloodGroup: 'A+' }),
    await patients.register({ name: 'Cleo', bloodGroup: 'A-' }),
    await patients.register({ name: 'Dora' }, memberOf('staff', southClinic)),
  ];
  for (const { id } of registered.slice(0, 2)) await patients.changes.change(staff, { patientId: id }, { name: 'Eva' });
  await patients.catchUp();
});

describe('a cursor of the lists of patients', () => {
  it('goes on in its own list alone: not in that of another route, patient, filter, clinic or caller', async () => {
    const [ada, bea] = registered.map(({ id }) => id) as [string, string];
    const [ofAll, ofGroup, ofAccesses] = [
      cursorOf(await list({ query: 'limit=1' })),
      cursorOf(await list({ query: 'limit=1&bloodGroup=A%2B' })),
      cursorOf(await lookWho(ada, 'limit=1')),
    ];

    const codes = [
      await list({ query: `limit=1&cursor=${ofAll}` }),
      await list({ query: `limit=1&bloodGroup=A%2B&cursor=${ofGroup}` }),
      await lookWho(ada, `limit=1&cursor=${ofAccesses}`),
      await list({ query: `limit=1&cursor=${ofAccesses}` }),
      await list({ query: `limit=1&bloodGroup=A-&cursor=${ofGroup}` }),
      await list({ query: `limit=1&cursor=${ofGroup}` }),
      await list({ query: `limit=1&q=eva&cursor=${ofAll}` }),
      await list({ query: `limit=1&cursor=${ofAll}` }, memberOf('staff', southClinic, 'somebody of South')),
      await list({ query: `limit=1&cursor=${ofAll}` }, memberOf('doctor')),
      await lookWho(ada, `limit=1&cursor=${ofAll}`),
      await lookWho(bea, `limit=1&cursor=${ofAccesses}`),
    ].map(({ json }) => json.code);

    expect(codes).toEqual([undefined, undefined, undefined, ...Array(8).fill('INVALID_CURSOR')]);
  });
});

describe('the query of the list of patients', () => {
  it.each([
    ['bloodGroup', 'bloodGroup=A%20'],
    ['bloodGroup', 'bloodGroup=a%2B'],
    ['doctorId', 'doctorId=1'],
    ['clinicId', 'clinicId=North'],
    ['sort', 'sort=email'],
    ['sort', 'sort=--name'],
    ['limit', 'limit=0'],
    ['limit', 'limit=101'],
    ['limit', 'limit=１'],
    ['q', 'q='],
    ['q', 'q=%00'],
    ['q', 'q=%2B'],
    ['q', 'q=%F0%9F%A9%BA'],
    ['q', 'q=%CC%81'],
    ['q', 'q=---'],
    ['q', `q=${'a'.repeat(1_000)}`],
    ['planet', 'planet=Earth'],
    ['bloodGroup', 'bloodGroup=O-&bloodGroup=O-'],
  ])('is refused where it names no %s: %s', async (path, query) => {
    const answer = await list({ query });

    expect([answer.status, answer.json.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(new Set((answer.json.errors as { path: string }[]).map((error) => error.path))).toEqual(new Set([path]));
  });

  it.each([
    'q=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94',
    `q=${'%F0%9D%92%9C'.repeat(25)}`,
    'q=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l',
    'q=__proto__',
  ])('may ask for what is hardly a word: %s', async (query) => {
    expect(await list({ query })).toMatchObject({ status: 200, json: { data: [] } });
  });

  it(`is answered by no 5xx, however it is mutated (POLYCLINIC_TEST_SEED=${mutationSeed})`, async () => {
    const { requestOf } = createMutations();
    const queries = ['q=eva&limit=5', 'bloodGroup=A%2B&sort=createdAt', `clinicId=${southClinic}&sort=-name&limit=1`];
    const statuses = new Set<number>();

    for (let round = 0; round < sizes.patientMutations; round += 1) {
      const query = `${queries[round % queries.length]}&cursor=${cursorOf(await list({ query: 'limit=1' }))}`;
      const valid = { method: 'GET', query: round % 2 === 0 ? query : query.replace(/&cursor.*/, ''), body: '' };
      const {
        method,
        query: mutated,
        headers,
      } = requestOf({ ...valid, headers: { 'accept-language': 'de-AT, en;q=0.5' } });
      const request = { method, query: mutated, headers } as RequestFields;
      const { status } = await list(request);
      statuses.add(status);
      if (status >= 500) throw new Error(`seed ${mutationSeed}, round ${round}: ${JSON.stringify(request)}`);
    }

    expect([...statuses].sort()).toEqual([200, 400]);
  });
});
