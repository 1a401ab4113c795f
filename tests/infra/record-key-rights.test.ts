import { describe, expect, it } from '@jest/globals';
import { rights } from '../../infra/checks/rights.ts';
import { discoverFunctions, grantsOf, variablesOf } from '../../infra/functions.ts';
import { grantStatements } from '../../infra/grants.ts';
import { policyStatement } from '../../infra/policies.ts';
import { sharedAlarms } from '../../infra/resources/alarms.ts';
import type { Statement } from '../../infra/statements.ts';
import { businessCounts } from '../../lib/domains/declared/metrics.ts';
import { type Grant, grantVariables } from '../../lib/grants.ts';
import { problemsOf, stackOf } from './checks/templates.ts';

const ofRecordKeys = (Object.keys(grantVariables) as Grant[]).filter((grant) => grant.startsWith('data-keys:'));
const itemsOf = (grant: Grant) =>
  grantStatements[grant].flatMap(({ actions, items = [] }) => actions.map((action) => [action, ...items].join(' ')));

describe('the rights to the keys of records', () => {
  it('are each for the kinds of owners that they are for', () => {
    expect(ofRecordKeys.map((grant) => [grant, itemsOf(grant)])).toEqual([
      [
        'data-keys:open',
        ['dynamodb:BatchGetItem PATIENTS#/KEY CLINICS#/KEY', 'dynamodb:Query WRAPPING-KEYS/', 'kms:Decrypt'],
      ],
      [
        'data-keys:create',
        ['dynamodb:PutItem PATIENTS#/KEY CLINICS#/KEY', 'dynamodb:Query WRAPPING-KEYS/', 'kms:Decrypt'],
      ],
      ['data-keys:destroy', ['dynamodb:UpdateItem PATIENTS#/KEY USERS#/KEY']],
    ]);
  });

  it('let nobody who answers requests read the key of an account', () => {
    const readable = ofRecordKeys.flatMap((grant) => itemsOf(grant).filter((each) => /Get|Query/.test(each)));

    expect(readable.filter((each) => each.includes('USERS#'))).toEqual([]);
  });

  it('bind KMS to the one key, whose ARN the data stack alone knows', () => {
    const [unwrap] = grantStatements['data-keys:open'].filter(({ actions }) => actions.includes('kms:Decrypt'));

    expect(unwrap && policyStatement(unwrap, 'test')).toEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: { 'Fn::ImportValue': 'polyclinic-test-RootKeyArn' },
    });
  });

  it('are held by nobody in identity: what a person reads of themselves is under no key', async () => {
    const identity = (await discoverFunctions()).filter(({ domain }) => ['users', 'auth', 'api-keys'].includes(domain));
    const holders = identity.filter(
      ({ trigger }) =>
        grantsOf(trigger).some((grant) => ofRecordKeys.includes(grant)) ||
        variablesOf(trigger).some((variable) => /DATA_KEYS|ROOT_KEY/.test(variable)),
    );

    expect(identity.length).toBeGreaterThan(30);
    expect(holders.map(({ name }) => name)).toEqual([]);
  });

  it.each<[string, Statement]>([
    ['the whole table', { actions: ['dynamodb:GetItem'], on: { kind: 'table', name: 'data-keys' } }],
    ['every key in KMS', { actions: ['kms:Decrypt'], on: { kind: 'signingKeys' } }],
  ])('may not be to %s', (_, statement) => {
    const Policies = [{ PolicyDocument: { Statement: [policyStatement(statement, 'test')] } }];

    expect(problemsOf(rights, [stackOf({ Role: { Type: 'AWS::IAM::Role', Properties: { Policies } } })])).toHaveLength(
      1,
    );
  });
});

describe('what is wrong with the keys of records', () => {
  it.each([
    ['SealsAlarm', 'seals.broken'],
    ['DataKeysAlarm', 'data_keys.missing'],
  ])('calls people at the first time: %s', (alarm, metric) => {
    expect(businessCounts.map(({ name }) => name)).toContain(metric);
    expect(sharedAlarms('test')[alarm]).toMatchObject({
      Properties: { Namespace: 'Polyclinic/test', MetricName: metric, Threshold: 1, EvaluationPeriods: 1 },
    });
  });
});
