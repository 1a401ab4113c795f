import { describe, expect, it } from '@jest/globals';
import { buckets } from '../../../infra/checks/buckets.ts';
import { keys } from '../../../infra/checks/keys.ts';
import { logs } from '../../../infra/checks/logs.ts';
import { tables } from '../../../infra/checks/tables.ts';
import {
  bucket,
  clinicStack,
  globalTable,
  lambda,
  logGroup,
  problemsOf,
  rootKey,
  stackOf,
  table,
  tlsOnly,
} from './templates.ts';

describe('a table', () => {
  const check = (properties: Parameters<typeof table>[0]) =>
    problemsOf(tables, [stackOf({ Table: table(properties) })]);

  it('may be deleted in the stage for trying things out alone', () => {
    expect(check({})).toEqual([]);
    expect(check({ DeletionProtectionEnabled: false, TableName: 'polyclinic-dev-clinic' })).toEqual([]);
  });

  it('need not be restored where it is made again from others', () => {
    const unrestorable = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } };

    expect(check({ ...unrestorable, TableName: 'polyclinic-production-index' })).toEqual([]);
    expect(check({ ...unrestorable, TableName: 'polyclinic-production-audit' })).toHaveLength(1);
  });

  it.each([
    ['restored', { PointInTimeRecoverySpecification: undefined }, 'set PointInTimeRecoveryEnabled'],
    ['encrypted', { SSESpecification: { SSEEnabled: false } }, 'set SSESpecification'],
    ['protected', { DeletionProtectionEnabled: false }, 'set DeletionProtectionEnabled'],
    ['on demand', { BillingMode: 'PROVISIONED' }, 'set BillingMode'],
  ])('must be %s', (_, properties, message) => {
    expect(check(properties)).toEqual([expect.stringContaining(message)]);
  });
});

describe('a table whose items must not come back', () => {
  const check = (...properties: Parameters<typeof globalTable>) =>
    problemsOf(tables, [stackOf({ Table: globalTable(...properties) })]);

  it('may be deleted in the stage for trying things out alone', () => {
    expect(check()).toEqual([]);
    expect(check({ DeletionProtectionEnabled: false }, { TableName: 'polyclinic-dev-data-keys' })).toEqual([]);
  });

  it.each([
    ['not restored', { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }, 'could be restored'],
    ['protected', { DeletionProtectionEnabled: false }, 'set DeletionProtectionEnabled'],
  ])('must be %s', (_, replica, message) => {
    expect(check(replica)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['encrypted', { SSESpecification: {} }, 'set SSESpecification'],
    ['on demand', { BillingMode: 'PROVISIONED' }, 'set BillingMode'],
  ])('must be %s', (_, properties, message) => {
    expect(check({}, properties)).toEqual([expect.stringContaining(message)]);
  });

  it('must be protected in each of its regions', () => {
    const replica = { Region: 'eu-west-1', DeletionProtectionEnabled: false };
    const { Replicas } = globalTable().Properties as { Replicas: object[] };

    expect(check({}, { Replicas: [...Replicas, replica] })).toEqual([expect.stringContaining('can delete it')]);
  });

  it('must stay when its stack goes', () => {
    const { DeletionPolicy, ...Table } = globalTable();

    expect(problemsOf(tables, [stackOf({ Table })])).toEqual([expect.stringContaining('set DeletionPolicy')]);
  });
});

describe('a key in KMS', () => {
  const check = (properties: Parameters<typeof rootKey>[0] = {}) =>
    problemsOf(keys, [stackOf({ Key: rootKey(properties) })]);

  it('passes where it is renewed, kept, and could be had elsewhere', () => {
    expect(check()).toEqual([]);
  });

  it.each([
    ['renewed', { EnableKeyRotation: false }, 'set EnableKeyRotation'],
    ['one that other regions can have', { MultiRegion: undefined }, 'set MultiRegion'],
  ])('must be %s', (_, properties, message) => {
    expect(check(properties)).toEqual([expect.stringContaining(message)]);
  });

  it('must stay when its stack goes', () => {
    const { DeletionPolicy, ...Key } = rootKey();

    expect(problemsOf(keys, [stackOf({ Key })])).toEqual([expect.stringContaining('set DeletionPolicy')]);
  });
});

describe('a bucket', () => {
  const check = (properties: Parameters<typeof bucket>[0] = {}, policy = tlsOnly()) =>
    problemsOf(buckets, [stackOf({ FilesBucket: bucket(properties), Policy: policy })]);

  it('passes with all four blocks, a lifecycle, encryption and a policy', () => {
    expect(check()).toEqual([]);
  });

  it.each([
    ['private', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }, 'it could be made public'],
    ['encrypted', { BucketEncryption: undefined }, 'set BucketEncryption'],
    ['tidied', { LifecycleConfiguration: { Rules: [{ Status: 'Disabled' }] } }, 'set a rule in LifecycleConfiguration'],
  ])('must be %s', (_, properties, message) => {
    expect(check(properties)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['allows', { Effect: 'Allow' }],
    ['is about some actions', { Action: 's3:GetObject' }],
    ['is about some people', { Principal: { AWS: '1' } }],
    ['is about TLS', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['leaves out what the bucket holds', { Resource: { 'Fn::GetAtt': ['FilesBucket', 'Arn'] } }],
  ])('must have a policy against plain text, not one that %s', (_, statement) => {
    expect(check({}, tlsOnly(statement))).toEqual([expect.stringContaining('it can be read without TLS')]);
  });

  it('is not guarded by the policy of another bucket', () => {
    const policy = tlsOnly();
    const Policy = { ...policy, Properties: { ...policy.Properties, Bucket: 'another' } };

    expect(check({}, Policy)).toEqual([expect.stringContaining('it can be read without TLS')]);
  });

  it("is tidied by the framework where it is the framework's own", () => {
    const ServerlessDeploymentBucket = bucket({ LifecycleConfiguration: undefined, BucketName: undefined });
    const Policy = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'ServerlessDeploymentBucket' },
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: ['/*', ''].map((end) => ({
                'Fn::Join': [
                  '',
                  ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { Ref: 'ServerlessDeploymentBucket' }, end],
                ],
              })),
              Condition: { Bool: { 'aws:SecureTransport': false } },
            },
          ],
        },
      },
    };

    expect(problemsOf(buckets, [stackOf({ ServerlessDeploymentBucket, Policy })])).toEqual([]);
  });
});

describe('the lines of a log', () => {
  it('must be kept for a time that somebody chose', () => {
    const ClinicsLogGroup = logGroup({ RetentionInDays: undefined });

    expect(problemsOf(logs, [clinicStack()])).toEqual([]);
    expect(problemsOf(logs, [clinicStack({ ClinicsLogGroup })])).toEqual([
      expect.stringContaining('ClinicsLogGroup: its lines are kept for ever'),
    ]);
  });

  it.each([
    ['named by none', undefined, '/aws/lambda/polyclinic-test-clinics-get-clinic'],
    ['of which there is none', { LogGroup: '/polyclinic/test/lost' }, '/polyclinic/test/lost'],
  ])('may not go to a group %s', (_, LoggingConfig, group) => {
    expect(problemsOf(logs, [clinicStack({ GetClinic: lambda({ LoggingConfig }) })])).toEqual([
      expect.stringContaining(`Lambda makes the log group ${group} itself`),
    ]);
  });

  it('may go to a group by reference', () => {
    const GetClinic = lambda({ LoggingConfig: { LogGroup: { Ref: 'ClinicsLogGroup' } } });

    expect(problemsOf(logs, [clinicStack({ GetClinic })])).toEqual([]);
  });
});
