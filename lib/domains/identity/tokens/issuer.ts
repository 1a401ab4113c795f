import { setting } from '../../../config.ts';

/** Whom access tokens are for: the `aud` claim. */
export const audience = 'polyclinic';

/** Who issues access tokens: the `iss` claim, and the base of the discovery document. */
export function issuer(): string {
  return setting('POLYCLINIC_PUBLIC_URL');
}
