import * as z from 'zod';
import type { Permission } from '../../../access/permissions.ts';
import { id, instant, line, type Output, schema } from '../../../schemas.ts';
import { permissions } from '../../declared/permissions.ts';

const permission = schema(() => z.enum(permissions as [Permission, ...Permission[]]).meta({ id: 'Permission' }));

/** What a key may do; each permission is named once. */
const scopes = schema(() =>
  z
    .array(permission())
    .min(1)
    .refine((given) => new Set(given).size === given.length, 'Must not name a permission twice.'),
);

/** Requests that a key may make in a day, by UTC. */
const dailyQuota = schema(() =>
  z
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ examples: [10_000] }),
);

/** What a person says of a key that they make; without `expiresAt` it is valid until it is revoked. */
export const newApiKey = schema(() =>
  z
    .strictObject({
      name: line(1, 100).meta({ examples: ['Laboratory import'] }),
      permissions: scopes(),
      dailyQuota: dailyQuota(),
      expiresAt: instant().optional(),
    })
    .meta({ id: 'NewApiKey' }),
);
export type NewApiKey = Output<typeof newApiKey>;

/** A key as it is shown ever after. */
export const apiKey = schema(() =>
  z
    .object({
      id: id(),
      name: z.string(),
      permissions: z.array(permission()),
      dailyQuota: dailyQuota(),
      expiresAt: instant().optional(),
      createdAt: instant(),
      /** The person who made it. */
      createdBy: id(),
    })
    .meta({ id: 'ApiKey' }),
);
export type ApiKey = Output<typeof apiKey>;

/** A key as it is shown once, when it is made. */
export const createdApiKey = schema(() =>
  apiKey()
    .extend({
      key: z.string().meta({ description: 'To be sent as x-api-key; nobody can be shown it again.' }),
    })
    .meta({ id: 'CreatedApiKey' }),
);
export type CreatedApiKey = Output<typeof createdApiKey>;
