import { describe, expect, it } from '@jest/globals';
import { textOf } from '../../../infra/checks/resolve.ts';
import { dataStack, stackOf } from './templates.ts';

const data = dataStack();
const importing = stackOf({});
const arn = `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:polyclinic-test-email`;

describe('textOf', () => {
  it.each([
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['EmailQueue', 'Arn'] }],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'EmailQueue.Arn' }],
    ['Fn::Sub of an attribute', { 'Fn::Sub': `\${EmailQueue.Arn}` }],
    ['Fn::Sub of the whole', { 'Fn::Sub': arn }],
    ['Fn::Sub with variables', { 'Fn::Sub': [`\${Given}`, { Given: { 'Fn::GetAtt': ['EmailQueue', 'Arn'] } }] }],
    [
      'Fn::Join',
      {
        'Fn::Join': [
          ':',
          [
            { 'Fn::Sub': `arn:\${AWS::Partition}` },
            'sqs',
            { Ref: 'AWS::Region' },
            { Ref: 'AWS::AccountId' },
            'polyclinic-test-email',
          ],
        ],
      },
    ],
  ])('gives the same ARN for %s', (_, value) => {
    expect(textOf(value, data, [data])).toBe(arn);
  });

  it('follows an import into the stack that exports it', () => {
    const value = { 'Fn::ImportValue': { 'Fn::Sub': 'polyclinic-test-EmailQueueArn' } };

    expect(textOf(value, importing, [data, importing])).toBe(arn);
  });

  it('tells a thing of one stack from a thing of the same logical id in another', () => {
    const value = { 'Fn::GetAtt': ['HttpApi', 'ApiId'] };

    expect(textOf(value, data, [data])).not.toBe(textOf(value, importing, [data, importing]));
  });

  it('gives no name for the URL of a queue, which AWS alone knows', () => {
    expect(textOf({ Ref: 'EmailQueue' }, data, [data])).toBe(`\${data/EmailQueue}`);
  });
});
