import { isSameIssuer } from '../lib/outside-issuer-settings.ts';

/** A warning for an operator who names an issuer that is not configured; undefined where it is, to the letter. */
export function issuerWarning(issuer: string, configured: readonly string[]): string | undefined {
  if (configured.includes(issuer)) return undefined;
  const near =
    configured.find((one) => isSameIssuer(one, issuer)) ?? configured.find((one) => hasSameHost(one, issuer));
  const known = configured.length > 0 ? `names ${configured.join(', ')}` : 'names none';
  return [
    `No configuration here names the issuer ${issuer}: POLYCLINIC_OIDC_ISSUERS ${known}.`,
    ...(near ? [`Did you mean ${near}? An issuer counts to the letter, its slash included.`] : []),
  ].join(' ');
}

function hasSameHost(one: string, other: string): boolean {
  const host = URL.parse(one)?.host;
  return host !== undefined && host === URL.parse(other)?.host;
}
