import { createHmac, randomBytes } from 'node:crypto';
import type { Secrets } from '../../../secrets/secrets.ts';
import type { OneTimePurpose } from './token-hash.ts';

/** Derives one-time tokens from ids, so that events and messages carry the id alone. */
export function createOneTimeTokens(secrets: Secrets) {
  return {
    /**
     * Makes an id, 32 bytes in base64url: the version of the master secret, and 248 random bits. With the version in the id its
     * token stays the same at every attempt, even when the secret is rotated before the mail is sent.
     */
    async newTokenId(): Promise<string> {
      const { version } = await secrets.current('one-time-token');
      return Buffer.concat([Buffer.of(version), randomBytes(31)]).toString('base64url');
    },

    /** The token that belongs to an id: 32 bytes in base64url. */
    async tokenOf(purpose: OneTimePurpose, tokenId: string): Promise<string> {
      const [version = 0] = Buffer.from(tokenId, 'base64url');
      const key = await secrets.at('one-time-token', version);
      if (!key) throw new Error('the token id is of a version of the master secret that is not kept');
      return createHmac('sha256', key).update(`${purpose}:${tokenId}`).digest('base64url');
    },
  };
}
