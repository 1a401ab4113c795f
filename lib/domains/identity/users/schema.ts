import * as z from 'zod';
import { roles } from '../../../access/permissions.ts';
import type { Stored } from '../../../data/entity.ts';
import { NotFound } from '../../../errors.ts';
import { searchWords } from '../../../folded-words.ts';
import {
  calendarDate,
  email,
  id,
  instant,
  keptEmail,
  line,
  type Output,
  schema,
  typedPassword,
} from '../../../schemas.ts';
import { asSet } from '../../../sets.ts';
import { clinicReference } from '../../clinic/clinics/schema.ts';

/** A person's name as typed. */
export const personName = schema(() => line(2, 50).meta({ examples: ['Ada Lovelace'] }));

/** A name that was accepted earlier, by the rules of its time. */
const keptName = schema(() => z.string().meta({ minLength: 1, maxLength: 50, examples: ['Ada Lovelace'] }));

/** The path of a person, and of what belongs to them. */
export const userPath = schema(() => z.object({ userId: id().describe('The id of the person.') }));

/** What a person is, from which their permissions follow. */
export const role = schema(() =>
  z.enum(roles).meta({ id: 'Role', description: 'What a person is in the clinic, which says what they may do.' }),
);

/** The clinic that doctors and staff belong to. */
const clinicId = schema(() => clinicReference('The clinic that doctors and staff belong to.'));

/** Whether an account may be used. */
export const accountStatus = schema(() =>
  z
    .enum(['active', 'locked', 'deleted'])
    .meta({ id: 'AccountStatus', description: 'Whether an account may be used; while it is `locked`, sign-ins wait.' }),
);

/** A person as the API shows them. */
export const user = schema(() =>
  z
    .object({
      id: id(),
      email: keptEmail(),
      name: keptName(),
      roles: z
        .array(role())
        .min(1)
        .meta({ examples: [['doctor']] }),
      clinicId: clinicId().optional(),
      dateOfBirth: calendarDate().optional(),
      emailVerified: z.boolean(),
      mfaEnabled: z.boolean(),
      status: accountStatus(),
      createdAt: instant(),
      updatedAt: instant(),
    })
    .meta({ id: 'User', description: 'A person as the API shows them.' }),
);
export type User = Output<typeof user>;

/** A person as stored. */
export const person = schema(() =>
  user().extend({
    /** The instant until which sign-ins from a network that keeps guessing have to wait; a past one means nothing. */
    lockedUntil: instant().optional(),
  }),
);
export type StoredPerson = Output<typeof person>;

/** The person as they are seen at an instant: locked while sign-ins have to wait. */
export function seenAt(now: Date, { lockedUntil, ...seen }: Stored<StoredPerson>): Stored<User> {
  const locked = seen.status === 'active' && lockedUntil !== undefined && lockedUntil > now.toISOString();
  return locked ? { ...seen, status: 'locked' } : seen;
}

/** What somebody may change of a profile: an absent field stays as it is, and null clears it. */
export const profileChange = schema(() =>
  z
    .strictObject({
      name: personName().optional(),
      dateOfBirth: calendarDate()
        .nullable()
        .optional()
        .describe('Not ahead, and at most 130 years ago; `null` clears it.'),
    })
    .refine((change) => Object.keys(change).length > 0, { error: 'Must change something.', params: { code: 'empty' } })
    .meta({
      id: 'ProfileChange',
      minProperties: 1,
      description: 'What changes of a profile, one thing at least: an absent field stays as it is.',
    }),
);
export type ProfileChange = Output<typeof profileChange>;

/** What a person shows to delete their account; people of another issuer have no password here. */
export const farewell = schema(() =>
  z
    .strictObject({ password: typedPassword().optional() })
    .meta({
      id: 'AccountDeletion',
      description: 'What a person shows to delete their account; people of another issuer have no password here.',
    })
    .optional(),
);

/** The roles that a person is to hold, and the clinic that doctors and staff belong to. */
export const roleAssignment = schema(() =>
  z
    .strictObject({
      roles: z
        .array(role())
        .min(1)
        .max(roles.length)
        .refine((held) => new Set(held).size === held.length, {
          error: 'Names a role twice.',
          params: { code: 'repeated' },
        })
        .overwrite(asSet)
        .meta({ uniqueItems: true, description: 'Each named once.', examples: [['doctor']] }),
      clinicId: clinicId().optional(),
    })
    .meta({
      id: 'RoleAssignment',
      description: 'The roles that a person is to hold, and the clinic that doctors and staff belong to.',
    }),
);
export type RoleAssignment = Output<typeof roleAssignment>;

/** An invitation of a person. */
export const invitation = schema(() =>
  roleAssignment()
    .extend({ email: email(), name: personName() })
    .meta({ id: 'Invitation', description: 'Who is invited, and as what.' }),
);
export type Invitation = Output<typeof invitation>;

/** How people are sorted; a minus turns the order round. */
const userSort = schema(() =>
  z
    .enum(['createdAt', '-createdAt', 'name', '-name', 'email', '-email'])
    .meta({ id: 'UserSort', description: 'How people are sorted; a minus turns the order round.' }),
);

/** How people are searched, filtered and sorted, as the query string of a URL has it. */
export const peopleFilter = schema(() =>
  z.object({
    q: line(1, 100, 'How words of name and address begin, in the order of these words, with a letter or a digit.')
      .refine((text) => searchWords(text).length > 0, {
        error: 'Must hold a letter or a digit.',
        params: { code: 'empty' },
      })
      .meta({ examples: ['ada lov'] })
      .optional(),
    role: role().optional(),
    clinicId: clinicId().optional(),
    status: accountStatus().optional(),
    sort: userSort().optional().describe('The newest people come first by default.'),
  }),
);
export type PeopleFilter = Output<typeof peopleFilter>;

/** The person does not exist, is deleted, or is not the caller's to see: it all looks the same. */
export function userNotFound(): NotFound {
  return new NotFound('USER_NOT_FOUND', 'There is no such user.');
}

/** The error of `userNotFound`, audited, for a person whom the caller may not know of, whether or not they exist. */
export function userHidden(): NotFound {
  return new NotFound('USER_NOT_FOUND', 'There is no such user.', { refused: true });
}
