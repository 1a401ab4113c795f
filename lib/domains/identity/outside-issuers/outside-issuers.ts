import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { Clock } from '../../../clock.ts';
import type { OutsideIssuer } from '../../../outside-issuer-settings.ts';
import type { PublicJwk } from '../tokens/signing-keys/jwk.ts';
import {
  createOutsideTokenVerifier,
  mostOutsideTokenLength,
  type OutsideTokenVerifier,
} from './outside-access-tokens.ts';
import { createOutsideKeys } from './outside-keys.ts';

/** The issuers that are trusted beside ourselves. */
export interface OutsideIssuers {
  /** Finds the verifier of a token by the issuer that it names; undefined where that is not trusted. */
  verifierOf(token: string): OutsideTokenVerifier | undefined;
}

interface OutsideIssuersDependencies {
  /** Reads the configured issuers; it is called at the first token. */
  readonly issuers: () => readonly OutsideIssuer[];
  readonly readKeys: (issuer: OutsideIssuer) => Promise<readonly PublicJwk[]>;
  readonly clock: Clock;
}

export function createOutsideIssuers({ issuers, readKeys, clock }: OutsideIssuersDependencies): OutsideIssuers {
  let verifiers: ReadonlyMap<string, OutsideTokenVerifier> | undefined;

  function verifierOf(issuer: OutsideIssuer): OutsideTokenVerifier {
    const keys = createOutsideKeys(() => readKeys(issuer), { issuer: issuer.issuer, clock });
    return createOutsideTokenVerifier({ issuer, keys, clock });
  }

  return {
    verifierOf(token) {
      verifiers ??= new Map(issuers().map((issuer) => [issuer.issuer, verifierOf(issuer)]));
      const named = verifiers.size === 0 ? undefined : issuerNamedBy(token);
      return named === undefined ? undefined : verifiers.get(named);
    },
  };
}

/** The issuer that a token names, which is not to be believed yet; undefined where the text is no token at all. */
function issuerNamedBy(token: string): string | undefined {
  if (token.length > mostOutsideTokenLength) return undefined;
  try {
    return decomposeUnverifiedJwt(token).payload.iss;
  } catch {
    return undefined;
  }
}
