import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { id } from '../../../schemas.ts';

const clinicId = () => z.object({ clinicId: id() });

export const clinicCreated = defineEvent({
  type: 'clinic.created',
  version: 1,
  summary: 'There is a clinic more.',
  data: clinicId,
  queues: [],
});

export const clinicChanged = defineEvent({
  type: 'clinic.changed',
  version: 1,
  summary: 'A clinic has another name, zone or hours, or other closures, than before.',
  data: clinicId,
  queues: [],
});

export const clinicDeleted = defineEvent({
  type: 'clinic.deleted',
  version: 1,
  summary: 'A clinic to which nobody and nothing belonged is gone.',
  data: clinicId,
  queues: [],
});

/** The events about clinics. */
export const events = [clinicCreated, clinicChanged, clinicDeleted] as const;
