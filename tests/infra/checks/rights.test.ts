import { describe, expect, it } from '@jest/globals';
import { rights } from '../../../infra/checks/rights.ts';
import { problemsOf, role, stackOf } from './templates.ts';

const check = (Role: ReturnType<typeof role>) => problemsOf(rights, [stackOf({ Role })]);
const policy = (statement: object) => ({
  Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', ...statement } } }],
});

describe('the rights of a role', () => {
  it.each([
    ['an action on a table', 'dynamodb:GetItem', 'table/polyclinic-test-clinic'],
    ['adding to the audit', ['dynamodb:PutItem'], 'table/polyclinic-test-audit'],
    ['reading the stream of one table', ['dynamodb:GetRecords'], 'table/polyclinic-test-events/stream/*'],
    ['what AWS binds to no resource', ['ses:GetAccount'], '*'],
    ['searching the audit by an index', ['dynamodb:Query'], 'table/polyclinic-test-audit/index/actor'],
  ])('may be %s', (_, actions, resource) => {
    expect(check(role(actions, resource))).toEqual([]);
  });

  it.each([
    ['every action', '*', 'table/polyclinic-test-clinic', 'is many actions'],
    ['every action of a service', ['dynamodb:*'], 'table/polyclinic-test-clinic', 'dynamodb:* is many actions'],
    ['actions by their beginning', ['dynamodb:Get*'], 'table/polyclinic-test-clinic', 'dynamodb:Get* is many actions'],
    ['an action on everything', ['dynamodb:GetItem'], '*', 'dynamodb:GetItem on * is too wide'],
    ['an action on every table', ['dynamodb:GetItem'], 'table/*', 'is too wide'],
    ['an action next to one that may be on everything', ['ses:GetAccount', 'ses:SendEmail'], '*', 'ses:SendEmail on *'],
    ['reading the streams of all tables', ['dynamodb:GetRecords'], 'table/*/stream/*', 'is too wide'],
    [
      'changing the audit',
      ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
      'table/polyclinic-test-audit',
      'UpdateItem on the audit',
    ],
    ['reading the whole audit', ['dynamodb:Scan'], 'table/polyclinic-test-audit', 'Scan on the audit'],
    ['deleting from the audit', ['dynamodb:DeleteItem'], 'table/polyclinic-test-audit', 'DeleteItem on the audit'],
    ['writing objects anywhere', ['s3:PutObject'], 'bucket/*', 'is too wide'],
  ])('may not be %s', (_, actions, resource, message) => {
    expect(check(role(actions, resource))).toEqual([expect.stringContaining(message)]);
  });

  it('may be for some items of the platform table, and not for all of them', () => {
    const resource = 'arn:aws:dynamodb:eu-west-1:1:table/polyclinic-test-platform';
    const counting = { Action: 'dynamodb:UpdateItem', Resource: resource };
    const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['LIMIT#*'] } };

    expect(check(role('x', 'x', policy({ ...counting, Condition })))).toEqual([]);
    expect(check(role('x', 'x', policy(counting)))).toEqual([
      expect.stringContaining('dynamodb:UpdateItem on the whole platform table'),
    ]);
  });

  it('may be signing by the keys of a stage, which only a condition can name', () => {
    const resource = 'arn:aws:kms:eu-west-1:1:key/*';
    const signing = (alias: string) =>
      policy({
        Action: 'kms:Sign',
        Resource: resource,
        Condition: { StringLike: { 'kms:RequestAlias': alias } },
      });

    expect(check(role('x', 'x', signing('alias/polyclinic-test-signing-*')))).toEqual([]);
    for (const statement of [
      signing('alias/*'),
      signing('alias/polyclinic-*'),
      policy({ Action: 'kms:Sign', Resource: resource }),
      policy({ Action: 'kms:Sign', Resource: resource, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ]) {
      expect(check(role('x', 'x', statement))).toEqual([expect.stringContaining('kms:Sign on')]);
    }
  });

  it.each([
    ['NotAction', { NotAction: 'iam:*', Resource: 'arn:aws:sqs:eu-west-1:1:email' }],
    ['NotResource', { Action: 'sqs:SendMessage', NotResource: 'arn:aws:sqs:eu-west-1:1:email' }],
  ])('may not be all but some, by %s', (_, statement) => {
    expect(check(role('x', 'x', policy(statement)))).toEqual([expect.stringContaining('name what is allowed')]);
  });

  it('may be denied as widely as one likes', () => {
    expect(check(role('x', 'x', policy({ Effect: 'Deny', Action: '*', Resource: '*' })))).toEqual([]);
  });

  it('may not come from a managed policy', () => {
    const arns = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] };
    const own = { Type: 'AWS::IAM::ManagedPolicy', Properties: {} };

    expect(problemsOf(rights, [stackOf({ Role: role('sqs:SendMessage', 'x', arns), Own: own })])).toEqual([
      expect.stringMatching(/^Role: managed policies/),
      expect.stringMatching(/^Own: managed policies/),
    ]);
  });

  it.each(['AWS::IAM::Policy', 'AWS::IAM::RolePolicy'])('are looked at in an %s of its own, too', (Type) => {
    const Policy = {
      Type,
      Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: 'queue' }] } },
    };

    expect(problemsOf(rights, [stackOf({ Policy })])).toEqual([expect.stringContaining('sqs:* is many actions')]);
  });
});
