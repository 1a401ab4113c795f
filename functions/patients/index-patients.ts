import { patientIndex } from '../../lib/domains/clinic/patients/patient-index.ts';
import { createIndexUpkeep, type IndexUpkeep } from '../../lib/indexing/upkeep.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { streamHandler } from '../../lib/streams/handler.ts';
import { stream } from '../../lib/streams/trigger.ts';

/** Enters patients, as they are by now, in the index by which they are found. */
export const trigger = stream({
  table: 'clinic',
  changes: ['INSERT', 'MODIFY', 'REMOVE'],
  sortKey: 'ROW',
  batchSize: 100,
  grants: ['patients-index:keep'],
});
export const createHandler = ({ enterChanged }: Pick<IndexUpkeep, 'enterChanged'>) =>
  streamHandler(trigger, enterChanged);
export const handler = createHandler(createIndexUpkeep(patientIndex, { read, commit, writeAlone }));
