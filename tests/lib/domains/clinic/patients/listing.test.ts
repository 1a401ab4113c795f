import { describe, expect, it } from '@jest/globals';
import type { Position } from '../../../../../lib/data/page.ts';
import type { PatientFilter } from '../../../../../lib/domains/clinic/patients/filter-schema.ts';
import { searchedPartOf } from '../../../../../lib/domains/clinic/patients/number.ts';
import type { Patient } from '../../../../../lib/domains/clinic/patients/schema.ts';
import { northClinic, plantClinics, southClinic } from '../../../../support/clinics.ts';
import { doctorId, plantDoctor } from '../../../../support/listed-patients.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createPatients, memberOf, type Patients } from '../../../../support/patients.ts';
import { seededRandom } from '../../../../support/random.ts';
import { sizes } from '../../../../support/sizes.ts';

/** A patient as the model has them. */
interface Known extends Patient {
  readonly isDeleted: boolean;
}

type Filter = PatientFilter & { readonly sort?: 'createdAt' | '-createdAt' | 'name' | '-name' };

const words = ['Ada', 'Anna', 'Anders', 'Bea', 'Benno', 'King', 'Kinga', 'Lovelace', 'Love'];
const groups = ['O-', 'A+', 'AB-'] as const;
const doctors = [doctorId(1), doctorId(2)];
const clinics = [northClinic, southClinic];
const admin = memberOf('admin');
const staffOf = (clinicId: string) => memberOf('staff', clinicId);

const random = seededRandom(13);
const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
const phoneOf = () => `+1212555${String(Math.floor(random() * 50) + 100).padStart(4, '0')}`;
const nameOf = () => `${oneOf(words)} ${oneOf(words)}`;

/** Patients that change at random, and what is known to have become of them. */
async function createModel() {
  const database = createMemoryDatabase();
  plantClinics(database);
  for (const doctor of doctors) plantDoctor(database, doctor);
  const patients = await createPatients(database);
  const known = new Map<string, Known>();
  const note = (patient: Patient, isDeleted = false) => known.set(patient.id, { ...patient, isDeleted });

  async function register(): Promise<void> {
    const clinicId = oneOf(clinics);
    const ofNorth = clinicId === northClinic && { primaryDoctorId: oneOf(doctors) };
    const told = { name: nameOf(), phone: phoneOf(), bloodGroup: oneOf(groups), ...(random() < 0.5 && ofNorth) };
    note(await patients.register(told, staffOf(clinicId)));
  }

  async function changeOne(patient: Known): Promise<void> {
    const caller = staffOf(patient.clinicId);
    const target = { patientId: patient.id };
    if (patient.isDeleted) return void note(await patients.deletions.restore(caller, target));
    if (random() < 0.25) {
      await patients.deletions.delete(caller, target);
      return void note(patient, true);
    }
    const doctor = patient.clinicId === northClinic && { primaryDoctorId: oneOf([...doctors, null]) };
    const changes = [{ name: nameOf() }, { phone: phoneOf() }, { bloodGroup: oneOf([...groups, null]) }, doctor];
    const change = oneOf(changes) || { name: nameOf() };
    note(await patients.changes.change(caller, target, change));
  }

  return {
    patients,
    known: () => [...known.values()],
    step: () => (known.size < 5 || random() < 0.3 ? register() : changeOne(oneOf([...known.values()]))),
  };
}

/** Whom a filter finds, in their order where that is by a field. */
function soughtIn(known: readonly Known[], { clinicId, doctorId, bloodGroup, q, sort = '-createdAt' }: Filter) {
  const beginsOrEnds = (word: string, { name, phone, number }: Known) =>
    [...name.split(' '), searchedPartOf(number)].some((each) => each.toLowerCase().startsWith(word)) ||
    (word.length > 3 && phone.endsWith(word));
  const found = known.filter(
    (one) =>
      !one.isDeleted &&
      (clinicId === undefined || one.clinicId === clinicId) &&
      (doctorId === undefined || one.primaryDoctorId === doctorId) &&
      (bloodGroup === undefined || one.bloodGroup === bloodGroup) &&
      (q === undefined || q.split(' ').every((word) => beginsOrEnds(word, one))),
  );
  const placeOf = ({ name, createdAt, id }: Known) =>
    `${sort.endsWith('name') ? name.toLowerCase() : createdAt} #${id}`;
  const sorted = found.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)).map(({ id }) => id);
  return sort.startsWith('-') ? sorted.reverse() : sorted;
}

/** All that a filter lists, page by page. */
async function listed({ listing }: Patients, caller: typeof admin, filter: Filter): Promise<string[]> {
  const ids: string[] = [];
  let after: Position | undefined;
  do {
    const page = await listing.list(caller, filter, { limit: 12, after });
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after);
  return ids;
}

const clinicFilters: readonly Filter[] = [
  ...(['createdAt', '-createdAt', 'name', '-name'] as const).map((sort) => ({ sort })),
  ...doctors.flatMap((doctor) => [{ doctorId: doctor }, { doctorId: doctor, sort: 'name' as const }]),
  ...groups.map((bloodGroup) => ({ bloodGroup })),
  { bloodGroup: 'O-', doctorId: doctorId(1) },
  ...['an', 'ada', 'love k', '0123', 'king 0120', 'b'].map((q) => ({ q })),
  { q: 'a', bloodGroup: 'A+' },
  { q: 'a', doctorId: doctorId(2) },
];

/** Each list of each clinic, and of all, with what it must show and what it shows. */
async function compare({ patients, known }: Awaited<ReturnType<typeof createModel>>) {
  const asked = [
    ...clinics.flatMap((clinicId) =>
      clinicFilters.map((filter) => ({ caller: staffOf(clinicId), filter, meant: { ...filter, clinicId } })),
    ),
    ...clinicFilters
      .filter(({ bloodGroup }) => bloodGroup === undefined)
      .map((filter) => ({ caller: admin, filter, meant: filter })),
  ];
  const shown = [];
  for (const { caller, filter, meant } of asked)
    shown.push({ meant, shown: await listed(patients, caller, filter), sought: soughtIn(known(), meant) });
  // What is searched for stands in the order of its words.
  return shown.map((each) =>
    each.meant.q === undefined ? each : { ...each, shown: each.shown.sort(), sought: each.sought.sort() },
  );
}

describe('the lists of patients who change at random', () => {
  it('show just who is to be found once all is entered, and before that nobody who is not', async () => {
    const model = await createModel();

    for (let nth = 1; nth <= sizes.listedChanges; nth++) {
      await model.step();
      if (nth % 50 !== 0) continue;
      for (const { meant, shown, sought } of await compare(model)) {
        const others = shown.filter((id) => !sought.includes(id));
        expect({ meant, others, twice: shown.length - new Set(shown).size }).toEqual({ meant, others: [], twice: 0 });
      }
      await model.patients.catchUp();
      for (const { meant, shown, sought } of await compare(model))
        expect({ meant, shown }).toEqual({ meant, shown: sought });
    }
  });
});
