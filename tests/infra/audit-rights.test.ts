import { describe, expect, it } from '@jest/globals';
import { rights } from '../../infra/checks/rights.ts';
import { discoverFunctions, grantsOf } from '../../infra/functions.ts';
import { policyStatement } from '../../infra/policies.ts';
import { sharedAlarms } from '../../infra/resources/alarms.ts';
import { bucketResources } from '../../infra/resources/buckets.ts';
import { statementsOf } from '../../infra/roles.ts';
import type { Resource, Statement } from '../../infra/statements.ts';
import { businessCounts } from '../../lib/domains/declared/metrics.ts';
import { problemsOf, stackOf } from './checks/templates.ts';

const functions = await discoverFunctions();

/** The functions that may do something on what the predicate takes, each with the action. */
function holders(isMeant: (resource: Resource) => boolean, allowed: readonly string[] = []) {
  return functions.flatMap((definition) =>
    statementsOf(definition)
      .filter(({ on }) => isMeant(on))
      .flatMap(({ actions }) => actions.filter((action) => !allowed.includes(action)))
      .map((action) => `${definition.name} ${action}`),
  );
}

const isAudit = (on: Resource) =>
  (on.kind === 'table' && on.name === 'audit') || (on.kind === 'index' && on.table === 'audit');
const isSeal = (on: Resource) =>
  (on.kind === 'objects' && on.bucket === 'seals') || (on.kind === 'bucket' && on.name === 'seals');

describe('the audit', () => {
  it('is added to by every route that knows who calls', () => {
    const unaudited = functions.filter(
      ({ trigger }) =>
        trigger.kind === 'http' && trigger.allow !== 'public' && !grantsOf(trigger).includes('audit:append'),
    );

    expect(unaudited.map(({ name }) => name)).toEqual([]);
  });

  it('is read by the functions of its own domain, and those that tell who has read records, and changed by none', () => {
    expect(holders(isAudit, ['dynamodb:PutItem']).filter((each) => !each.startsWith('audit-'))).toEqual([
      'patients-list-patient-accesses dynamodb:Query',
      'patients-watch-readers dynamodb:Query',
    ]);
    expect(
      holders(isAudit, ['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query']),
    ).toEqual([]);
  });

  it('has its seals written by the one function that seals, which writes no entries', () => {
    const writers = holders(isSeal, ['s3:GetObject', 's3:ListBucket']);
    const sealer = functions.find(({ name }) => name === 'audit-seal-audit-day');

    expect(writers).toEqual(['audit-seal-audit-day s3:PutObject']);
    expect(sealer && grantsOf(sealer.trigger)).not.toContain('audit:append');
  });

  it('calls people at the first thing that was tampered with', () => {
    const metric = 'audit.tampered';

    expect(businessCounts.map(({ name }) => name)).toContain(metric);
    expect(sharedAlarms('test').AuditAlarm).toMatchObject({
      Properties: {
        Namespace: 'Polyclinic/test',
        MetricName: metric,
        Dimensions: [],
        Statistic: 'Sum',
        Threshold: 1,
        EvaluationPeriods: 1,
      },
    });
  });

  it('has its seals in a bucket where they stay for ten years', () => {
    const { SealsBucket, FilesBucket } = bucketResources('test');

    expect(SealsBucket).toMatchObject({
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Years: 10 } } },
      },
    });
    expect(FilesBucket).not.toHaveProperty(['Properties', 'ObjectLockEnabled']);
  });
});

describe('a right to objects', () => {
  const problems = (statement: Statement) =>
    problemsOf(rights, [
      stackOf({
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { Policies: [{ PolicyDocument: { Statement: [policyStatement(statement, 'test')] } }] },
        },
      }),
    ]);
  const seals = { kind: 'objects', bucket: 'seals', prefix: 'audit' } as const;

  it('may be to read and add seals', () => {
    expect(problems({ actions: ['s3:GetObject', 's3:PutObject'], on: seals })).toEqual([]);
  });

  it.each<[string, Statement]>([
    ['delete them', { actions: ['s3:DeleteObject'], on: seals }],
    ['write other objects of the bucket', { actions: ['s3:PutObject'], on: { ...seals, prefix: 'other' } }],
    ['write objects of another bucket', { actions: ['s3:PutObject'], on: { ...seals, bucket: 'files' } }],
  ])('may not be to %s, unless a reason is given', (_, statement) => {
    expect(problems(statement)).toEqual([expect.stringContaining('is too wide')]);
  });
});
