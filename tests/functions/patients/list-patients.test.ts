import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/list-patients.ts';
import type { Caller, Machine, Person } from '../../../lib/access/caller.ts';
import type { Role } from '../../../lib/access/permissions.ts';
import { AnswerLost, type GetRequest, type QueryRequest } from '../../../lib/data/database.ts';
import { removeAt } from '../../../lib/data/unread-write.ts';
import type { NewPatient } from '../../../lib/domains/clinic/patients/input-schema.ts';
import { createPatientListing } from '../../../lib/domains/clinic/patients/listing.ts';
import { patientNumberOf } from '../../../lib/domains/clinic/patients/number.ts';
import { createPatientRegistration } from '../../../lib/domains/clinic/patients/registration.ts';
import type { PatientInList } from '../../../lib/domains/clinic/patients/schema.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { telephone } from '../../../lib/schemas.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { permitted } from '../../support/access/expectations.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { doctorId, plantDoctor, spoilRow } from '../../support/listed-patients.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPatients, linkTo, memberOf, newPatientOf, type Patients } from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';
import { createTestSecrets } from '../../support/platform.ts';
import { createRecordKeys } from '../../support/record-keys.ts';

const cursors = createCursorSeal(createTestSecrets());
const staff = memberOf('staff');
const admin = memberOf('admin');
const ofSouth = memberOf('staff', southClinic);
const user = memberOf('user');
const keyOf = (clinicId?: string): Machine => ({ ...machineWith('patients:read'), ...(clinicId && { clinicId }) });

let database: MemoryDatabase;
let patients: Patients;

async function createWorld() {
  const created = createMemoryDatabase();
  plantClinics(created);
  for (const number of [1, 2]) plantDoctor(created, doctorId(number));
  return { database: created, patients: await createPatients(created) };
}

beforeEach(async () => {
  ({ database, patients } = await createWorld());
});

const list = (query = '', caller: Caller = staff) =>
  send(createHandler(patients.listing, { ...stackOf(caller), cursors }), { query });
const namesOf = ({ json }: { readonly json: Record<string, unknown> }) =>
  (json.data as PatientInList[]).map(({ name }) => name);
const cursorOf = ({ json }: { readonly json: Record<string, unknown> }) =>
  (json.meta as { nextCursor?: string }).nextCursor;

/** The names on each page of a list, to its end. */
async function pagesOf(query = '', caller: Caller = staff): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const answer = await list(`${query}${cursor && `&cursor=${cursor}`}`, caller);
    if (answer.status !== 200) throw new Error(answer.text);
    pages.push(namesOf(answer));
    cursor = cursorOf(answer);
  }
  return pages;
}

const allOf = async (query?: string, caller?: Caller) => (await pagesOf(query, caller)).flat();

/** Registers patients and lets them be entered. */
async function registerAll(wanted: readonly Partial<NewPatient>[], caller?: Person) {
  const registered = [];
  for (const one of wanted) registered.push(await patients.register(one, caller));
  await patients.catchUp();
  resetCalls(database);
  return registered;
}

const registerNamed = (...names: string[]) => registerAll(names.map((name) => ({ name })));

/** Links a patient to an account. */
async function link(patientId: string, userId: string): Promise<void> {
  await linkTo(patients, patientId, userId);
  await patients.catchUp();
}

