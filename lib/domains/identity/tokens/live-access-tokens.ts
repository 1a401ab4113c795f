import { systemClock } from '../../../clock.ts';
import { newId } from '../../../ids.ts';
import { type AccessTokenIssuer, createAccessTokenIssuer } from './access-tokens.ts';
import { audience, issuer } from './issuer.ts';
import { createCurrentSigner } from './signing-keys/current-signer.ts';
import { createLiveKeyring } from './signing-keys/live-keyring.ts';
import { publishedKeys } from './signing-keys/live-published-keys.ts';

/**
 * Makes the issuer of this deployment when the first token is asked for. It is apart from what verification needs, so that only
 * functions that sign carry the way to the private key.
 */
export function createLiveAccessTokenIssuer(): AccessTokenIssuer {
  const signer = createCurrentSigner({ publishedKeys, keyring: createLiveKeyring() });
  let live: AccessTokenIssuer | undefined;
  return {
    issue(subject) {
      live ??= createAccessTokenIssuer({ issuer: issuer(), audience, signer, clock: systemClock, newId });
      return live.issue(subject);
    },
  };
}
