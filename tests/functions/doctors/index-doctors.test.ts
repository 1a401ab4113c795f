import { beforeEach, describe, expect, it } from '@jest/globals';
import { trigger } from '../../../functions/doctors/index-doctors.ts';
import type { Action } from '../../../lib/data/database.ts';
import { doctorIndex } from '../../../lib/domains/clinic/doctors/doctor-index.ts';
import { createIndexRebuild } from '../../../lib/indexing/rebuild.ts';
import { reaches } from '../../../lib/streams/trigger.ts';
import { scanOf } from '../../lib/indexing/cards.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import { createDoctors, type Doctors, memberOf } from '../../support/doctors.ts';
import { callerOf } from '../../support/people.ts';

let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
  await doctors.people.deletions.delete(callerOf(doctors.admin), { userId: doctors.rita.id });
  await doctors.people.catchUp();
});

const entries = () =>
  doctors.database
    .itemsOf('index')
    .filter(({ pk, sk }) => pk.startsWith('DOCTORS#') && sk !== 'ENTERED')
    .map(({ pk }) => pk.slice('DOCTORS#'.length))
    .sort();

async function specialise(...specialities: string[]): Promise<void> {
  const { profiles } = doctors.services;
  await profiles.setProfile(memberOf(doctors.grace), { doctorId: doctors.grace.id }, { specialities });
  await doctors.people.catchUp();
}

describe('index-doctors', () => {
  it('enters a doctor in the lists of all, of the clinic, and of each speciality and of it in the clinic', async () => {
    await specialise('Cardiología', 'Surgery');

    expect(entries()).toEqual([
      'ALL',
      `CLINIC#${northClinic}`,
      `CLINIC#${northClinic}#SPECIALITY#cardiologia`,
      `CLINIC#${northClinic}#SPECIALITY#surgery`,
      'SPECIALITY#cardiologia',
      'SPECIALITY#surgery',
    ]);
  });

  it('enters as many specialities as there may be in one transaction, all of which change with the clinic', async () => {
    const many = (letter: string) => Array.from({ length: 20 }, (_, at) => `${letter}${at}`);
    await specialise(...many('a'));
    const sizes: number[] = [];
    doctors.database.hooks.before = (operation, request) => {
      if (operation === 'transact') sizes.push((request as readonly Action[]).filter(isOfIndex).length);
    };

    const place = { roles: ['doctor' as const], clinicId: southClinic };
    await doctors.people.administration.setRoles(callerOf(doctors.admin), { userId: doctors.grace.id }, place);
    await specialise(...many('b'));

    expect(entries()).toHaveLength(42);
    expect(entries().filter((list) => list.startsWith(`CLINIC#${southClinic}#SPECIALITY#b`))).toHaveLength(20);
    // What is kept of the entries, and the clinic and twenty specialities twice, each taken out and put in.
    expect(Math.max(...sizes)).toBe(1 + 2 * (1 + 40));
  });

  it('is woken by doctors alone', () => {
    const change = (sk: string) =>
      reaches(trigger, { eventName: 'MODIFY', dynamodb: { Keys: { pk: { S: 'X#1' }, sk: { S: sk } } } });

    expect(['DOCTOR', 'USE', 'PATIENT'].map(change)).toEqual([true, false, false]);
  });

  it('is what a rebuild makes as well', async () => {
    await specialise('Surgery');
    const kept = entries();
    for (const { pk, sk } of doctors.database.itemsOf('index'))
      if (pk.startsWith('DOCTORS#')) doctors.database.write({ kind: 'delete', table: 'index', key: { pk, sk } });

    const rebuild = createIndexRebuild(doctorIndex, { ...doctors.people, scan: scanOf(doctors.database) });
    const { records } = await rebuild(() => undefined);

    expect(entries()).toEqual(kept);
    // Those who are doctors and those who were: what else lies in the table is none.
    expect(records).toBe(2);
  });
});

const isOfIndex = ({ table }: Action) => table === 'index';