describe('GET /v1/patients', () => {
  it('shows the patients of the clinic, newest first, and nothing clinical', async () => {
    const [ada, bea] = await registerAll([
      { name: 'Ada', bloodGroup: 'O-', dateOfBirth: '1986-12-09', allergies: ['Nuts'], internalNotes: 'Calls early.' },
      { name: 'Bea', primaryDoctorId: doctorId(1) },
    ]);
    await registerAll([{ name: 'Sam' }], ofSouth);

    const answer = await list();

    const { id, number, phone, clinicId, createdAt } = ada ?? {};
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      data: [
        expect.objectContaining({ id: bea?.id, name: 'Bea', primaryDoctorId: doctorId(1) }),
        { id, number, name: 'Ada', dateOfBirth: '1986-12-09', phone, clinicId, createdAt },
      ],
      meta: { limit: 20 },
    });
  });

  it.each([
    ['createdAt', ['Zoë', 'ann lee', 'Anna', 'Ann', 'Émile']],
    ['-createdAt', ['Émile', 'Ann', 'Anna', 'ann lee', 'Zoë']],
    ['name', ['Ann', 'ann lee', 'Anna', 'Émile', 'Zoë']],
    ['-name', ['Zoë', 'Émile', 'Anna', 'ann lee', 'Ann']],
  ])('sorts by %s', async (sort, names) => {
    await registerNamed('Zoë', 'ann lee', 'Anna', 'Ann', 'Émile');

    expect(await pagesOf(`limit=2&sort=${sort}`)).toEqual([names.slice(0, 2), names.slice(2, 4), names.slice(4)]);
  });

  it('shows nobody who is deleted, and who is restored again', async () => {
    const [ada] = await registerNamed('Ada', 'Bea');
    await patients.deletions.delete(staff, { patientId: String(ada?.id) });

    const lagging = [await allOf(), await allOf('q=ada')];
    await patients.catchUp();
    const entered = [await allOf(), await allOf('q=ada')];
    await patients.deletions.restore(staff, { patientId: String(ada?.id) });
    await patients.catchUp();

    expect(lagging).toEqual([['Bea'], []]);
    expect(entered).toEqual([['Bea'], []]);
    expect([await allOf(), await allOf('q=ada')]).toEqual([['Bea', 'Ada'], ['Ada']]);
  });

  it('goes on for the same filter and caller only', async () => {
    await registerNamed('Ada', 'Bea', 'Cleo');
    const cursor = cursorOf(await list('limit=1'));

    const answers = [
      await list(`limit=1&cursor=${cursor}`),
      await list(`limit=1&sort=name&cursor=${cursor}`),
      await list(`limit=1&cursor=${cursor}`, admin),
    ];

    expect(answers.map(({ json }) => json.code)).toEqual([undefined, 'INVALID_CURSOR', 'INVALID_CURSOR']);
  });
});

describe('a cursor of the list of patients', () => {
  const mover = (role: Role, clinicId?: string) => memberOf(role, clinicId, staff.userId);

  it.each<[string, string, Person, Person]>([
    ['has moved to another clinic', 'limit=1', staff, mover('staff', southClinic)],
    ['is an admin no more', 'limit=1', mover('admin'), staff],
    ['has become an admin', 'limit=1', staff, mover('admin')],
    ['belongs to no clinic any more', 'limit=1&sort=name', staff, mover('user')],
    ['searches in another clinic by now', 'limit=1&q=ada', staff, mover('staff', southClinic)],
  ])('is refused as INVALID_CURSOR where its caller %s', async (_, query, before, now) => {
    await registerNamed('Ada', 'Ada Bea', 'Ada Cleo');
    const cursor = cursorOf(await list(query, before));

    const { status, json } = await list(`${query}&cursor=${cursor}`, now);

    expect([typeof cursor, status, json.code]).toEqual(['string', 400, 'INVALID_CURSOR']);
    expect(auditOf(database, 'patients.listed')).toHaveLength(1);
  });
});

