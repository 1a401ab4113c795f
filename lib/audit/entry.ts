import * as z from 'zod';
import { currentContext } from '../context.ts';
import { entity } from '../data/entity.ts';
import { insert, type Stamp, type Write } from '../data/write.ts';

const auditEntry = z.object({
  id: z.uuid(),
  time: z.iso.datetime(),
  /** What was tried, `users.register`. */
  action: z.string().min(1),
  /** Who tried it, where that is known. */
  actorId: z.string().optional(),
  /** On what, `users/<id>`. */
  subject: z.string().min(1),
  outcome: z.enum(['success', 'refused', 'failure']),
  /** The client's network address. */
  address: z.string().optional(),
  requestId: z.string().min(1),
  details: z.record(z.string(), z.unknown()),
});

export type AuditEntry = z.output<typeof auditEntry>;

/** Who did what to what, by the day; entries are added and read, never changed. */
const auditEntries = entity({
  name: 'auditEntry',
  table: 'audit',
  schema: auditEntry,
  key: ({ id, time }: { readonly id: string; readonly time: string }) => ({
    pk: `AUDIT#${time.slice(0, 10)}`,
    sk: `${time}#${id}`,
  }),
});

/** An entry as a service tells of it; what is left out comes from the invocation under way. */
export type NewAuditEntry = Pick<AuditEntry, 'action' | 'subject' | 'outcome'> &
  Partial<Pick<AuditEntry, 'actorId' | 'address' | 'details'>>;

/** The write that stores an entry. */
export function auditWrite(entry: NewAuditEntry, { commitId, now }: Stamp, newId: (now: number) => string): Write {
  const { actorId, address, requestId = commitId } = currentContext() ?? {};
  const value = {
    ...(actorId !== undefined && { actorId }),
    ...(address !== undefined && { address }),
    requestId,
    details: {},
    ...entry,
    id: newId(now.getTime()),
    time: now.toISOString(),
  };
  return insert(auditEntries, value, { conflict: () => new Error(`The audit entry ${value.id} exists already`) });
}
