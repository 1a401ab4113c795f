import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/index-patients.ts';
import { patientIndex } from '../../../lib/domains/clinic/patients/patient-index.ts';
import { createIndexUpkeep } from '../../../lib/indexing/upkeep.ts';
import { northClinic, plantClinics } from '../../support/clinics.ts';
import { lambdaContext } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPatients, memberOf, type Patients } from '../../support/patients.ts';

let database: MemoryDatabase;
let patients: Patients;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  patients = await createPatients(database);
});

const listsOf = (patientId: string) =>
  database
    .itemsOf('index')
    .filter(({ entity, recordId }) => entity === 'index-entry' && recordId === patientId)
    .map(({ pk, sk }) => `${pk} ${sk}`);

describe('the reader of changes of patients', () => {
  it('enters a patient as they are by now, whatever the change was and however often it is told', async () => {
    const { id } = await patients.register();
    await patients.changes.change(memberOf('staff'), { patientId: id }, { name: 'Grace Murray' });
    const handler = createHandler(createIndexUpkeep(patientIndex, patients));
    const keys = { pk: { S: `PATIENT-ROW#${id}` }, sk: { S: 'ROW' } };
    const Records = [1, 2, 3].map((at) => ({
      eventName: 'MODIFY' as const,
      dynamodb: { Keys: keys, SequenceNumber: `${at}` },
    }));

    const answer = await handler({ Records }, lambdaContext());

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(listsOf(id)).toContain(`PATIENTS#CLINIC#${northClinic}#NAME grace murray #${id}`);
    expect(new Set(listsOf(id)).size).toBe(listsOf(id).length);
  });

  it('is woken by what lists show, and by nothing else of a patient', () => {
    expect(trigger).toMatchObject({ table: 'clinic', sortKey: 'ROW' });
  });
});