describe('whose patients are listed', () => {
  beforeEach(async () => {
    await registerAll([{ name: 'Nora', bloodGroup: 'A+' }, { name: 'Nick' }]);
    await registerAll([{ name: 'Sam', bloodGroup: 'A+' }], ofSouth);
  });

  const inSouth = `clinicId=${southClinic}`;

  it.each([
    ['staff', staff],
    ['a doctor', memberOf('doctor')],
    ['a key of the clinic', keyOf(northClinic)],
  ])('are those of their clinic for %s', async (_, caller) => {
    expect(await allOf('', caller)).toEqual(['Nick', 'Nora']);
    expect(await allOf(`clinicId=${northClinic}`, caller)).toEqual(['Nick', 'Nora']);
    expect(await allOf('q=n', caller)).toEqual(['Nick', 'Nora']);
    expect(await allOf('q=sam', caller)).toEqual([]);
    for (const query of [inSouth, `${inSouth}&q=sam`, `${inSouth}&bloodGroup=A%2B`, `${inSouth}&sort=name`])
      expect(await pagesOf(query, caller)).toEqual([[]]);
  });

  it('are all of them for an admin', async () => {
    expect(await allOf('', admin)).toEqual(['Sam', 'Nick', 'Nora']);
    expect(await allOf('sort=name', admin)).toEqual(['Nick', 'Nora', 'Sam']);
    expect(await allOf('q=example', admin)).toHaveLength(3);
    expect(await allOf(inSouth, admin)).toEqual(['Sam']);
    expect(await allOf(`${inSouth}&q=nora`, admin)).toEqual([]);
    expect(await allOf(`${inSouth}&bloodGroup=A%2B`, admin)).toEqual(['Sam']);
  });

  it('are nobody’s for a key of no clinic', async () => {
    expect(await allOf('', keyOf())).toEqual([]);
  });

  it('are nobody’s at a clinic that is not there, of which no key is missing, and no list is read', async () => {
    resetCalls(database);

    const answer = await list('clinicId=019a0000-0000-7000-8000-0000000fffff&bloodGroup=A%2B', admin);

    expect([answer.status, namesOf(answer)]).toEqual([200, []]);
    expect(answer.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 0 });
  });

  it('are those linked to their account for whoever belongs to no clinic', async () => {
    const [one, other, third] = await registerAll([{ name: 'Zoë' }, { name: 'Abe' }, { name: 'Eve' }]);
    for (const patient of [one, other]) await link(String(patient?.id), user.userId);
    await link(String(third?.id), memberOf('user', undefined, '019a0000-0000-7000-8000-0000000d0009').userId);

    expect(await allOf('', user)).toEqual(['Abe', 'Zoë']);
    expect(await allOf('sort=-name', user)).toEqual(['Zoë', 'Abe']);
    await patients.links.unlink(staff, { patientId: String(one?.id) });
    await patients.catchUp();
    expect(await allOf('', user)).toEqual(['Abe']);
    await patients.deletions.delete(staff, { patientId: String(other?.id) });
    expect(await allOf('', user)).toEqual([]);
  });

  it('are those of the clinic for a doctor to whose account a patient is linked, who lists these by `linked`', async () => {
    const [own] = await registerAll([{ name: 'Own' }], ofSouth);
    const doctor = memberOf('doctor');
    await link(String(own?.id), doctor.userId);

    expect(await allOf('', doctor)).toEqual(['Nick', 'Nora']);
    expect(await allOf('linked=true', doctor)).toEqual(['Own']);
    expect(await allOf('linked=true&sort=name', admin)).toEqual([]);
  });

  it.each(['q=nora', `clinicId=${northClinic}`, `doctorId=${doctorId(1)}`, 'bloodGroup=A%2B&sort=name'])(
    'are by no filter for whoever belongs to no clinic: %s',
    async (query) => {
      const { status, json } = await list(query, user);

      expect([status, json.code]).toEqual([400, 'SORT_NOT_SERVED']);
      expect(json.errors).toMatchObject([{ path: query.slice(0, query.indexOf('=')) }]);
    },
  );
});

