import * as z from 'zod';
import { defineDue } from '../../../events/due-definition.ts';
import { id } from '../../../schemas.ts';

export const apiKeyExpired = defineDue({
  type: 'api-key.expired',
  version: 1,
  summary: 'The time of an API key is over.',
  data: () => z.object({ keyId: id() }),
  queues: ['expiries'],
});
