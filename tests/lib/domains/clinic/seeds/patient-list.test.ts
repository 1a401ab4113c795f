import { describe, expect, it } from '@jest/globals';
import { seededDoctors } from '../../../../../lib/domains/clinic/seeds/doctors.ts';
import { type SeededPatient, seededPatients } from '../../../../../lib/domains/clinic/seeds/patient-list.ts';
import { northClinic, southClinic } from '../../../../support/clinics.ts';

/** Who was born later is a child on the first of December 2026. */
const lastBirthOfAnAdult = '2008-12-01';
const isChild = ({ told }: SeededPatient) => (told.dateOfBirth ?? '') > lastBirthOfAnAdult;
const withDoctor = seededPatients.filter(({ told }) => told.primaryDoctorId !== undefined);

/** What the doctors do who are those of some patients. */
function specialitiesFor(patients: readonly SeededPatient[]): string[] {
  const ids = new Set(patients.map(({ told }) => told.primaryDoctorId));
  return seededDoctors.filter(({ id }) => ids.has(id)).flatMap(({ specialities }) => specialities);
}

describe('the doctors of the seeded patients', () => {
  it.each([
    [northClinic, ['Paediatrics'], ['Internal medicine', 'Geriatrics']],
    [southClinic, ['General practice'], ['General practice', 'Dermatology', 'Allergology']],
  ])('of clinic %s are some for children, and some for adults', (clinicId, forChildren, forAdults) => {
    const ofClinic = withDoctor.filter((patient) => patient.clinicId === clinicId);

    expect(specialitiesFor(ofClinic.filter(isChild))).toEqual(forChildren);
    expect(specialitiesFor(ofClinic.filter((patient) => !isChild(patient)))).toEqual(forAdults);
  });

  it('work where the patients are, and none has no patients', () => {
    const clinicOf = new Map(seededDoctors.map(({ id, clinicId }) => [id, clinicId]));

    expect(withDoctor.filter(({ clinicId, told }) => clinicOf.get(told.primaryDoctorId ?? '') !== clinicId)).toEqual(
      [],
    );
    expect(new Set(withDoctor.map(({ told }) => told.primaryDoctorId)).size).toBe(seededDoctors.length);
  });

  it('treat both ages unless they are for one of them', () => {
    const bothAges = seededDoctors.filter(({ treats }) => treats.length === 2);

    expect(bothAges.flatMap(({ specialities }) => specialities)).toEqual(['General practice']);
  });

  it('are a woman for those who have asked for one', () => {
    const asking = withDoctor.filter(({ told }) => /woman|Ärztin/.test(told.internalNotes ?? ''));

    expect(asking.length).toBeGreaterThan(0);
    expect(specialitiesFor(asking)).not.toContain('Dermatology');
  });
});

describe('the seeded children', () => {
  it('have the telephone, the home and the mailbox of an adult of the clinic, until they may have their own', () => {
    const small = seededPatients.filter(({ told }) => (told.dateOfBirth ?? '') > '2010-12-01');
    const adults = new Map(
      seededPatients.filter((patient) => !isChild(patient)).map((patient) => [patient.told.email, patient]),
    );

    const parents = small.map(({ told }) => adults.get(told.email.replace(/\+\w+@/, '@')));

    expect(small.length).toBeGreaterThan(20);
    expect(parents.map((parent) => [parent?.clinicId, parent?.told.phone, parent?.told.address])).toEqual(
      small.map(({ clinicId, told }) => [clinicId, told.phone, told.address]),
    );
  });
});

describe('the notes on the seeded patients', () => {
  it('hold for years: none names a check-up of an age, or an age', () => {
    const notes = seededPatients.flatMap(({ told }) => told.internalNotes ?? []);

    expect(notes.filter((note) => /\b[UJ]\d|month|year|Monat|Jahr/i.test(note))).toEqual([]);
  });
});