describe('the search among some patients', () => {
  const ada = { name: 'Ada Lovelace', email: 'countess@example.org', phone: '+12125550123' };
  const adam = { name: 'Adam Łukasz', email: 'adam.l@example.com', phone: '0305550199' };

  let searched: Patients;
  beforeAll(async () => {
    ({ database, patients } = await createWorld());
    const anna = { name: 'Anna', email: 'anna.1985@example.net', phone: '+12125550177' };
    await registerAll([ada, adam, { name: 'Bea' }, anna, { name: 'Dora 20245' }]);
    searched = patients;
  });
  beforeEach(() => {
    patients = searched;
  });

  it.each([
    ['the beginning of a name', 'ad', ['Ada Lovelace', 'Adam Łukasz']],
    ['another case', 'LOVE', ['Ada Lovelace']],
    ['no accents', 'lukasz', ['Adam Łukasz']],
    ['several words in any order', 'lov ada', ['Ada Lovelace']],
    ['words of different people', 'lovelace łukasz', []],
    ['a whole address', 'Countess@EXAMPLE.org', ['Ada Lovelace']],
    ['a word of an address', 'count', ['Ada Lovelace']],
    ['the last four digits of the telephone', '0123', ['Ada Lovelace']],
    ['all of its digits', '+1 (212) 555-0123', ['Ada Lovelace']],
    ['its digits without the country', '212.555.0123', ['Ada Lovelace']],
    ['its digits in pieces', '555 01 99', ['Adam Łukasz']],
    ['its digits as a form sends them', '%2B1+212+555+0123', ['Ada Lovelace']],
    ['wide digits', '０１２３', ['Ada Lovelace']],
    ['a country that is not stored', '+49 30 555-0199', ['Adam Łukasz']],
    ['digits and a word', 'ada 0123', ['Ada Lovelace']],
    ['digits and a word of somebody else', 'lukasz 0123', []],
    ['three digits', '123', []],
    ['digits in the midst', '5550', []],
    ['four digits of an address', '1985', ['Anna']],
    ['the first digits of a word of a name', '2024', ['Dora 20245']],
    ['all digits of it', '20245', ['Dora 20245']],
  ])('goes by %s', async (_, q, names) => {
    const query = q.includes('%') ? q : encodeURIComponent(q);
    expect((await allOf(`q=${query}`)).toSorted()).toEqual(names);
  });
});

describe('the search for patients', () => {
  it('goes by the number, with and without its prefix and check character, in any case', async () => {
    const [{ number } = { number: '' }] = await registerNamed('Ada', 'Bea', 'Cleo');
    const random = number.slice(4, 11);

    const typed = [number, number.toLowerCase(), number.replace('-', ''), number.slice(4), random, `PAT-${random}`];
    for (const q of typed) expect([q, await allOf(`q=${encodeURIComponent(q)}`)]).toEqual([q, ['Ada']]);
  });

  it.each([
    ['1034567', ['PAT-1034', 'PAT-10345', 'PAT-1034567']],
    ['0034567', ['PAT-0034', 'PAT-0034567']],
    // Digits alone, with the check character: they look like a telephone number that begins with a zero.
    ['0134500', ['PAT-0134', '0134500', '01345003']],
    ['DCTPBYE', ['PAT-DCT', 'DCTPBYEU', 'PAT-DCTPBYE']],
  ])('goes by the number of %s, whatever it is made of, and by how it begins', async (random, begun) => {
    const number = patientNumberOf(random);
    const registration = createPatientRegistration({ ...patients, newNumber: () => number });
    await registration.register(staff, { ...newPatientOf(1), name: 'Ada' });
    await patients.catchUp();

    const spellings = [' ', '\u2013', '\u2212', ' - '].map((dash) => number.replace('-', dash));
    for (const q of [...begun, number, number.slice(4), ...spellings])
      expect([q, await allOf(`q=${encodeURIComponent(q)}`)]).toEqual([q, ['Ada']]);
  });

  it('goes by the telephone as it was typed when it was stored', async () => {
    const typed = ['+43 (0)1 587000', '+49 (0)8141 234', '(212) 555-0124'];
    await registerAll(typed.map((phone, nth) => ({ name: `Holder ${nth}`, phone: telephone().parse(phone) })));

    for (const [nth, phone] of typed.entries())
      expect(await allOf(`q=${encodeURIComponent(phone)}`)).toEqual([`Holder ${nth}`]);
  });

  it('orders by the words found', async () => {
    await registerNamed('Anton', 'Bea Anna', 'Ann');

    expect(await pagesOf('q=an&limit=2')).toEqual([['Ann', 'Bea Anna'], ['Anton']]);
  });

  it('finds by the new name and no longer by the old, before and after it is entered', async () => {
    const [one] = await registerNamed('Ada Lovelace');
    await patients.changes.change(staff, { patientId: String(one?.id) }, { name: 'Ada King' });

    expect([await allOf('q=king'), await allOf('q=lovelace')]).toEqual([[], []]);
    await patients.catchUp();
    expect([await allOf('q=king'), await allOf('q=lovelace')]).toEqual([['Ada King'], []]);
  });
});

