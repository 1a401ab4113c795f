import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError, optionalSetting, requireSettings } from '../../lib/config.ts';

const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
});

const auth0 = { issuer: 'https://clinic.auth0.test/', audience: 'clinic-api' };
const cognito = {
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc',
  audience: ['app-1', 'app-2'],
  audienceClaim: 'client_id',
  jwksUri: 'https://keys.polyclinic.test/jwks.json',
};
const issuersOf = (value: unknown) => {
  process.env.POLYCLINIC_OIDC_ISSUERS = typeof value === 'string' ? value : JSON.stringify(value);
  return optionalSetting('POLYCLINIC_OIDC_ISSUERS');
};

describe('POLYCLINIC_OIDC_ISSUERS', () => {
  it.each([undefined, '', '[]'])('names no issuer when it is %p', (value) => {
    if (value !== undefined) process.env.POLYCLINIC_OIDC_ISSUERS = value;

    expect(optionalSetting('POLYCLINIC_OIDC_ISSUERS')).toEqual([]);
  });

  it('keeps an issuer to the letter, its slash included', () => {
    expect(issuersOf([auth0])).toEqual([
      { issuer: 'https://clinic.auth0.test/', audience: ['clinic-api'], audienceClaim: 'aud' },
    ]);
  });

  it('takes several audiences, the claim that names them, and where the keys are', () => {
    expect(issuersOf([auth0, cognito])[1]).toEqual(cognito);
  });

  it.each(['http://localhost:9000', 'http://127.0.0.1:9000/realm', 'http://[::1]:9000'])(
    'takes %s, which nobody stands in between of',
    (issuer) => {
      expect(issuersOf([{ ...auth0, issuer }])).toMatchObject([{ issuer }]);
    },
  );

  it.each<[string, string, unknown]>([
    ['no JSON', 'is not JSON', '[{'],
    ['no list', 'Invalid input: expected array, received object', auth0],
    ['an issuer in the clear', '[1].issuer must be https', [cognito, { ...auth0, issuer: 'http://auth0.test/' }]],
    [
      'one that only looks local',
      '[0].issuer must be https, [0].issuer must have no query, fragment, name or password',
      [{ ...auth0, issuer: 'http://localhost:1@evil.test/' }],
    ],
    [
      'an issuer with a query',
      '[0].issuer must have no query, fragment, name or password',
      [{ ...auth0, issuer: 'https://clinic.auth0.test/?realm=clinic' }],
    ],
    ['keys in the clear', '[0].jwksUri must be https', [{ ...auth0, jwksUri: 'http://clinic.auth0.test/keys' }]],
    ['an issuer that is no URL', '[0].issuer Invalid URL, [0].issuer must be https', [{ ...auth0, issuer: 'auth0' }]],
    ['no issuer', '[0].issuer Invalid input: expected string, received undefined', [{ audience: 'clinic-api' }]],
    ['no audience', '[0].audience must be a text or a list of texts', [{ issuer: auth0.issuer }]],
    ['an empty audience', '[0].audience must be a text or a list of texts', [{ ...auth0, audience: '' }]],
    [
      'an empty list of audiences',
      '[0].audience Too small: expected array to have >=1 items',
      [{ ...auth0, audience: [] }],
    ],
    [
      'another claim',
      '[0].audienceClaim Invalid option: expected one of "aud"|"client_id"',
      [{ ...auth0, audienceClaim: 'azp' }],
    ],
    ['an issuer twice', 'names an issuer twice', [auth0, { ...auth0, audience: 'another' }]],
    ['a field that it does not know', '[0] Unrecognized key: "algorithms"', [{ ...auth0, algorithms: ['HS256'] }]],
  ])('fails a cold start with %s, and says which member and why', (_, reason, value) => {
    const message = `POLYCLINIC_OIDC_ISSUERS is malformed: ${reason}`;

    expect(() => issuersOf(value)).toThrow(new ConfigurationError(message));
    expect(() => requireSettings([])).toThrow(new ConfigurationError(message));
  });

  it.each([
    ['to the letter', 'https://api.polyclinic.test'],
    ['with a slash', 'https://api.polyclinic.test/'],
    ['in capitals', 'https://API.polyclinic.test'],
  ])('fails a cold start where it names ourselves, %s: everybody would be locked out', (_, issuer) => {
    process.env.POLYCLINIC_PUBLIC_URL = 'https://api.polyclinic.test/';
    issuersOf([auth0, { ...auth0, issuer }]);

    expect(() => requireSettings([])).toThrow('POLYCLINIC_OIDC_ISSUERS names our own issuer (POLYCLINIC_PUBLIC_URL)');
  });

  it('may name a neighbour of ours', () => {
    process.env.POLYCLINIC_PUBLIC_URL = 'https://api.polyclinic.test';
    issuersOf([auth0, { ...auth0, issuer: 'https://api.polyclinic.test/realms/clinic' }]);

    expect(() => requireSettings([])).not.toThrow();
  });
});
