import * as z from 'zod';
import { equals } from '../data/condition.ts';
import { entity } from '../data/entity.ts';
import { at } from '../data/read.ts';
import { insert, update, type Write } from '../data/write.ts';
import { Conflict, NotFound } from '../errors.ts';
import { id } from '../schemas.ts';
import { accountStatus } from '../users/schema.ts';
import { roles } from './permissions.ts';

/** What decides whether a person may come in; kept apart from the profile so that no profile read holds a hash. */
const security = z.object({
  userId: id,
  /** PHC string. */
  passwordHash: z.string(),
  /** Raised to make every access token of the person worthless. */
  tokenVersion: z.int().min(1),
  status: accountStatus,
  emailVerified: z.boolean(),
  roles: z.array(z.enum(roles)).min(1),
  clinicId: id.optional(),
});
export type Security = z.output<typeof security>;

/** The person's address is verified already. */
export class AlreadyVerified extends Conflict {
  constructor() {
    super('ALREADY_VERIFIED', 'The email address is verified already.');
  }
}

const securities = entity({
  name: 'security',
  table: 'identity',
  schema: security,
  key: (person: { userId: string }) => ({ pk: `USER#${person.userId}`, sk: 'SECURITY' }),
});

/** Refers to a person's security item, to be read together with other items. */
export function securityAt(userId: string) {
  return at(securities, { userId });
}

export function insertSecurity(value: Security): Write {
  const conflict = () => new Conflict('DUPLICATE_ID', 'There is a person with this id already.');
  return insert(securities, value, { conflict });
}

/** Throws `AlreadyVerified` unless the address was unverified until now. */
export function markSecurityVerified(userId: string): Write {
  return update(
    securities,
    { userId },
    {
      set: { emailVerified: true },
      when: equals('emailVerified', false),
      conflict: (old) => (old ? new AlreadyVerified() : new NotFound('USER_NOT_FOUND', 'There is no such user.')),
    },
  );
}
