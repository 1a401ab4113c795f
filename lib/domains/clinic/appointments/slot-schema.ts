import * as z from 'zod';
import { day } from '../../../clock.ts';
import { instant, moment, type Output, schema, whereSound } from '../../../schemas.ts';

const mostDays = 31;

/** Which slots are asked for, as the query string of a URL has it; those that lie within as a whole. */
export const slotRange = schema(() =>
  z
    .strictObject({
      from: moment('2030-03-18T00:00:00-04:00').describe('The earliest start.'),
      to: moment('2030-03-25T00:00:00-04:00').describe(`The latest end, at most ${mostDays} days after \`from\`.`),
    })
    .refine(({ from, to }) => from < to, {
      path: ['to'],
      error: 'Must be after from.',
      params: { code: 'order' },
      when: whereSound('from', 'to'),
    })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= mostDays * day, {
      path: ['to'],
      error: `Must be at most ${mostDays} days after from.`,
      params: { code: 'range_too_long' },
      when: whereSound('from', 'to'),
    }),
);
export type SlotRange = Output<typeof slotRange>;

const start = () => instant().meta({ examples: ['2030-03-18T13:00:00.000Z'] });
const end = () => instant().meta({ examples: ['2030-03-18T13:30:00.000Z'] });

/** A time that can be booked, in the order of their starts. */
export const freeSlots = schema(() =>
  z.array(
    z
      .object({ start: start(), end: end() })
      .meta({ id: 'Slot', description: 'A time of a doctor that can be booked by its start.' }),
  ),
);

const closedCount = (what: string) =>
  z
    .int()
    .meta({ minimum: 1, maximum: 2_147_483_647, description: what, examples: [4] })
    .optional();

const closedBy = schema(() =>
  z
    .object({
      not_working: closedCount(
        'Days in which the doctor has no slot at all; 1 where none lies within a range of hours.',
      ),
      closed: closedCount('Slots at which the clinic is closed.'),
      time_off: closedCount('Slots at which the doctor is away.'),
      notice: closedCount('Slots that it is too late to book.'),
      horizon: closedCount('Slots that it is too early to book.'),
      taken: closedCount('Slots that somebody has.'),
    })
    .meta({
      id: 'SlotsClosedBy',
      description: 'What closed the slots of a range, each counted by the first reason that it has.',
    }),
);

/** What is told beside free slots, where there are none. */
export const slotsMeta = schema(() =>
  z
    .object({
      reasons: closedBy().optional().describe('What closed the range; only where it has no free slot.'),
      nextFree: start()
        .optional()
        .describe('When the next free slot begins; only where the range has none, and there is one.'),
    })
    .meta({ id: 'SlotsMeta', description: 'Why there are no free slots, and when there is one.' }),
);

/** Free slots, with what is told beside them. */
export interface FreeSlots {
  readonly data: Output<typeof freeSlots>;
  readonly meta: Output<typeof slotsMeta>;
}
