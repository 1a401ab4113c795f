import * as z from 'zod';
import { schema } from './schemas.ts';

/** Parses a JSON text. */
export const jsonText = schema(() =>
  z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  }),
);
