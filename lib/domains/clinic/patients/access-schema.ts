import * as z from 'zod';
import { id, instant, type Output, schema } from '../../../schemas.ts';
import { accessActions } from './access-words.ts';

/** As what somebody has opened or changed a record. */
const standpoint = schema(() =>
  z.enum(['patient', 'doctor', 'staff', 'admin', 'program']).meta({
    id: 'Standpoint',
    description:
      'As what somebody has opened or changed a record: `patient` is an account that is linked to it, `program` an API key or the product itself.',
  }),
);

const accessAction = schema(() =>
  z.enum(accessActions).meta({ id: 'PatientAccessAction', description: 'What was done with a patient’s record.' }),
);

const accessor = schema(() =>
  z
    .object({
      id: z
        .string()
        .meta({ description: 'Of the person or the API key.', examples: ['019a0000-0000-7000-8000-00000000a002'] })
        .optional(),
      name: z
        .string()
        .meta({ description: 'Of a person.', examples: ['Dr. Ada Lovelace'] })
        .optional(),
      kind: z.enum(['you', 'person', 'program']).meta({
        id: 'AccessorKind',
        description: 'Whether it was whoever asks, another person, or a program.',
      }),
    })
    .meta({
      id: 'Accessor',
      description:
        'Who has opened or changed a record; of a person whom an API key may not know of, an admin or somebody of another clinic, neither id nor name is told to it.',
    }),
);

/** One time that a record was opened or changed, in words that a patient understands. */
export const patientAccess = schema(() =>
  z
    .object({
      id: id(),
      time: instant(),
      action: accessAction(),
      what: z.string().meta({
        description: 'What was done, in a sentence in the language of the reader.',
        examples: ['Your record was opened.'],
      }),
      by: accessor(),
      as: standpoint(),
      fields: z
        .array(z.string().meta({ examples: ['phone'] }))
        .meta({ description: 'The names of what was changed; never what it was.', examples: [['email', 'phone']] })
        .optional(),
    })
    .meta({ id: 'PatientAccess', description: 'One time that a patient’s record was opened or changed.' }),
);
export type PatientAccess = Output<typeof patientAccess>;

/**
 * What an entry of the audit tells of an access, of whichever release; what acts without a caller is a program, such as a seed. No
 * entry is left out because of its details.
 */
export const accessDetails = schema(() =>
  z.object({
    as: standpoint().catch('program'),
    clinicId: id().optional().catch(undefined),
    fields: z.array(z.string()).optional().catch(undefined),
  }),
);
