import { auditEntries, timeOf } from '../../../commit/audit-entry.ts';
import type { Item } from '../../../data/database.ts';
import { defineIndex } from '../../../indexing/definition.ts';
import { id } from '../../../schemas.ts';

/**
 * The entries of the audit by their action and time. They are read as they are stored, since only who reads them can tell whether
 * they are genuine; none ever changes.
 */
export const auditActionIndex = defineIndex<Item>({
  name: 'audit-actions',
  table: 'audit',
  appendOnly: true,
  at: (entryId) => ({
    table: 'audit',
    key: auditEntries.key({ id: entryId, time: timeOf(entryId) }),
    parse: (item) => ({ ...item, version: Number(item.version) }),
  }),
  idAt: ({ pk, sk }) => {
    const entryId = id().safeParse(sk.slice(sk.indexOf('#') + 1)).data;
    if (entryId === undefined) return undefined;
    // Any other place is a forger's, who would have entered what is not there.
    const own = auditEntries.key({ id: entryId, time: timeOf(entryId) });
    return own.pk === pk && own.sk === sk ? entryId : undefined;
  },
  lists: ({ action, time }) =>
    typeof action === 'string' && typeof time === 'string' ? [{ list: listOfAction(action), place: time }] : [],
});

/** The list of the entries of an action. */
export function listOfAction(action: string): string {
  return `ACTION#${action}`;
}
