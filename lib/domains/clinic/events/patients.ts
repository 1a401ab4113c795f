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

/** The events about patients. */
export const events = [patientRegistered, patientChanged, patientDeleted, patientRestored] as const;
