import * as z from 'zod';
import { day } from '../../../clock.ts';
import { id, instant, moment, type Output, schema, whereSound } from '../../../schemas.ts';
import { clinicReference } from '../clinics/schema.ts';
import { endsAfterItBegins } from '../wall-times.ts';

const mostDays = 90;

const entryId = () => id().meta({ examples: ['019a0000-0000-7000-8000-0000000cc001'] });
const doctorId = () => id().meta({ description: 'The doctor.', examples: ['019a0000-0000-7000-8000-00000000d001'] });
const patientId = () => id().meta({ description: 'The patient.', examples: ['019a0000-0000-7000-8000-0000000ab001'] });

/** The path of an entry of a waiting list. */
export const waitingListPath = schema(() => z.object({ entryId: entryId() }));

/** A slot that is kept for a patient who waits. */
const slotOffer = schema(() =>
  z
    .object({
      holdId: id().meta({
        description: 'The hold by which the slot is booked, or declined.',
        examples: ['019a0000-0000-7000-8000-0000000bb001'],
      }),
      start: instant().meta({ examples: ['2030-03-18T13:00:00.000Z'] }),
      end: instant().meta({ examples: ['2030-03-18T13:30:00.000Z'] }),
      expiresAt: instant().meta({ examples: ['2030-03-12T09:10:00.000Z'] }),
    })
    .meta({ id: 'SlotOffer', description: 'A slot that is free again, and is kept for the patient until an instant.' }),
);

/** An entry of a waiting list as the API shows it. */
export const waitingListEntry = schema(() =>
  z
    .object({
      id: entryId(),
      clinicId: clinicReference('The clinic of doctor and patient.'),
      doctorId: doctorId(),
      patientId: patientId(),
      from: instant().meta({ examples: ['2030-03-18T12:00:00.000Z'] }),
      to: instant().meta({ examples: ['2030-03-22T22:00:00.000Z'] }),
      offer: slotOffer().optional(),
      createdAt: instant(),
    })
    .meta({ id: 'WaitingListEntry', description: 'A patient who waits for a slot of a doctor within a time.' }),
);
export type WaitingListEntry = Output<typeof waitingListEntry>;

/** An entry to be made. */
export const newWaitingListEntry = schema(() =>
  z
    .strictObject({
      doctorId: doctorId(),
      patientId: patientId(),
      from: moment('2030-03-18T08:00:00-04:00').describe('The earliest start of a slot that fits.'),
      to: moment('2030-03-22T18:00:00-04:00').describe('The latest end of a slot that fits.'),
    })
    .refine(...endsAfterItBegins)
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= mostDays * day, {
      path: ['to'],
      error: `Must be at most ${mostDays} days after from.`,
      params: { code: 'range_too_long' },
      when: whereSound('from', 'to'),
    })
    .meta({
      id: 'NewWaitingListEntry',
      description: `A time, of at most ${mostDays} days, in which a patient would see a doctor if a slot became free.`,
    }),
);
export type NewWaitingListEntry = Output<typeof newWaitingListEntry>;

/** Which entries are listed: of a doctor or of a patient. */
export const waitingListFilter = schema(() =>
  z.object({
    doctorId: id().optional().describe('Whose list: that of this doctor at the clinic of who asks.'),
    patientId: id().optional().describe('Whose entries: those of this patient.'),
  }),
);
export type WaitingListFilter = Output<typeof waitingListFilter>;

/** Demands that a query names one list: that of a doctor, or that of a patient. */
export function ofOneAlone(check: z.core.ParsePayload<WaitingListFilter>): void {
  const { doctorId, patientId } = check.value;
  if ((doctorId === undefined) !== (patientId === undefined) || !whereSound('doctorId', 'patientId')(check)) return;
  const params = { code: 'one_of' };
  const message = 'Must name either a doctor or a patient.';
  check.issues.push({ code: 'custom', input: check.value, message, params });
}
