import * as z from 'zod';

/** SHA-256 in base64url. */
export const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
