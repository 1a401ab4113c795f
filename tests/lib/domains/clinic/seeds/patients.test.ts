import { beforeEach, describe, expect, it } from '@jest/globals';
import { doctors } from '../../../../../lib/domains/clinic/doctors/repository.ts';
import { newPatient } from '../../../../../lib/domains/clinic/patients/input-schema.ts';
import { createPatientLinks, type PatientLinks } from '../../../../../lib/domains/clinic/patients/links.ts';
import { newPatientNumber } from '../../../../../lib/domains/clinic/patients/number.ts';
import { createRegisteredSearch } from '../../../../../lib/domains/clinic/patients/registered.ts';
import { createPatientRegistration } from '../../../../../lib/domains/clinic/patients/registration.ts';
import { seededDoctors } from '../../../../../lib/domains/clinic/seeds/doctors.ts';
import { seededPatients } from '../../../../../lib/domains/clinic/seeds/patient-list.ts';
import { createPatientSeeds } from '../../../../../lib/domains/clinic/seeds/patients.ts';
import { seededPeople } from '../../../../../lib/domains/identity/seeds/people.ts';
import { fold } from '../../../../../lib/folded-words.ts';
import { northClinic, plantClinics, southClinic } from '../../../../support/clinics.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { createPatients, memberOf, type Patients } from '../../../../support/patients.ts';
import { auditOf, createPeople, resetCalls } from '../../../../support/people.ts';

let database: MemoryDatabase;
let patients: Patients;
let links: PatientLinks;
let seeds: ReturnType<typeof createPatientSeeds>;

function plantDoctors(more: { readonly formerSince?: string } = {}) {
  const at = { createdAt: '2026-03-01T09:00:00.000Z', updatedAt: '2026-03-01T09:00:00.000Z' };
  for (const { id, clinicId } of seededDoctors) {
    const item = doctors.toItem({ id, clinicId, name: 'Doctor', ...at, ...more });
    database.plant('clinic', { ...item, version: 1, commitId: 'planted' });
  }
}

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  plantDoctors();
  const people = createPeople(database);
  const user = seededPeople.find(({ email }) => email === 'user@polyclinic.test');
  await people.enrol(user);
  patients = await createPatients(database, people);
  links = createPatientLinks(patients);
  seeds = createPatientSeeds({
    links,
    findRegistered: createRegisteredSearch(patients),
    registrationBy: (newId) => createPatientRegistration({ ...patients, newId, newNumber: newPatientNumber }),
  });
  resetCalls(database);
});

async function seed(most: number): Promise<number> {
  const missing = await seeds.findMissing(most);
  for (const id of missing) await seeds.plant(id);
  return missing.length;
}

const [first = '', second = '', third = '', motherInSouth = '', childInSouth = ''] = seededPatients.map(({ id }) => id);
const seen = (id: string) => patients.viewing.get(memberOf('admin'), id);

