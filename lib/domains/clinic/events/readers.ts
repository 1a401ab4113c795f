import * as z from 'zod';
import { defineEvent } from '../../../events/definition.ts';
import { id, instant } from '../../../schemas.ts';
import { person } from '../../identity/mails/addresses.ts';
import { detailedNotice } from '../../identity/mails/mail-kinds.ts';
import { recordsReadUnusuallyMail } from '../mails/templates/records-read-unusually.ts';

/** The most readers that an event names, who have read most; it says how many more there are. */
export const mostReadersNamed = 20;

/** How many of something there are. */
const count = (what: string) => z.int().min(0).max(2_147_483_647).describe(what);

const reader = () =>
  z.object({
    id: z.string().describe('Of the person or the API key'),
    kind: z.enum(['person', 'program']),
    records: count('How many different records'),
    atNight: count('How many of them at night of their clinic'),
  });

export const recordsReadUnusually = defineEvent({
  type: 'records.read-unusually',
  version: 1,
  summary: 'Somebody has opened more records in an hour than usual, or some at night: each admin is told once.',
  data: () =>
    z.object({
      userId: id().describe('The admin who is told'),
      hour: instant().describe('When the hour began'),
      readers: z.array(reader()).max(mostReadersNamed),
      others: count('How many more readers there were'),
    }),
  queues: ['email'],
});

/** The events about those who read records. */
export const events = [recordsReadUnusually] as const;

/** The mails about these events; a function makes them, since only the bundles that mail need them. */
export const mails = () => [
  detailedNotice(recordsReadUnusually, recordsReadUnusuallyMail, {
    to: person,
    dataOf: async (context, { hour, readers, others }, sources) => {
      const names = await sources.findNames(readers.flatMap(({ id, kind }) => (kind === 'person' ? [id] : [])));
      const named = readers.map((each) => ({ ...each, name: names.get(each.id) }));
      return { ...context, hour: new Date(hour), readers: named, others };
    },
  }),
];