const ofFirst = `doctorId=${doctorId(1)}`;
const ofSecond = `doctorId=${doctorId(2)}`;

/** Registers patients of two doctors, of two blood groups, of neither and of another clinic. */
async function registerFiltered(): Promise<void> {
  const [first, second] = [{ primaryDoctorId: doctorId(1) }, { primaryDoctorId: doctorId(2) }];
  await registerAll([
    { name: 'Zoë', ...first, bloodGroup: 'O-' },
    { name: 'Abe', ...second, bloodGroup: 'O-' },
    { name: 'Bea', ...first, bloodGroup: 'A+' },
    { name: 'Cleo' },
  ]);
  await registerAll([{ name: 'Sam', bloodGroup: 'O-' }], ofSouth);
}

describe('the filters of some patients', () => {
  let filtered: Patients;
  beforeAll(async () => {
    ({ database, patients } = await createWorld());
    await registerFiltered();
    filtered = patients;
  });
  beforeEach(() => {
    patients = filtered;
  });

  it.each([
    ['bloodGroup=O-', ['Abe', 'Zoë']],
    ['bloodGroup=O-&sort=createdAt', ['Zoë', 'Abe']],
    ['bloodGroup=A+', ['Bea']],
    ['bloodGroup=AB-', []],
    [ofFirst, ['Bea', 'Zoë']],
    [`${ofFirst}&sort=name`, ['Bea', 'Zoë']],
    [`${ofFirst}&sort=-name`, ['Zoë', 'Bea']],
    [`${ofFirst}&bloodGroup=O-`, ['Zoë']],
    [`${ofFirst}&bloodGroup=O-&sort=name`, ['Zoë']],
    [`${ofSecond}&bloodGroup=A%2B`, []],
    [`q=example&${ofSecond}`, ['Abe']],
    ['q=example&bloodGroup=O-', ['Abe', 'Zoë']],
    [`q=example&bloodGroup=O-&${ofFirst}`, ['Zoë']],
    [`q=abe&${ofFirst}`, []],
  ])('go by %s', async (query, names) => {
    const found = await allOf(query);

    expect(query.startsWith('q=') ? found.toSorted() : found).toEqual(names);
    expect((await pagesOf(`${query}&limit=1`)).flat()).toEqual(found);
  });

  it('go by a doctor for those who act everywhere, with the clinic and without', async () => {
    for (const query of [ofFirst, `${ofFirst}&clinicId=${northClinic}`])
      expect(await allOf(query, admin)).toEqual(['Bea', 'Zoë']);
    expect(await allOf(`${ofFirst}&clinicId=${southClinic}`, admin)).toEqual([]);
  });
});

