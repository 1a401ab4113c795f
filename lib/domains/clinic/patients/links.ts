import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import { Forbidden } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createAccountReferences } from '../../identity/users/account-reference-service.ts';
import { patientLinked, patientUnlinked } from '../events/patients.ts';
import type { PatientLink } from './input-schema.ts';
import { isLinked, officeOf } from './reach.ts';
import { changedBy, type PatientRecord, type RecordChange, updatePatient } from './record-repository.ts';
import { createPatientRecords, type OpenedRecord, patientOf, type Target } from './records.ts';
import { clinicOwner, writeRow } from './row-repository.ts';
import type { Patient } from './schema.ts';

interface Dependencies extends Pick<Platform, 'read' | 'commit' | 'clock'> {
  readonly keyring: Pick<Keyring, 'get' | 'open'>;
}

export type PatientLinks = ReturnType<typeof createPatientLinks>;

/** Links patients to the accounts that see them: their own, or that of whoever looks after them. */
export function createPatientLinks({ read, commit, clock, keyring }: Dependencies) {
  const records = createPatientRecords({ read, keyring });
  const accounts = createAccountReferences({ read });

  /** Changes a link that is another's: whoever ends their own, or passes it on, would come to the notes about themselves. */
  const change = <R>(caller: Caller, target: Target, work: (opened: OpenedRecord) => Promise<R>): Promise<R> =>
    records.change(caller, target, async (opened) => {
      if (isLinked(caller, opened.record)) throw ownLink();
      return work(opened);
    });

  /** The writes of a change of the account, and the record that they leave. */
  async function changeOf({ record, key }: OpenedRecord, { set, remove }: RecordChange) {
    const clinicKey = await keyring.get(clinicOwner(record));
    const change = { set: { ...set, updatedAt: clock().toISOString() }, remove };
    const after = changedBy(change, record);
    return { writes: [updatePatient(record, change, key), writeRow(after, clinicKey)], after };
  }

  /** Finds the account that somebody else is to be linked to: one's own readings are counted by nobody, and outlast the office. */
  async function findAccount(caller: Caller, record: PatientRecord, account: PatientLink) {
    const found = await accounts.get(caller, account);
    if (isLinked(caller, { ...record, userId: found.userId })) throw ownLink();
    return found;
  }

  async function link(
    caller: Caller,
    opened: OpenedRecord,
    userId: string,
    requireAccount: Write,
  ): Promise<Stored<Patient>> {
    const { writes, after } = await changeOf(opened, { set: { userId }, remove: [] });
    const { userId: formerUserId } = opened.record;
    const { subject, data, details } = told(caller, opened.record);
    const replaced = formerUserId && patientUnlinked.of({ subject, data: { ...data, userId: formerUserId } });
    const accountsToldOf = { userId, ...(formerUserId && { formerUserId }) };
    return commit([...writes, requireAccount], {
      events: [...(replaced ? [replaced] : []), patientLinked.of({ subject, data: { ...data, userId } })],
      audit: [{ action: 'patient.linked', subject, outcome: 'success', details: { ...details, ...accountsToldOf } }],
      result: patientOf(caller, after, opened.counts),
    });
  }

  /** Shows a patient who is linked as is wished already: it is a read of the record, and no change. */
  async function show(caller: Caller, { record, counts }: OpenedRecord): Promise<Stored<Patient>> {
    const { subject, details } = told(caller, record);
    await commit([], { audit: [{ action: 'patient.read', subject, outcome: 'success', details }] });
    return patientOf(caller, record, counts);
  }

  async function unlink(caller: Caller, opened: OpenedRecord): Promise<void> {
    const { userId } = opened.record;
    if (userId === undefined) return;
    const { writes } = await changeOf(opened, { set: {}, remove: ['userId'] });
    const { subject, data, details } = told(caller, opened.record);
    await commit(writes, {
      events: [patientUnlinked.of({ subject, data: { ...data, userId } })],
      audit: [{ action: 'patient.unlinked', subject, outcome: 'success', details: { ...details, userId } }],
    });
  }

  return {
    /**
     * Links a patient to an account whose address is verified, in place of any other; neither is the caller's own. Throws
     * `PATIENT_NOT_FOUND`, `USER_NOT_FOUND`, `OWN_LINK`, `EMAIL_NOT_VERIFIED`, `STALE_VERSION`, `CONCURRENT_CHANGE`.
     */
    link: (caller: Caller, target: Target, account: PatientLink): Promise<Stored<Patient>> =>
      change(caller, target, async (opened) => {
        const { userId, requireAccount } = await findAccount(caller, opened.record, account);
        return opened.record.userId === userId ? show(caller, opened) : link(caller, opened, userId, requireAccount);
      }),

    /**
     * Ends the link of a patient, whose account sees nothing of them from then on; without one nothing changes. Throws
     * `PATIENT_NOT_FOUND`, `OWN_LINK`, `STALE_VERSION`, `CONCURRENT_CHANGE`.
     */
    unlink: (caller: Caller, target: Target): Promise<void> =>
      change(caller, target, (opened) => unlink(caller, opened)),
  };
}

function told(caller: Caller, record: PatientRecord) {
  const { id: patientId, clinicId } = record;
  return {
    subject: `patients/${patientId}`,
    data: { patientId, clinicId },
    details: { as: officeOf(caller, record), clinicId },
  };
}

function ownLink(): Forbidden {
  return new Forbidden('OWN_LINK', 'The link of a record to yourself is for others to change.');
}
