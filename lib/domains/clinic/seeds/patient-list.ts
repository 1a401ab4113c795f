import type { Input } from '../../../schemas.ts';
import type { newPatient } from '../patients/input-schema.ts';
import { seededClinics } from './clinics.ts';
import { type AgeGroup, seededDoctors } from './doctors.ts';
import { berlin, type Neighbourhood, newYork } from './neighbourhoods.ts';
import { northPatients } from './north-patients.ts';
import type { SeedRow } from './seed-row.ts';
import { southPatients } from './south-patients.ts';

/** A patient whom a local cloud knows: who they are there, and what reception was told. */
export interface SeededPatient {
  readonly id: string;
  readonly clinicId: string;
  readonly told: Input<typeof newPatient>;
  /** The account that is linked to them. */
  readonly userId: string | undefined;
}

const [{ id: north }, { id: south }] = seededClinics;
/** Who signs in as `user@polyclinic.test`. */
const seededUser = '019a0000-0000-7000-8000-00000000a006';
/** Who was born later is a child on the first of December 2026, which no start moves. */
const lastBirthOfAnAdult = '2008-12-01';
const bloodGroups = ['O+', 'A+', 'B+', 'AB+', 'O-', 'A-', 'B-', 'AB-', undefined] as const;

/** The patients whom every local cloud comes to know, three of the clinic North and two of South in turn. */
export const seededPatients: readonly SeededPatient[] = inTurn(
  patientsOf(north, newYork, northPatients),
  patientsOf(south, berlin, southPatients),
).map((patient, index) => ({ id: idOf(index + 1), ...patient }));

/** The id of a patient by the place in the list, from 1 on. */
function idOf(number: number): string {
  return `019a0000-0000-7000-8000-00000000b${String(number).padStart(3, '0')}`;
}

function inTurn<T>(three: readonly T[], two: readonly T[]): T[] {
  return three.flatMap((_, turn) => [...three.slice(turn * 3, turn * 3 + 3), ...two.slice(turn * 2, turn * 2 + 2)]);
}

function patientsOf(clinicId: string, neighbourhood: Neighbourhood, rows: readonly SeedRow[]) {
  return rows.map((row, place) => ({
    clinicId,
    told: {
      ...toldOf(row, place, neighbourhood, homeOf(row, place, rows)),
      primaryDoctorId: doctorOf(clinicId, row[2], place),
    },
    userId: row[3]?.linked && seededUser,
  }));
}

/** Every third has no doctor yet; the others have those of the clinic who treat people of their age, in turn. */
function doctorOf(clinicId: string, dateOfBirth: string, place: number): string | undefined {
  const ages: AgeGroup = dateOfBirth > lastBirthOfAnAdult ? 'children' : 'adults';
  const suitable = seededDoctors.filter((doctor) => doctor.clinicId === clinicId && doctor.treats.includes(ages));
  const turn = place % 3;
  return turn === 2 ? undefined : suitable[turn % suitable.length]?.id;
}

/** The place of whom a patient lives with, or their own. */
function homeOf([, , , { livesWith } = {}]: SeedRow, place: number, rows: readonly SeedRow[]): number {
  return livesWith === undefined ? place : rows.findIndex(([, mailbox]) => mailbox === livesWith);
}

/** What reception is told but for the doctor; every ninth says no blood group, and every twelfth no address. */
function toldOf(
  [name, mailbox, dateOfBirth, { allergies = [], internalNotes } = {}]: SeedRow,
  place: number,
  { mailDomain, phoneOf, addressOf }: Neighbourhood,
  home: number,
): SeededPatient['told'] {
  return {
    name,
    email: `${mailbox}@${mailDomain}`,
    phone: phoneOf(home),
    dateOfBirth,
    bloodGroup: bloodGroups[place % bloodGroups.length],
    address: home % 12 === 11 ? undefined : addressOf(home),
    allergies: [...allergies],
    internalNotes,
  };
}
