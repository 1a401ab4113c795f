import { describe, expect, it } from '@jest/globals';
import { issuerWarning } from '../../local/issuer-warning.ts';

const realms = 'https://id.clinic.test/realms';
const configured = ['https://clinic.auth0.test/', `${realms}/staff`, `${realms}/patients`];

describe('an issuer that an identity is linked for', () => {
  it('is passed over in silence where it is configured', () => {
    expect(configured.map((issuer) => issuerWarning(issuer, configured))).toEqual([undefined, undefined]);
  });

  it.each([
    ['without its slash', 'https://clinic.auth0.test', 'https://clinic.auth0.test/'],
    ['in capitals', 'https://CLINIC.auth0.test/', 'https://clinic.auth0.test/'],
    ['with a slash too many', `${realms}/patients/`, `${realms}/patients`],
    ['of another realm of the host', `${realms}/stuff`, `${realms}/staff`],
  ])('is warned of %s, and the near one suggested', (_, issuer, near) => {
    const warning = issuerWarning(issuer, configured);

    expect(warning).toContain(`No configuration here names the issuer ${issuer}:`);
    expect(warning).toContain(`Did you mean ${near}?`);
  });

  it.each([[[]], [configured]])('is warned of without a suggestion where none is near (%j)', (issuers) => {
    const warning = issuerWarning('https://elsewhere.test/', issuers);

    expect(warning).toContain('No configuration here names the issuer https://elsewhere.test/');
    expect(warning).not.toContain('Did you mean');
  });
});
