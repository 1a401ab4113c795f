import { doctorIndex } from '../../lib/domains/clinic/doctors/doctor-index.ts';
import { createIndexUpkeep, type IndexUpkeep } from '../../lib/indexing/upkeep.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { streamHandler } from '../../lib/streams/handler.ts';
import { stream } from '../../lib/streams/trigger.ts';

/** Enters doctors, as they are by now, in the index by which they are listed. */
export const trigger = stream({
  table: 'clinic',
  changes: ['INSERT', 'MODIFY', 'REMOVE'],
  sortKey: 'DOCTOR',
  batchSize: 100,
  grants: ['doctors-index:keep'],
});
export const createHandler = ({ enterChanged }: Pick<IndexUpkeep, 'enterChanged'>) =>
  streamHandler(trigger, enterChanged);
export const handler = createHandler(createIndexUpkeep(doctorIndex, { read, commit, writeAlone }));
