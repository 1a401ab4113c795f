import * as z from 'zod';
import { schema } from '../../../schemas.ts';

/** A SHA-256 digest in base64url. */
export const digest = schema(() => z.string().regex(/^[A-Za-z0-9_-]{43}$/));