describe('the filters of patients', () => {
  it('tell nothing of how many patients a doctor of another clinic has', async () => {
    await registerFiltered();
    const limits = watchQueries();

    expect(await pagesOf(`${ofFirst}&limit=1`, ofSouth)).toEqual([[]]);
    expect(limits).toEqual([{ limit: 1, found: 0 }]);
  });

  it('judge rows as they are by now', async () => {
    await registerFiltered();
    const { items } = await patients.listing.list(staff, { q: 'abe' }, { limit: 1 });
    const change = { bloodGroup: 'A+', primaryDoctorId: doctorId(1) } as const;
    await patients.changes.change(staff, { patientId: String(items[0]?.id) }, change);

    expect(await allOf(`q=abe&bloodGroup=O-`)).toEqual([]);
    expect(await allOf(`q=abe&bloodGroup=A%2B`)).toEqual(['Abe']);
    expect(await allOf(`${ofSecond}&bloodGroup=A%2B`)).toEqual([]);
    expect(await allOf('bloodGroup=O-')).toEqual(['Zoë']);
  });

  it.each([
    ['q=ada&sort=name', 'sort', staff],
    ['q=ada&sort=-createdAt', 'sort', staff],
    ['bloodGroup=O-&sort=name', 'sort', staff],
    ['bloodGroup=O-&sort=-name', 'sort', admin],
    ['bloodGroup=O-', 'bloodGroup', admin],
    [`bloodGroup=O-&doctorId=${doctorId(1)}`, 'bloodGroup', admin],
    ['linked=true&q=ada', 'q', staff],
    [`linked=true&clinicId=${northClinic}`, 'clinicId', admin],
  ])('refuse %s, which no list serves', async (query, path, caller) => {
    const wanted = caller === admin && path === 'sort' ? `${query}&clinicId=${northClinic}` : query;
    const { status, json } = await list(wanted, caller);

    expect([status, json.code]).toEqual([400, 'SORT_NOT_SERVED']);
    expect(json.errors).toMatchObject([{ path }]);
    expect(auditOf(database, 'patients.listed')).toEqual([]);
  });

  it.each([
    ...['bloodGroup=C', 'doctorId=x', 'clinicId=north', 'sort=email', `q=${'a'.repeat(101)}`],
    ...['q=', 'q=%20', 'q=!!!', 'q=@', 'q=!@!', 'q=%2B@'],
    ...['limit=0', 'limit=101', 'name=Ada', 'bloodGroup=O-&bloodGroup=A-'],
  ])('refuse %s with 400', async (query) => {
    expect((await list(query)).json.code).toBe('VALIDATION_FAILED');
  });
});

/** How much each query asks for, and how many entries it reads. */
function watchQueries() {
  const queries: { limit?: number | undefined; found?: number }[] = [];
  database.hooks.before = (operation, request) => {
    if (operation === 'query') queries.push({ limit: (request as QueryRequest).limit });
    if (operation === 'batchGet') Object.assign(queries.at(-1) ?? {}, { found: (request as GetRequest[]).length });
  };
  database.hooks.after = (operation) => {
    const last = queries.at(-1);
    if (operation === 'query' && last) last.found = 0;
  };
  return queries;
}

