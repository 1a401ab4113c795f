import { setting } from '../../../config.ts';

/** The audience of access tokens, their `aud` claim. */
export const audience = 'polyclinic';

/** The issuer of access tokens, their `iss` claim, which is also the base of the discovery document. */
export function issuer(): string {
  return setting('POLYCLINIC_PUBLIC_URL');
}
