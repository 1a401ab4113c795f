import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Action } from '../../../../../lib/data/database.ts';
import { removeAt } from '../../../../../lib/data/unread-write.ts';
import { patientIndex } from '../../../../../lib/domains/clinic/patients/patient-index.ts';
import { createIndexRebuild } from '../../../../../lib/indexing/rebuild.ts';
import { createIndexUpkeep } from '../../../../../lib/indexing/upkeep.ts';
import { northClinic, plantClinics } from '../../../../support/clinics.ts';
import { doctorId, plantDoctor, spoilRow } from '../../../../support/listed-patients.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { createPatients, memberOf, type Patients } from '../../../../support/patients.ts';
import { scanOf } from '../../../indexing/cards.ts';

let database: MemoryDatabase;
let patients: Patients;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  plantDoctor(database, doctorId(1));
  patients = await createPatients(database);
});

const accountId = '019a0000-0000-7000-8000-0000000d0009';
const grace = { name: 'Grace Hopper', email: 'grace@example.com', phone: '+12125550123' };
const full = { ...grace, bloodGroup: 'O-', dateOfBirth: '1986-12-09', primaryDoctorId: doctorId(1) } as const;

/** Where patients are entered, without the name of the index and their ids. */
const entered = () =>
  database
    .itemsOf('index')
    .filter(({ entity, index }) => entity === 'index-entry' && index === patientIndex.name)
    .map(({ list, place }) => `${list} ${place}`)
    .sort();

/** How many items each transaction has from now on. */
function watchSizes(): number[] {
  const sizes: number[] = [];
  database.hooks.before = (operation, request) => {
    if (operation === 'transact') sizes.push((request as Action[]).length);
  };
  return sizes;
}

/** Enters what is stored of a patient; answers the sizes of the transactions that this took. */
async function enter(patientId: string): Promise<number[]> {
  const sizes = watchSizes();
  await createIndexUpkeep(patientIndex, patients).enter([patientId]);
  return sizes;
}

describe('the index of patients', () => {
  it('has a patient in the lists and by the words of all and of the clinic', async () => {
    const { id, number, createdAt } = await patients.register(full);
    spoilRow(database, id, { userId: accountId });

    await patients.catchUp();

    const random = number.slice(4, 11).toLowerCase();
    const inScopes = ['ALL', `CLINIC#${northClinic}`].flatMap((scope) =>
      [
        ...[`CREATED ${createdAt}`, 'NAME grace hopper', `DOCTOR#${doctorId(1)}#CREATED ${createdAt}`],
        ...[`DOCTOR#${doctorId(1)}#NAME grace hopper`, 'NUMBER#32 32105552121'],
        ...[`WORD#${random[0]} ${random}`, 'WORD#g grace@example.com', 'WORD#g grace', 'WORD#h hopper'],
        ...['WORD#e example', 'WORD#c com'],
      ].map((entry) => `${scope}#${entry}`),
    );
    const hashed = entered().filter((entry) => /^(BLOOD|TWINS)#/.test(entry));
    expect(hashed).toEqual([
      expect.stringMatching(new RegExp(`^BLOOD#${northClinic}#[\\w-]{22} ${createdAt}$`)),
      expect.stringMatching(new RegExp(`^TWINS#${northClinic}#[\\w-]{22} ${createdAt}$`)),
    ]);
    const ofAccount = [`ACCOUNT#${accountId}#CREATED ${createdAt}`, `ACCOUNT#${accountId}#NAME grace hopper`];
    expect(entered()).toEqual([...inScopes, ...ofAccount, ...hashed].sort());
  });

  it('has nothing of a patient who is deleted', async () => {
    const { id } = await patients.register(full);
    await patients.catchUp();
    await patients.deletions.delete(memberOf('staff'), { patientId: id });

    await patients.catchUp();

    expect(entered()).toEqual([]);
  });

  it('says nothing of birth date, blood group and the like, and no word beside another', async () => {
    await patients.register({ ...full, allergies: ['Penicillin'], internalNotes: 'Calls early.' });

    await patients.catchUp();

    const items = database.itemsOf('index').filter(({ index, sk }) => index === patientIndex.name && sk !== 'ENTERED');
    expect(JSON.stringify(items)).not.toMatch(/1986|"O-"|penicillin|early/i);
    for (const { list, place } of items) if (String(list).includes('WORD')) expect(place).not.toContain(' ');
  });

  it('enters and changes as much of a patient as there may be by one transaction', async () => {
    const words = (letter: string) => Array.from({ length: 20 }, (_, at) => `${letter}${at}`).join(' ');
    const { id, number } = await patients.register(full);
    // A number of digits alone, of which one end is a beginning as well; words fill up the sixteen.
    spoilRow(database, id, { name: words('a'), number: 'PAT-12345678', userId: accountId });

    expect(await enter(id)).toEqual([49]);

    // Of another number nothing stands but its word, so that more words change.
    spoilRow(database, id, { number });
    await enter(id);

    const other = { name: words('b'), email: 'b@b.test', phone: '+4930555019', primaryDoctorId: doctorId(2) };
    const hashes = { bloodGroupHash: 'b'.repeat(22), twinHash: 'b'.repeat(22), userId: doctorId(3) };
    spoilRow(database, id, { ...other, ...hashes });

    // What is kept of the entries; all but those by date in both scopes, and by the number, is taken out and put in.
    expect(await enter(id)).toEqual([1 + 2 * 42]);
  });

  it('enters one with a doctor, a birth date and a blood group by one transaction', async () => {
    const { id } = await patients.register(full);

    // What is kept of the entries; in each scope two lists, those of the doctor, six words and a number; group and twins.
    expect(await enter(id)).toEqual([1 + 2 * (2 + 2 + 6 + 1) + 2]);
  });

  it('costs nothing to enter a change that lists do not show', async () => {
    const { id } = await patients.register(full);
    await enter(id);
    await patients.changes.change(memberOf('staff'), { patientId: id }, { internalNotes: 'Calls early.' });

    expect(await enter(id)).toEqual([]);
  });

  it('is made again from the rows', async () => {
    for (const overrides of [full, {}, { primaryDoctorId: doctorId(1) }]) await patients.register(overrides);
    const { id } = await patients.register();
    await patients.catchUp();
    await patients.deletions.delete(memberOf('staff'), { patientId: id });
    await patients.catchUp();
    const before = entered();
    for (const { pk, sk } of database.itemsOf('index')) await patients.writeAlone(removeAt('index', { pk, sk }));

    const made = await createIndexRebuild(patientIndex, { ...patients, scan: scanOf(database) })(() => undefined);

    expect(made).toMatchObject({ records: 4, failed: 0 });
    expect(entered()).toEqual(before);
  });
});