describe('what a page of patients costs', () => {
  it('is one query, one batch read and one entry on record, while memory holds the key of the clinic', async () => {
    await registerNamed('Ada', 'Bea', 'Cleo');
    const opened = patients.keys.rootKey.opened;

    for (const query of ['limit=2', 'q=ada', 'bloodGroup=O-', `doctorId=${doctorId(1)}`]) await list(query);

    expect(patients.keys.rootKey.opened).toBe(opened);
    expect(database.calls).toEqual({ get: 0, batchGet: 2, query: 4, write: 4, transact: 0 });
  });

  it('is no more by blood group for an admin, who names the clinic', async () => {
    await registerAll([{ name: 'Ada', bloodGroup: 'O-' }]);

    expect(namesOf(await list(`bloodGroup=O-&clinicId=${northClinic}`, admin))).toEqual(['Ada']);
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 1, write: 1, transact: 0 });
  });

  it('is one batch of keys more where memory holds none, however many rows there are', async () => {
    await registerNamed('Ada', 'Bea', 'Cleo');
    const { keyring } = createRecordKeys(patients, { rootKey: patients.keys.rootKey, held: ['clinics'] });
    const cold = createPatientListing({ ...patients, keyring });
    await keyring.find([`clinics/${southClinic}`]);
    resetCalls(database);

    await cold.list(staff, {}, { limit: 20 });
    await cold.list(staff, {}, { limit: 20 });

    expect(database.calls).toEqual({ get: 0, batchGet: 3, query: 2, write: 2, transact: 0 });
  });

  it('is no more entries than are shown where nothing sifts, and at most a hundred, or two hundred of words', async () => {
    await registerNamed('Ada', 'Bea', 'Cleo');
    const queries = watchQueries();
    const ofDoctor = `doctorId=${doctorId(1)}`;

    for (const query of [
      '',
      'sort=name',
      'bloodGroup=O-',
      ofDoctor,
      'q=a',
      `q=a&${ofDoctor}`,
      `${ofDoctor}&bloodGroup=O-`,
    ])
      await list(`limit=2&${query}`);

    expect(queries.map(({ limit }) => limit)).toEqual([2, 2, 2, 2, 200, 200, 100]);
  });

  it('is that of the doctor’s list where a blood group sifts it, which is the shorter one', async () => {
    const read: string[] = [];
    database.hooks.before = (operation, request) => {
      if (operation === 'query') read.push((request as QueryRequest).partition);
    };

    await list(`doctorId=${doctorId(1)}&bloodGroup=O-`);

    expect(read).toEqual([expect.stringContaining(`DOCTOR#${doctorId(1)}`)]);
  });

  it('is one batch of keys for the patients of several clinics', async () => {
    await registerNamed('Ada');
    await registerAll([{ name: 'Sam' }], ofSouth);

    expect(await allOf('', admin)).toEqual(['Sam', 'Ada']);
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 1, write: 1, transact: 0 });
  });
});

describe('a row that does not open', () => {
  /** Lists two patients with a birth date, of whom Ada has the fields; `enters` lets that be entered as any change is. */
  async function spoiled(fields: (ada: string, bea: string) => Readonly<Record<string, unknown>>, enters = true) {
    const born = await registerAll([
      { name: 'Ada', dateOfBirth: '1986-12-09' },
      { name: 'Bea', dateOfBirth: '1990-01-01' },
    ]);
    const sealed = born.map(
      ({ id }) => database.itemsOf('clinic').find(({ pk }) => pk === `PATIENT-ROW#${id}`)?.dateOfBirth,
    );
    spoilRow(database, String(born[0]?.id), fields(String(sealed[0]), String(sealed[1])));
    if (enters) await patients.catchUp();
    return list();
  }

  it.each([
    [
      'has a changed byte',
      (ada: string) => ({ dateOfBirth: `${ada.slice(0, 20)}${ada[20] === 'A' ? 'B' : 'A'}${ada.slice(21)}` }),
    ],
    ['has what is another’s', (_: string, bea: string) => ({ dateOfBirth: bea })],
    ['was put into another clinic', () => ({ clinicId: southClinic })],
  ])('is left out and told of where it %s', async (_, fields) => {
    const answer = await spoiled(fields);
    const elsewhere = await list('', ofSouth);

    expect([namesOf(answer), namesOf(elsewhere)]).toEqual([['Bea'], []]);
    const told = [...answer.lines, ...elsewhere.lines].filter(({ message }) => message === 'seal broken');
    expect(told).toHaveLength(1);
  });

  it.each([
    ['clinic', { clinicId: southClinic }, ofSouth],
    ['account', { userId: user.userId }, user],
    ['name', { name: 'Ada Byron' }, staff],
    ['number', { number: 'PAT-00000010' }, staff],
    ['telephone', { phone: '+12125550199' }, staff],
    ['doctor', { primaryDoctorId: doctorId(1) }, staff],
    ['blood group', { bloodGroupHash: 'b'.repeat(22) }, staff],
  ])('is left out and told of where it was given another %s past the product', async (_, fields, caller) => {
    const [ada] = await registerNamed('Ada');
    spoilRow(database, String(ada?.id), fields);
    await patients.catchUp();

    const answer = await list('', caller);

    expect([answer.status, namesOf(answer)]).toEqual([200, []]);
    expect(answer.lines).toContainEqual(expect.objectContaining({ message: 'seal broken' }));
  });

  it('is left out and told of where it was taken back from the deleted', async () => {
    const [ada] = await registerNamed('Ada');
    await patients.deletions.delete(staff, { patientId: String(ada?.id) });
    spoilRow(database, String(ada?.id), { deletedAt: undefined });
    await patients.catchUp();

    const answer = await list();

    expect(namesOf(answer)).toEqual([]);
    expect(answer.lines).toContainEqual(expect.objectContaining({ message: 'seal broken' }));
  });

  it('is left out where its digest is that of another patient', async () => {
    const [ada, bea] = await registerNamed('Ada', 'Bea');
    const rowOf = (id: unknown) => database.itemsOf('clinic').find(({ pk }) => pk === `PATIENT-ROW#${id}`);
    spoilRow(database, String(ada?.id), { digest: rowOf(bea?.id)?.digest });
    await patients.catchUp();

    expect(namesOf(await list())).toEqual(['Bea']);
  });

  it('is left out where it has no form that anybody can read', async () => {
    const answer = await spoiled(() => ({ dateOfBirth: '1986-12-09' }), false);

    expect(namesOf(answer)).toEqual(['Bea']);
    expect(answer.text).not.toContain('1986-12-09');
  });

  it('is left out with all of a clinic whose key is gone, which is told', async () => {
    await registerAll([{ name: 'Ada', bloodGroup: 'O-' }]);
    const { keyring } = createRecordKeys(patients, { rootKey: patients.keys.rootKey, held: ['clinics'] });
    const [key] = database.itemsOf('data-keys').filter(({ pk }) => pk === `CLINICS#${northClinic}`);
    if (key) await patients.writeAlone(removeAt('data-keys', key));
    const cold = createPatientListing({ ...patients, keyring });
    const ask = (query: string) => send(createHandler(cold, { ...stackOf(staff), cursors }), { query });

    const answers = [await ask(''), await ask('bloodGroup=O-')];

    for (const answer of answers) {
      expect([answer.status, namesOf(answer)]).toEqual([200, []]);
      expect(answer.lines).toContainEqual(expect.objectContaining({ message: 'data key missing' }));
    }
  });
});

