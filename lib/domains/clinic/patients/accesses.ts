import type { Caller } from '../../../access/caller.ts';
import type { AuditEntry } from '../../../commit/audit-entry.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { Forbidden } from '../../../errors.ts';
import type { Language } from '../../../languages.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createPeopleNames, type KnownPeople } from '../../identity/users/names-service.ts';
import { createAuditHistory } from '../../operations/audit/history-service.ts';
import { accessDetails, type PatientAccess } from './access-schema.ts';
import { isAccessAction, sentenceOf } from './access-words.ts';
import { isLinked, standpointOf } from './reach.ts';
import type { PatientRecord } from './record-repository.ts';
import { createPatientRecords, type RecordDependencies } from './records.ts';

/** What is needed to tell of entries: who reads it, in which language, and whom they may know of. */
interface Telling {
  readonly caller: Caller;
  readonly isOwn: boolean;
  readonly language: Language;
  readonly people: KnownPeople;
}

export type PatientAccesses = ReturnType<typeof createPatientAccesses>;

/** Tells who has opened or changed the records of patients, each of which is opened to see whose it is. */
export function createPatientAccesses({
  commit,
  keyring,
  ...reading
}: Parameters<typeof createAuditHistory>[0] & RecordDependencies & Pick<Platform, 'commit'>) {
  const { read } = reading;
  const records = createPatientRecords({ read, keyring });
  const listHistory = createAuditHistory(reading);
  const names = createPeopleNames({ read });

  async function get(caller: Caller, patientId: string): Promise<PatientRecord> {
    const { record } = await records.get(caller, patientId);
    if (!mayAsk(caller, record))
      throw new Forbidden('PERMISSION_DENIED', 'Doctors do not see who has opened a record.');
    return record;
  }

  return {
    /**
     * Lists who has opened or changed a record, newest first, by one query and one batch read, which is on record before it is
     * seen and does not stand in the list itself. Throws `PATIENT_NOT_FOUND`, and `PERMISSION_DENIED` for who is a doctor alone.
     */
    async list(
      caller: Caller,
      patientId: string,
      language: Language,
      request: PageRequest,
    ): Promise<Page<PatientAccess>> {
      const record = await get(caller, patientId);
      const subject = `patients/${patientId}`;
      const { items, ...page } = await listHistory(subject, isShown, request);
      const people = await names.findFor(
        caller,
        items.flatMap(({ actorId }) => actorId ?? []),
      );
      const details = { as: standpointOf(caller, record), clinicId: record.clinicId };
      await commit([], { audit: [{ action: 'patient.accesses-read', subject, outcome: 'success', details }] });
      const telling = { caller, isOwn: isLinked(caller, record), language, people };
      return { ...page, items: items.flatMap((entry) => accessOf(entry, telling)) };
    },
  };
}

/** Whether somebody who may know of the patient may ask who has looked: the patient, and those who answer for it. */
function mayAsk(caller: Caller, record: PatientRecord): boolean {
  const answers = caller.kind === 'machine' || caller.roles.some((role) => role === 'staff' || role === 'admin');
  return answers || isLinked(caller, record);
}

function isShown({ action, outcome }: AuditEntry): boolean {
  return outcome === 'success' && isAccessAction(action);
}

function accessOf({ id, time, action, actorId, details }: AuditEntry, telling: Telling): PatientAccess[] {
  if (!isAccessAction(action)) return [];
  const { as, fields } = accessDetails().parse(details);
  const { isOwn, language } = telling;
  const told =
    isOwn && fields?.includes('internalNotes') ? withoutNotes(action, fields) : { action, ...(fields && { fields }) };
  return [
    { id, time, as, ...told, what: sentenceOf(told.action, language, isOwn), by: accessorOf(as, actorId, telling) },
  ];
}

/** A change without its notes: who changed them alone has read the record by that, and a change of nothing would tell of them. */
function withoutNotes(
  action: PatientAccess['action'],
  fields: readonly string[],
): Pick<PatientAccess, 'action' | 'fields'> {
  const others = fields.filter((field) => field !== 'internalNotes');
  return others.length > 0 ? { action, fields: others } : { action: 'patient.read' };
}

function accessorOf(
  as: PatientAccess['as'],
  actorId: string | undefined,
  { caller, people: { names, hidden } }: Telling,
): PatientAccess['by'] {
  if (actorId === undefined) return { kind: 'program' };
  if (hidden.has(actorId)) return { kind: 'person' };
  const name = names.get(actorId);
  const isCaller = caller.kind === 'person' && caller.userId === actorId;
  const kind = isCaller ? 'you' : as === 'program' ? 'program' : 'person';
  return { id: actorId, kind, ...(name !== undefined && { name }) };
}
