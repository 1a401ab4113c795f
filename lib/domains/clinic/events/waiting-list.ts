import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { defineDue } from '../../../events/due-definition.ts';
import { id, instant } from '../../../schemas.ts';
import { offerMail } from '../mails/mail-kinds.ts';
import { slotOfferedMail } from '../mails/templates/slot-offered.ts';

/** An entry of a waiting list, and the hold by which a slot is kept for its patient. */
const offered = () => z.object({ entryId: id(), holdId: id() });

export const slotOffered = defineEvent({
  type: 'waiting-list.offered',
  version: 1,
  summary: 'A slot that is free again is kept for a patient who waits.',
  data: () => offered().extend({ patientId: id(), doctorId: id(), clinicId: id() }),
  queues: ['email'],
});

export const slotPassedOn = defineEvent({
  type: 'waiting-list.passed-on',
  version: 1,
  summary: 'A slot is for whoever waits next.',
  data: () =>
    z.object({
      doctorId: id(),
      clinicId: id(),
      start: instant(),
      behind: z.string().min(1).max(100).describe('The place in the list behind which the next one stands'),
      givenUpBy: id().optional().describe('The patient who gave the time up, to whom it is not offered'),
    }),
  queues: ['waiting-list'],
});

/** The end of the time for which a slot is kept for a patient who waits. */
export const slotOfferOver = defineDue({
  type: 'waiting-list.offer-over',
  version: 1,
  summary: 'A slot that was offered goes to whoever waits next, if it was not taken.',
  data: offered,
  queues: ['waiting-list'],
});

export const events = [slotOffered, slotPassedOn] as const;

/** The mails about these events; a function makes them, since only the bundles that mail need them. */
export const mails = () => [offerMail(slotOffered, slotOfferedMail)];
