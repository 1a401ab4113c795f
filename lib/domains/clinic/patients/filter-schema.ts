import * as z from 'zod';
import { searchWords } from '../../../folded-words.ts';
import { id, line, type Output, schema } from '../../../schemas.ts';
import { clinicReference } from '../clinics/schema.ts';
import { bloodGroup } from './schema.ts';

/** How patients are sorted; a minus turns the order round. */
const patientSort = schema(() =>
  z
    .enum(['createdAt', '-createdAt', 'name', '-name'])
    .meta({ id: 'PatientSort', description: 'How patients are sorted; a minus turns the order round.' }),
);

const meaningOfText =
  'How words of name and address begin, the number or how it begins after its `PAT-`, or the last four digits or more of the telephone.';

/** How patients are searched, filtered and sorted, as the query string of a URL has it. */
export const patientFilter = schema(() =>
  z.object({
    q: line(1, 100, meaningOfText)
      .refine((text) => searchWords(text).length > 0, {
        error: 'Must hold a letter or a digit.',
        params: { code: 'empty' },
      })
      .meta({ examples: ['grace hop'] })
      .optional(),
    bloodGroup: bloodGroup().optional(),
    doctorId: id()
      .meta({
        description: 'The doctor who is in charge of the patients.',
        examples: ['019a0000-0000-7000-8000-00000000a002'],
      })
      .optional(),
    clinicId: clinicReference('Where the patients are registered; a clinic’s own people see no others.').optional(),
    linked: z
      .literal('true')
      .meta({ description: 'Those who are linked to the account of who asks, whatever they are beside.' })
      .optional(),
    sort: patientSort().optional().describe('The newest patients come first by default.'),
  }),
);
export type PatientFilter = Output<typeof patientFilter>;
