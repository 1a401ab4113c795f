import { createHash } from 'node:crypto';

/** What a one-time token lets its holder do; a token is valid for its purpose alone. */
export const oneTimePurposes = ['verify-email', 'reset-password', 'change-email', 'invitation'] as const;
export type OneTimePurpose = (typeof oneTimePurposes)[number];

/** What is stored of a token: SHA-256 in base64url over purpose and token. */
export function hashOfToken(purpose: OneTimePurpose, token: string): string {
  return createHash('sha256').update(`${purpose}:${token}`).digest('base64url');
}
