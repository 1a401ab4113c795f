import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import * as audit from '../../functions/audit/index-audit-events.ts';
import * as doctors from '../../functions/doctors/index-doctors.ts';
import * as patients from '../../functions/patients/index-patients.ts';
import * as people from '../../functions/users/index-people.ts';
import { doctorIndex } from '../../lib/domains/clinic/doctors/doctor-index.ts';
import { patientIndex } from '../../lib/domains/clinic/patients/patient-index.ts';
import { peopleIndex } from '../../lib/domains/identity/users/people-index.ts';
import { auditActionIndex } from '../../lib/domains/operations/audit/action-index.ts';
import { createIndexUpkeep } from '../../lib/indexing/upkeep.ts';
import { reaches } from '../../lib/streams/trigger.ts';
import { lambdaContext } from './http.ts';
import type { MemoryChange, MemoryDatabase } from './memory-database.ts';
import { createTestPlatform } from './platform.ts';

/** Hands what was written since the last time to the functions that enter it in indexes, as the streams do. */
export function createIndexReaders(database: MemoryDatabase): () => Promise<void> {
  const platform = createTestPlatform(database);
  const readers = [
    { trigger: audit.trigger, handler: audit.createHandler(createIndexUpkeep(auditActionIndex, platform)) },
    { trigger: patients.trigger, handler: patients.createHandler(createIndexUpkeep(patientIndex, platform)) },
    { trigger: people.trigger, handler: people.createHandler(createIndexUpkeep(peopleIndex, platform)) },
    { trigger: doctors.trigger, handler: doctors.createHandler(createIndexUpkeep(doctorIndex, platform)) },
  ];
  return async () => {
    const changes = database.changes.splice(0);
    for (const { trigger, handler } of readers) {
      const Records = changes
        .filter(({ table }) => table === trigger.table)
        .map(recordOf)
        .filter((record) => reaches(trigger, record));
      const answer = Records.length > 0 ? await handler({ Records }, lambdaContext()) : { batchItemFailures: [] };
      if (answer.batchItemFailures.length > 0) throw new Error('What was changed could not be entered in an index');
    }
  };
}

function recordOf({ key: { pk, sk }, eventName }: MemoryChange, at: number): DynamoDBRecord {
  return { eventName, dynamodb: { Keys: marshall({ pk, sk }) as never, SequenceNumber: `s${at}` } };
}
