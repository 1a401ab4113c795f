import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createGet } from '../../../functions/patients/get-patient.ts';
import { createHandler as createUpdate } from '../../../functions/patients/update-patient.ts';
import type { Item } from '../../../lib/data/database.ts';
import type { Table } from '../../../lib/data/table.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { plantClinics, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPatients, linkTo, memberOf, type Patients } from '../../support/patients.ts';
import { auditOf, stackOf } from '../../support/people.ts';

const sealed = ['bloodGroup', 'dateOfBirth', 'address', 'allergies', 'internalNotes', 'digest'] as const;
const details = {
  bloodGroup: 'O-' as const,
  dateOfBirth: '1986-12-09',
  address: { line1: '12 Elm Street', city: 'Albany', postalCode: '12207', country: 'US' },
  allergies: ['Penicillin'],
  internalNotes: 'Prefers the morning.',
};

let database: MemoryDatabase;
let patients: Patients;
let ada: Patient;
let grace: Patient;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  patients = await createPatients(database);
  ada = await patients.register(details);
  grace = await patients.register({ ...details, bloodGroup: 'A+', allergies: [] });
});

function itemAt(table: Table, pk: string): Item {
  const item = database.itemsOf(table).find((each) => each.pk === pk);
  if (!item) throw new Error(`There is no item at ${pk}`);
  return item;
}
const recordOf = ({ id }: Patient) => itemAt('clinic', `PATIENT#${id}`);
const keyOf = ({ id }: Patient) => itemAt('data-keys', `PATIENTS#${id}`);

/** A text with one character near its end changed, which changes a byte. */
const withChangedByte = (text: unknown) =>
  String(text).replace(/(.)(...)$/, (_, one, rest) => (one === 'A' ? 'B' : 'A') + rest);

async function expectRefused(line: string) {
  const params = { patientId: ada.id };
  const answers = [
    await send(createGet(patients.viewing, stackOf(memberOf('staff'))), { params }),
    await send(createUpdate(patients.changes, stackOf(memberOf('staff'))), {
      method: 'PATCH',
      params,
      json: { name: 'Ada' },
    }),
  ];

  for (const { status, text, lines } of answers) {
    expect(status).toBe(500);
    expect(lines).toContainEqual(expect.objectContaining({ message: line }));
    expect(JSON.stringify([text, lines])).not.toMatch(/O-|A\+|1986-12-09|Elm|Penicillin|morning/);
  }
  expect(auditOf(database, 'patient.changed')).toEqual([]);
  expect(recordOf(ada).version).toBe(1);
}