describe('a list of patients', () => {
  it('is on record with the names of its filters and the clinic, and with a hash of what was searched for', async () => {
    await list('q=Lovelace');
    await list(`q=LOVÉLACE&doctorId=${doctorId(1)}&bloodGroup=O-`);
    await list(`clinicId=${southClinic}`);
    await list('sort=name', admin);
    await list('', user);

    const entries = auditOf(database, 'patients.listed');
    const hash = expect.stringMatching(/^1\.[\w-]{22}$/);
    expect(entries.map(({ actorId, subject, outcome, details }) => ({ actorId, subject, outcome, details }))).toEqual(
      [
        { actorId: staff.userId, details: { filters: ['q'], q: hash, clinicId: northClinic } },
        {
          actorId: staff.userId,
          details: { filters: ['bloodGroup', 'doctorId', 'q'], q: hash, clinicId: northClinic },
        },
        { actorId: staff.userId, details: { filters: ['clinicId'], clinicId: southClinic } },
        { actorId: admin.userId, details: { filters: [] } },
        { actorId: user.userId, details: { filters: [] } },
      ].map((entry) => ({ ...entry, subject: 'patients', outcome: 'success' })),
    );
    const [first, second] = entries.map(({ details }) => (details as { q?: string }).q);
    expect(first).toBe(second);
    expect(JSON.stringify(entries)).not.toMatch(/lovelace|O-/i);
  });

  it('is not shown where it cannot be put on record', async () => {
    await registerNamed('Ada Lovelace');
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await list();

    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('Lovelace');
  });
});

describeAccess(trigger, ({ patients, stack }) => createHandler(patients.listing, stack), permitted(200));
