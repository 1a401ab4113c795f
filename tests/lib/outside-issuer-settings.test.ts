import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError, optionalSetting, requireSettings } from '../../lib/config.ts';

afterEach(() => {
  delete process.env.POLYCLINIC_OIDC_ISSUERS;
});

const auth0 = { issuer: 'https://clinic.auth0.test/', audience: 'clinic-api' };
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
    const cognito = {
      issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc',
      audience: ['app-1', 'app-2'],
      audienceClaim: 'client_id',
      jwksUri: 'https://keys.polyclinic.test/jwks.json',
    };

    expect(issuersOf([auth0, cognito])[1]).toEqual(cognito);
  });

  it.each(['http://localhost:9000', 'http://127.0.0.1:9000/realm', 'http://[::1]:9000'])(
    'takes %s, which nobody stands in between of',
    (issuer) => {
      expect(issuersOf([{ ...auth0, issuer }])).toMatchObject([{ issuer }]);
    },
  );

  it.each<[string, unknown]>([
    ['no JSON', '[{'],
    ['no list', auth0],
    ['an issuer in the clear', [{ ...auth0, issuer: 'http://clinic.auth0.test/' }]],
    ['one that only looks local', [{ ...auth0, issuer: 'http://localhost:1@evil.test/' }]],
    ['keys in the clear', [{ ...auth0, jwksUri: 'http://clinic.auth0.test/keys' }]],
    ['an issuer that is no URL', [{ ...auth0, issuer: 'auth0' }]],
    ['no audience', [{ issuer: auth0.issuer }]],
    ['an empty audience', [{ ...auth0, audience: '' }]],
    ['an empty list of audiences', [{ ...auth0, audience: [] }]],
    ['another claim', [{ ...auth0, audienceClaim: 'azp' }]],
    ['an issuer twice', [auth0, { ...auth0, audience: 'another' }]],
    ['a field that it does not know', [{ ...auth0, algorithms: ['HS256'] }]],
  ])('fails a cold start with %s', (_, value) => {
    expect(() => issuersOf(value)).toThrow(ConfigurationError);
    expect(() => requireSettings([])).toThrow('POLYCLINIC_OIDC_ISSUERS is malformed');
  });
});
