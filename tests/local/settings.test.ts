import { describe, expect, it } from '@jest/globals';
import { functionEnvironment } from '../../local/function-environment.ts';
import { SettingMalformed } from '../../local/setting-values.ts';
import { localSettings, portWishes } from '../../local/settings.ts';

describe('localSettings', () => {
  it('listens where clients expect it', () => {
    expect(localSettings({})).toMatchObject({ httpPort: 3000, dynamoDbPort: 8000, awsPort: 4566, mailboxPort: 1080 });
  });

  it('names the variable that is malformed', () => {
    expect(() => localSettings({ POLYCLINIC_HTTP_PORT: '99999' })).toThrow(
      new SettingMalformed('POLYCLINIC_HTTP_PORT must be a whole number from 1 to 65535'),
    );
  });

  it('refuses what grants do not cover, unless that is turned off by a word that it knows', () => {
    expect(localSettings({}).enforceGrants).toBe(true);
    expect(localSettings({ POLYCLINIC_ENFORCE_GRANTS: 'off' }).enforceGrants).toBe(false);
    expect(() => localSettings({ POLYCLINIC_ENFORCE_GRANTS: 'no' })).toThrow(
      new SettingMalformed('POLYCLINIC_ENFORCE_GRANTS must be on or off'),
    );
  });

  it('cancels no transaction unless it is told which part of those that meet', () => {
    expect(localSettings({}).conflicts).toBe(0);
    expect(localSettings({ POLYCLINIC_CONFLICTS: '0.3' }).conflicts).toBe(0.3);
    for (const share of ['1.1', '-0.1', 'many']) {
      expect(() => localSettings({ POLYCLINIC_CONFLICTS: share })).toThrow(
        new SettingMalformed('POLYCLINIC_CONFLICTS must be a number from 0 to 1'),
      );
    }
  });

  it('seeds 200 patients unless it is told of fewer', () => {
    expect(localSettings({}).seededPatients).toBe(200);
    expect(localSettings({ POLYCLINIC_SEED_PATIENTS: '0' }).seededPatients).toBe(0);
    expect(() => localSettings({ POLYCLINIC_SEED_PATIENTS: '201' })).toThrow(
      new SettingMalformed('POLYCLINIC_SEED_PATIENTS must be a whole number from 0 to 200'),
    );
  });

  it.each([
    [
      'what is malformed inside of a variable',
      { POLYCLINIC_OIDC_ISSUERS: '[{"issuer":"https://clinic.auth0.test/"}]', LOG_LEVEL: 'loud' },
      'LOG_LEVEL is malformed; POLYCLINIC_OIDC_ISSUERS is malformed: [0].audience must be a text or a list of texts',
    ],
    [
      'trust in ourselves as in another issuer',
      {
        POLYCLINIC_HTTP_PORT: '3100',
        POLYCLINIC_OIDC_ISSUERS: '[{"issuer":"http://localhost:3100","audience":"polyclinic"}]',
      },
      'POLYCLINIC_OIDC_ISSUERS names our own issuer (POLYCLINIC_PUBLIC_URL), whose tokens would be refused as another’s',
    ],
  ])('refuses %s before anything is started', (_, environment, message) => {
    expect(() => localSettings(environment)).toThrow(new SettingMalformed(message));
  });

  it('leaves a service to whoever names its endpoint, and wants no port for it', () => {
    const settings = localSettings({ AWS_ENDPOINT_URL_DYNAMODB: 'http://elsewhere:8001/' });

    expect(settings.endpoints.dynamodb).toBe('http://elsewhere:8001');
    expect(settings.foreign).toEqual(['dynamodb']);
    expect(portWishes(settings).map(({ server }) => server)).not.toContain('DynamoDB');
  });
});

describe('the endpoint of a service', () => {
  it.each(['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_SQS', 'AWS_ENDPOINT_URL_S3'])(
    'is named where it is malformed: %s',
    (name) => {
      expect(() => localSettings({ [name]: 'elsewhere:8001' })).toThrow(`${name} must be a URL as http://127.0.0.1:`);
    },
  );
});

describe('functionEnvironment', () => {
  it('gives names and addresses of this machine', () => {
    const settings = localSettings({ POLYCLINIC_HTTP_PORT: '3100', POLYCLINIC_DATA_DIR: '/data' });

    expect(functionEnvironment(settings, {})).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:4566',
      POLYCLINIC_PUBLIC_URL: 'http://localhost:3100',
      POLYCLINIC_IDENTITY_TABLE: 'polyclinic-local-identity',
      POLYCLINIC_EMAIL_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/polyclinic-local-email',
      POLYCLINIC_MASTER_SECRET: 'file:/data/master-secret.json',
      POLYCLINIC_MAIL_TRANSPORT: 'smtp://127.0.0.1:1025',
    });
  });

  it('is in UTC, as Lambda is, wherever the machine stands', () => {
    expect(functionEnvironment(localSettings({}), { TZ: 'Asia/Kolkata' }).TZ).toBe('UTC');
  });

  it('spells URLs as browsers do, and keeps their paths', () => {
    const urls = {
      POLYCLINIC_CLIENT_URL: 'http://LocalHost:5173/app/',
      POLYCLINIC_PUBLIC_URL: 'http://localhost:3000/',
    };

    expect(functionEnvironment(localSettings({}), urls)).toMatchObject({
      POLYCLINIC_CLIENT_URL: 'http://localhost:5173/app',
      POLYCLINIC_PUBLIC_URL: 'http://localhost:3000',
    });
  });

  it.each(['POLYCLINIC_CLIENT_URL', 'POLYCLINIC_PUBLIC_URL'])('names %s where it is malformed', (name) => {
    const work = () => functionEnvironment(localSettings({}), { [name]: 'localhost:5173' });

    expect(work).toThrow(SettingMalformed);
    expect(work).toThrow(`${name} must be a URL as http://localhost:`);
  });
});
