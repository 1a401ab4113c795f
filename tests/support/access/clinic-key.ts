import { isInsideClinic } from '../../../lib/domains/declared/permissions.ts';
import type { HttpTrigger } from '../../../lib/http/trigger.ts';
import { type Expected, ownerships, type Statuses } from './expectations.ts';

/**
 * What a key that is bound to North gets where the row says nothing of it: what a key of no clinic gets, but that what is of
 * South looks absent, and that no such key has a permission which reaches beyond a clinic.
 */
export function clinicKeyGets({ allow }: Pick<HttpTrigger, 'allow'>, { clinicKey, scopedKey }: Statuses): Expected {
  if (clinicKey !== undefined) return clinicKey;
  if (typeof allow !== 'string' && !allow.every(isInsideClinic)) return 403;
  if (typeof scopedKey === 'number') return scopedKey;
  return scopedKey.map((status, at) => (ownerships[at] === 'otherClinics' && status !== null ? 404 : status));
}