describe('a record that does not open', () => {
  it.each(sealed)('is neither shown nor changed: a byte of %s is another', async (field) => {
    database.plant('clinic', { ...recordOf(ada), [field]: withChangedByte(recordOf(ada)[field]) });

    await expectRefused('seal broken');
  });

  it.each(sealed)('is neither shown nor changed: %s is another patient’s', async (field) => {
    database.plant('clinic', { ...recordOf(ada), [field]: recordOf(grace)[field] });

    await expectRefused('seal broken');
  });

  it.each([
    ['name', { name: 'Ada Byron' }],
    ['number', { number: 'PAT-00000010' }],
    ['account', { userId: memberOf('staff').userId }],
    ['address of email', { email: 'ada@elsewhere.example' }],
    ['telephone', { phone: '+12125550199' }],
    ['doctor', { primaryDoctorId: memberOf('doctor').userId }],
    ['time of registration', { createdAt: '2026-01-01T00:00:00.000Z' }],
  ])('is neither shown nor changed: it was given another %s', async (_, fields) => {
    database.plant('clinic', { ...recordOf(ada), ...fields });

    await expectRefused('seal broken');
  });

  it.each([
    ['the clinic of whoever asks', { clinicId: southClinic }, memberOf('staff', southClinic)],
    ['the account of whoever asks', { userId: memberOf('user').userId }, memberOf('user')],
  ])('is not shown: it was given %s', async (_, fields, caller) => {
    database.plant('clinic', { ...recordOf(ada), ...fields });

    const { status, text } = await send(createGet(patients.viewing, stackOf(caller)), {
      params: { patientId: ada.id },
    });

    expect(status).toBe(500);
    expect(text).not.toContain(ada.name);
  });

  it.each(['bloodGroup', 'dateOfBirth', 'address', 'internalNotes'])(
    'is neither shown nor changed: %s was taken out',
    async (field) => {
      const { [field]: _, ...rest } = recordOf(ada);
      database.plant('clinic', rest as Item);

      await expectRefused('seal broken');
    },
  );

  it('is not shown: what it said before was put back', async () => {
    const { allergies } = recordOf(ada);
    await patients.changes.change(memberOf('staff'), { patientId: ada.id }, { allergies: ['Penicillin', 'Nuts'] });
    database.plant('clinic', { ...recordOf(ada), allergies });

    const { status, text } = await send(createGet(patients.viewing, stackOf(memberOf('staff'))), {
      params: { patientId: ada.id },
    });

    expect(status).toBe(500);
    expect(text).not.toContain('Penicillin');
  });

  it('is not shown to who was linked before: the account was put back with the digest of then', async () => {
    const user = memberOf('user');
    await linkTo(patients, ada.id, user.userId);
    const { digest, userId } = recordOf(ada);
    await patients.links.unlink(memberOf('staff'), { patientId: ada.id });
    database.plant('clinic', { ...recordOf(ada), digest, userId });

    const { status } = await send(createGet(patients.viewing, stackOf(user)), { params: { patientId: ada.id } });

    expect(status).toBe(500);
  });

  it('is not shown: it was taken back from the deleted', async () => {
    await patients.deletions.delete(memberOf('staff'), { patientId: ada.id });
    const { deletedAt: _, ...living } = recordOf(ada);
    database.plant('clinic', living);

    const { status, text } = await send(createGet(patients.viewing, stackOf(memberOf('staff'))), {
      params: { patientId: ada.id },
    });

    expect(status).toBe(500);
    expect(text).not.toContain(ada.name);
  });

  it('is not shown: its digest is that of another patient', async () => {
    await linkTo(patients, ada.id, memberOf('user').userId);
    const { digest } = recordOf(grace);
    database.plant('clinic', { ...recordOf(ada), digest });

    const { status } = await send(createGet(patients.viewing, stackOf(memberOf('user'))), {
      params: { patientId: ada.id },
    });

    expect(status).toBe(500);
  });

  it('is neither shown nor changed: a field stands in the place of another', async () => {
    const { address, internalNotes } = recordOf(ada);
    database.plant('clinic', { ...recordOf(ada), internalNotes: address, address: internalNotes });

    await expectRefused('seal broken');
  });

  it('is neither shown nor changed: all of it is another patient’s', async () => {
    database.plant('clinic', { ...recordOf(grace), pk: recordOf(ada).pk, id: ada.id });

    await expectRefused('seal broken');
  });

  it('is neither shown nor changed: it lies with the key of another patient', async () => {
    database.plant('clinic', { ...recordOf(grace), pk: recordOf(ada).pk, id: ada.id });
    database.plant('data-keys', { ...keyOf(grace), pk: keyOf(ada).pk });

    await expectRefused('seal broken');
  });

  it('is neither shown nor changed: its key is lost', async () => {
    database.plant('data-keys', { ...keyOf(ada), pk: 'elsewhere' });
    await database.write(
      { kind: 'delete', table: 'data-keys', key: { pk: String(keyOf(ada).pk), sk: 'KEY' } },
      AbortSignal.timeout(1_000),
    );

    await expectRefused('data key missing');
  });

  it('is neither shown nor changed: it is open', async () => {
    database.plant('clinic', { ...recordOf(ada), internalNotes: 'Prefers the evening.' });

    const { status, text } = await send(createGet(patients.viewing, stackOf(memberOf('staff'))), {
      params: { patientId: ada.id },
    });

    expect(status).toBe(500);
    expect(text).not.toContain('evening');
  });
});
