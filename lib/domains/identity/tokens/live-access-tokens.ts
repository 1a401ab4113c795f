import { type AccessTokenIssuer, createAccessTokenIssuer } from './access-tokens.ts';
import { audience, issuer } from './issuer.ts';
import { createCurrentSigner } from './signing-keys/current-signer.ts';

/**
 * The issuer of this deployment, made when the first token is asked for. It is apart from what verification needs, so
 * that only a function that signs carries the way to the private key.
 */
export function createLiveAccessTokenIssuer(): AccessTokenIssuer {
  const signer = createCurrentSigner();
  let live: AccessTokenIssuer | undefined;
  return {
    issue(subject) {
      live ??= createAccessTokenIssuer({ issuer: issuer(), audience, signer });
      return live.issue(subject);
    },
  };
}
