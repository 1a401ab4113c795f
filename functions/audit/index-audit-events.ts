import { auditActionIndex } from '../../lib/domains/operations/audit/action-index.ts';
import { createIndexUpkeep, type IndexUpkeep } from '../../lib/indexing/upkeep.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { streamHandler } from '../../lib/streams/handler.ts';
import { stream } from '../../lib/streams/trigger.ts';

/** Enters what is audited in the index by which it is found by its action. */
export const trigger = stream({
  table: 'audit',
  changes: ['INSERT'],
  batchSize: 100,
  grants: ['audit-actions:keep'],
});
export const createHandler = ({ enterChanged }: Pick<IndexUpkeep, 'enterChanged'>) =>
  streamHandler(trigger, enterChanged);
export const handler = createHandler(createIndexUpkeep(auditActionIndex, { read, commit, writeAlone }));
