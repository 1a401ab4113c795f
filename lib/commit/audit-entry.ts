import * as z from 'zod';
import { currentContext } from '../context.ts';
import type { Key } from '../data/database.ts';
import { entity } from '../data/entity.ts';
import { insert, type Stamp, type Write } from '../data/write.ts';
import { id, type Output, schema } from '../schemas.ts';
import type { AuditAction } from './audit-action.ts';

/** The most characters of a subject: it is the key of an index (2,048 bytes), and so stands in cursors, which are bounded. */
export const longestSubject = 300;

/** How an attempt ended. */
export const auditOutcome = schema(() =>
  z.enum(['success', 'refused', 'failure']).meta({ id: 'AuditOutcome', description: 'How an attempt ended.' }),
);

/** One entry of the audit, as it is stored and as the API shows it. */
export const auditEntry = schema(() =>
  z.object({
    id: id().describe('A UUIDv7 of the entry’s own time.'),
    time: z.iso.datetime().meta({ examples: ['2026-03-08T09:30:00.000Z'] }),
    /** What was attempted, `users.listed`; an entry of another release may have an action that this one does not know. */
    action: z
      .string()
      .min(1)
      .meta({ examples: ['users.listed'] }),
    actorId: z
      .string()
      .min(1)
      .meta({
        description:
          'The person or the API key that attempted it, by id, or the command of an operator, where that is known.',
        examples: ['019a0000-0000-7000-8000-000000000001'],
      })
      .optional(),
    subject: z
      .string()
      .min(1)
      .max(longestSubject)
      .meta({ description: 'What it was attempted on; for a refused request its path.', examples: ['users'] }),
    outcome: auditOutcome(),
    address: z
      .string()
      .meta({ description: 'The client’s network address.', examples: ['192.0.2.1'] })
      .optional(),
    requestId: z
      .string()
      .min(1)
      .meta({ examples: ['019a0000-0000-7000-8000-00000000e001'] }),
    details: z.record(z.string(), z.unknown()).meta({ examples: [{ filter: { role: 'doctor' } }] }),
  }),
);

export type AuditEntry = Output<typeof auditEntry>;

/** The audit entries by the day; they are added and read, never changed. */
export const auditEntries = entity({
  name: 'auditEntry',
  table: 'audit',
  schema: auditEntry,
  key: ({ id, time }: { readonly id: string; readonly time: string }) => ({
    pk: dayPartition(time.slice(0, 10)),
    sk: `${time}#${id}`,
  }),
});

/** The partition of a day's entries, `YYYY-MM-DD` in UTC. */
export function dayPartition(day: string): string {
  return `AUDIT#${day}`;
}

/** Reads the time of a UUIDv7, which begins with 48 bits of Unix milliseconds. */
export function timeOf(id: string): string {
  return new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toISOString();
}

/** Whether an entry lies where its own time and id put it. All that `commit` has written do: any other is forged. */
export function liesInPlace(entry: Pick<AuditEntry, 'id' | 'time'>, { pk, sk }: Key): boolean {
  const own = auditEntries.key(entry);
  return own.pk === pk && own.sk === sk && timeOf(entry.id) === entry.time;
}

/** An entry as a service describes it, of a declared action; fields that it leaves out are those of the current invocation. */
export type NewAuditEntry = Pick<AuditEntry, 'subject' | 'outcome'> &
  Partial<Pick<AuditEntry, 'actorId' | 'address' | 'details'>> & { readonly action: AuditAction };

/** The write that stores an entry by itself, outside of any commit. */
export function loneAuditWrite(entry: NewAuditEntry, newId: (now: number) => string): Write {
  return {
    action: (stamp) => auditWrite(entry, stamp, newId).action(stamp),
    refusal: () => new Error('The audit entry exists already'),
  };
}

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
