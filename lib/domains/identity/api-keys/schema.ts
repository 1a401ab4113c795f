import * as z from 'zod';
import type { Permission } from '../../../access/permissions.ts';
import { id, instant, line, type Output, schema } from '../../../schemas.ts';
import { clinicReference } from '../../clinic/clinics/schema.ts';
import { isInsideClinic, permissions } from '../../declared/permissions.ts';

const permission = schema(() =>
  z
    .enum(permissions as [Permission, ...Permission[]])
    .meta({ id: 'Permission', description: 'What a route asks of its caller, whose roles or whose key give it.' }),
);

/** What a key may do; each permission is named once. */
const scopes = schema(() =>
  z
    .array(permission())
    .min(1)
    .refine((given) => new Set(given).size === given.length, 'Must not name a permission twice.')
    .meta({ description: 'What the key may do, each named once.', examples: [['users:list']] }),
);

const dailyQuota = schema(() =>
  z
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: 'Requests that the key may make in a day, by UTC.', examples: [10_000] }),
);

const expiry = schema(() =>
  instant().meta({
    description: 'Ahead, where a key is made; absent where it is valid until it is revoked.',
    // The document shows it to whoever tries the route, and must not go out of date.
    examples: ['2099-01-01T00:00:00.000Z'],
  }),
);

const clinicId = schema(() => {
  const beyond = permissions.filter((permission) => !isInsideClinic(permission)).join(', ');
  return clinicReference(
    `The clinic that the key is bound to, inside which alone it acts; what is not used inside one it cannot do: ${beyond}.`,
  );
});

/** What a person says of a key that they make; without `expiresAt` it is valid until it is revoked. */
export const newApiKey = schema(() =>
  z
    .strictObject({
      name: line(1, 100, 'What the key is for.').meta({ examples: ['Laboratory import'] }),
      permissions: scopes(),
      clinicId: clinicId().optional(),
      dailyQuota: dailyQuota(),
      expiresAt: expiry().optional(),
    })
    .meta({ id: 'NewApiKey', description: 'What a person says of a key that they make.' }),
);
export type NewApiKey = Output<typeof newApiKey>;

/** A key as it is shown ever after. */
export const apiKey = schema(() =>
  z
    .object({
      id: id(),
      name: z.string().meta({ examples: ['Laboratory import'] }),
      permissions: z.array(permission()).meta({ examples: [['users:list']] }),
      clinicId: clinicId().optional(),
      dailyQuota: dailyQuota(),
      expiresAt: expiry().optional(),
      createdAt: instant(),
      createdBy: id().describe('The person who made it.'),
    })
    .meta({ id: 'ApiKey', description: 'The key of a machine, without its text.' }),
);
export type ApiKey = Output<typeof apiKey>;

/** A key as it is shown once, when it is made. */
export const createdApiKey = schema(() =>
  apiKey()
    .extend({
      key: z.string().meta({
        description: 'To be sent as `x-api-key`; nobody can be shown it again.',
        examples: ['polyclinic_example-key'],
      }),
    })
    .meta({ id: 'CreatedApiKey', description: 'The key of a machine with its text, as it is shown once.' }),
);
export type CreatedApiKey = Output<typeof createdApiKey>;
