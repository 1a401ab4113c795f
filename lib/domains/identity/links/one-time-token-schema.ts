import * as z from 'zod';
import { schema } from '../../../schemas.ts';

/** A token for one use, as the link of a mail carries it. */
export const oneTimeToken = schema(() =>
  z
    .string()
    .min(1)
    .max(512)
    .meta({ description: 'As the link of a mail carries it.', examples: ['example-one-time-token'] }),
);