describe('the seeded patients', () => {
  it('are 120 of North and 80 of South, told as reception may be told them', () => {
    const ofClinic = (clinicId: string) => seededPatients.filter((patient) => patient.clinicId === clinicId);

    expect([ofClinic(northClinic).length, ofClinic(southClinic).length]).toEqual([120, 80]);
    expect(new Set(seededPatients.map(({ id }) => id)).size).toBe(200);
    for (const { told } of seededPatients) expect(newPatient().safeParse(told).error).toBeUndefined();
  });

  it('have addresses that reach nobody, and telephone numbers that are kept for fiction', () => {
    const parsed = seededPatients.map(({ told }) => newPatient().parse(told));

    const reserved = /^((\+1)?\d{3}55501\d\d|\+493023125\d{3}|\+442079460\d{3}|\+3319900\d{4})$/;
    expect(parsed.map(({ phone }) => phone).filter((phone) => !reserved.test(phone))).toEqual([]);
    expect(parsed.filter(({ email }) => !/@example\.(com|org)$/.test(email))).toEqual([]);
  });

  it('are of every script, age and blood group, some with allergies, notes, a doctor, and some without', () => {
    const told = seededPatients.map((patient) => patient.told);
    const scripts = [
      'Arabic',
      'Armenian',
      'Cyrillic',
      'Devanagari',
      'Ethiopic',
      'Greek',
      'Han',
      'Hangul',
      'Hebrew',
      'Thai',
    ];
    const years = told.map(({ dateOfBirth = '' }) => Number(dateOfBirth.slice(0, 4)));

    for (const script of scripts)
      expect(told.some(({ name }) => new RegExp(`\\p{Script=${script}}`, 'u').test(name))).toBe(true);
    expect(new Set(told.map(({ bloodGroup }) => bloodGroup)).size).toBe(9);
    expect([Math.min(...years), Math.max(...years)]).toEqual([1925, 2025]);
    for (const field of ['address', 'internalNotes', 'primaryDoctorId'] as const) {
      const without = told.filter((each) => each[field] === undefined).length;
      expect(without).toBeGreaterThan(10);
      expect(without).toBeLessThan(190);
    }
  });

  it('have two who may be the same person, and nobody else', () => {
    const twins = Map.groupBy(seededPatients, ({ told }) => `${told.dateOfBirth} ${fold(told.name)}`);

    const shared = [...twins.values()].filter(({ length }) => length > 1);
    expect(shared.map((group) => group.map(({ told }) => told.name))).toEqual([['José Peña', 'Jose Pena']]);
  });

  it('are registered under their own ids, a child with the address of the mother', async () => {
    await seed(5);

    const mother = await seen(motherInSouth);
    const child = await seen(childInSouth);
    expect(await seen(first)).toMatchObject({ name: 'Uma User', clinicId: northClinic, allergies: ['Penicillin'] });
    expect(mother).toMatchObject({ clinicId: southClinic, email: 'jana.wiedemann@example.org' });
    expect(child).toMatchObject({
      email: 'jana.wiedemann+emil@example.org',
      address: mother.address,
      phone: mother.phone,
    });
    expect(auditOf(database, 'patient.registered')).toHaveLength(5);
    expect(auditOf(database, 'patient.registered')[0]).not.toHaveProperty('actorId');
  });

  it('are as many as asked for, of both clinics, and no more are made by another start', async () => {
    expect(await seed(0)).toBe(0);
    expect(await seed(4)).toBe(4);
    const made = database.itemsOf('clinic');
    resetCalls(database);

    expect(await seed(4)).toBe(0);

    expect(database.itemsOf('clinic')).toEqual(made);
    expect(database.calls).toMatchObject({ batchGet: 1, get: 0, query: 0, transact: 0 });
  });

  it('are all made, and that they are is seen by two batch reads', async () => {
    await seed(200);
    resetCalls(database);

    expect(await seeds.findMissing(200)).toEqual([]);

    expect(database.calls).toMatchObject({ batchGet: 2, transact: 0 });
    expect(auditOf(database, 'patient.registered')).toHaveLength(200);
  });

  it('go on where a start was ended, and leave what was changed and deleted since', async () => {
    await seed(2);
    await patients.changes.change(memberOf('staff'), { patientId: first }, { name: 'Uma Other' });
    await patients.deletions.delete(memberOf('staff'), { patientId: second });

    expect(await seed(3)).toBe(1);

    expect((await seen(first)).name).toBe('Uma Other');
    await expect(seen(second)).rejects.toMatchObject({ code: 'PATIENT_NOT_FOUND' });
    expect((await seen(third)).name).toBe('Eleanor Ashworth');
  });

  it('are linked to the account of the seeded person, two of them', async () => {
    await seed(5);

    const { id } = seededPeople.find(({ email }) => email === 'user@polyclinic.test') ?? {};
    expect([(await seen(first)).userId, (await seen(second)).userId]).toEqual([id, id]);
    expect((await seen(third)).userId).toBeUndefined();
  });

  it('are linked by the next start where one was ended before, and not again where a developer ended it', async () => {
    const link = links.link;
    Object.assign(links, { link: () => Promise.reject(new Error('the process was killed')) });
    await expect(seeds.plant(first)).rejects.toThrow('killed');
    Object.assign(links, { link });

    expect(await seed(1)).toBe(1);
    expect((await seen(first)).userId).toBeDefined();
    await links.unlink(memberOf('staff'), { patientId: first });
    expect(await seed(1)).toBe(0);
    expect(await seeds.plant(first)).toBe(false);
    expect((await seen(first)).userId).toBeUndefined();
    expect(auditOf(database, 'patient.registered')).toHaveLength(1);
  });

  it('have no doctor where theirs is none any more', async () => {
    const before = seededPatients[0]?.told.primaryDoctorId;
    plantDoctors({ formerSince: '2026-03-02T09:00:00.000Z' });

    await seed(1);

    expect(before).toBe(seededDoctors[0]?.id);
    expect((await seen(first)).primaryDoctorId).toBeUndefined();
  });

  it('are left out where somebody else has their address', async () => {
    await patients.register({ email: 'uma.user@example.com' });

    expect(await seeds.plant(first)).toBe(false);
    await expect(seeds.plant(northClinic)).rejects.toThrow('No patient is seeded as');
  });

  it('fail where the store does', async () => {
    database.hooks.before = () => {
      throw new Error('the store is broken');
    };

    await expect(seeds.plant(first)).rejects.toThrow('the store is broken');
  });
});
