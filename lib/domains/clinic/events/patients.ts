import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { id } from '../../../schemas.ts';

/** A patient, and the clinic where they are registered. */
const aboutPatient = () => z.object({ patientId: id(), clinicId: id() });

export const patientRegistered = defineEvent({
  type: 'patient.registered',
  version: 1,
  summary: 'A clinic has a patient more.',
  data: aboutPatient,
  queues: [],
});

export const patientChanged = defineEvent({
  type: 'patient.changed',
  version: 1,
  summary: 'What is known of a patient was changed.',
  data: aboutPatient,
  queues: [],
});

export const patientDeleted = defineEvent({
  type: 'patient.deleted',
  version: 1,
  summary: 'A patient was deleted; the record stays.',
  data: aboutPatient,
  queues: [],
});

export const patientRestored = defineEvent({
  type: 'patient.restored',
  version: 1,
  summary: 'A deleted patient is there again.',
  data: aboutPatient,
  queues: [],
});

/** A patient, and an account that sees them from then on, or no longer. */
const aboutLink = () => aboutPatient().extend({ userId: id() });

export const patientLinked = defineEvent({
  type: 'patient.linked',
  version: 1,
  summary: 'An account was linked to a patient, and sees their record.',
  data: aboutLink,
  queues: [],
});

export const patientUnlinked = defineEvent({
  type: 'patient.unlinked',
  version: 1,
  summary: 'An account is linked to a patient no longer.',
  data: aboutLink,
  queues: [],
});

/** The events about patients. */
export const events = [
  patientRegistered,
  patientChanged,
  patientDeleted,
  patientRestored,
  patientLinked,
  patientUnlinked,
] as const;
