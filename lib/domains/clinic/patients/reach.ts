import type { Caller } from '../../../access/caller.ts';
import { type NotFound, RuleViolation, unknownReference } from '../../../errors.ts';
import type { PatientAccess } from './access-schema.ts';
import { type Patient, patientHidden, patientNotFound } from './schema.ts';

/** What decides who may know of a patient. */
interface Belonging {
  readonly clinicId: string;
  readonly userId?: string | undefined;
}

/** Whether the patient is the caller themselves, or somebody whom they look after: their account is linked to the record. */
export function isLinked(caller: Caller, { userId }: Belonging): boolean {
  return caller.kind === 'person' && caller.userId === userId;
}

/** Whether the caller acts in every clinic, as admins do. A key acts for the patients of the clinic that it is bound to, or for none. */
export function actsEverywhere(caller: Caller): boolean {
  return caller.kind === 'person' && caller.roles.includes('admin');
}

/** Whether the caller may act on the patient for a clinic. */
export function isOfClinic(caller: Caller, { clinicId }: Belonging): boolean {
  return actsEverywhere(caller) || caller.clinicId === clinicId;
}

/** Whether the caller may know of the patient. */
export function isInReach(caller: Caller, patient: Belonging): boolean {
  return isLinked(caller, patient) || isOfClinic(caller, patient);
}

/** As what the caller looks at the patient, for the record of who did; their own view comes before any office. */
export function standpointOf(caller: Caller, patient: Belonging): PatientAccess['as'] {
  return isLinked(caller, patient) ? 'patient' : officeOf(caller, patient);
}

/** As what the caller does what an office alone lets them do, also with their own record. */
export function officeOf(
  caller: Caller,
  patient: Pick<Belonging, 'clinicId'>,
): Exclude<PatientAccess['as'], 'patient'> {
  if (caller.kind === 'machine') return 'program';
  // A doctor who is an admin as well opens the records of another clinic as that.
  const offices = caller.clinicId === patient.clinicId ? (['doctor', 'staff'] as const) : [];
  return offices.find((role) => caller.roles.includes(role)) ?? 'admin';
}

/** The patient as the caller sees them: whoever it is about never sees the notes, whatever else they are. */
export function seenBy<P extends Pick<Patient, 'internalNotes'> & Belonging>(caller: Caller, patient: P): P {
  if (!isLinked(caller, patient)) return patient;
  const { internalNotes: _, ...seen } = patient;
  return seen as P;
}

/**
 * The error of a patient who was looked for and is not there. To whoever knows a part of the patients alone it is that of one out
 * of their reach: who is hidden must look absent by the time of the answer, too, of which the audit is a part.
 */
export function patientAbsentFor(caller: Caller): NotFound {
  return actsEverywhere(caller) ? patientNotFound() : patientHidden();
}

/**
 * The clinic that a caller means: their own, or for those who act everywhere the one that they name, if they do. Throws `CLINIC_REQUIRED`,
 * and `UNKNOWN_REFERENCE` where they name another one than theirs.
 */
export function clinicMeant(caller: Caller, named: string | undefined): string {
  const meant = actsEverywhere(caller) ? (named ?? caller.clinicId) : caller.clinicId;
  if (meant === undefined) throw clinicRequired(caller);
  if (named !== undefined && named !== meant) throw unknownReference('clinicId', 'clinic');
  return meant;
}

function clinicRequired({ kind }: Caller): RuleViolation {
  const message = 'An API key registers patients of the clinic that it is bound to; this one is bound to none.';
  return new RuleViolation(
    'CLINIC_REQUIRED',
    kind === 'machine' ? message : 'Say at which clinic: you belong to none.',
  );
}
