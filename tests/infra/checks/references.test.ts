import { describe, expect, it } from '@jest/globals';
import { references } from '../../../infra/checks/references.ts';
import { clinicStack, dataStack, lambda, lambdaWith, problemsOf, stackOf } from './templates.ts';

const checkValue = (value: unknown) =>
  problemsOf(references, [dataStack(), clinicStack({ GetClinic: lambdaWith({ VALUE: value }) })]);

describe('the references', () => {
  it.each([
    ['a resource', { Ref: 'FunctionRole' }],
    ['an attribute', { 'Fn::GetAtt': ['FunctionRole', 'Arn'] }],
    ['what AWS itself knows', { 'Fn::Sub': `\${AWS::Region}-\${FunctionRole.Arn}-\${FunctionRole}` }],
    ['a variable of a text', { 'Fn::Sub': [`\${Own}`, { Own: 'x' }] }],
    ['nothing, by an escaped text', { 'Fn::Sub': `\${!Literal}` }],
    ['an export, its name made up', { 'Fn::ImportValue': { 'Fn::Sub': 'polyclinic-test-HttpApiId' } }],
  ])('may be to %s', (_, value) => {
    expect(checkValue(value)).toEqual([]);
  });

  it.each([
    ['no resource', { Ref: 'Rle' }, 'refers to Rle'],
    ['a resource of another stack', { Ref: 'EmailQueue' }, 'refers to EmailQueue'],
    ['an attribute of nothing', { 'Fn::GetAtt': ['Rle', 'Arn'] }, 'Rle is not in this stack'],
    [
      'an attribute that the type has not',
      { 'Fn::GetAtt': ['FunctionRole', 'Name'] },
      'FunctionRole has no attribute Name',
    ],
    ['the same as a text', { 'Fn::GetAtt': 'FunctionRole.Name' }, 'FunctionRole has no attribute Name'],
    ['an unknown variable of a text', { 'Fn::Sub': `x\${Rle}` }, 'refers to Rle'],
    ['an unknown attribute in a text', { 'Fn::Sub': `x\${FunctionRole.Name}` }, 'no attribute Name'],
    ['a pseudo parameter that there is not', { Ref: 'AWS::Stage' }, 'refers to AWS::Stage'],
    ['something deep within', { 'Fn::Join': ['', [{ 'Fn::Sub': `\${Rle}` }]] }, 'refers to Rle'],
    [
      'an export that there is not',
      { 'Fn::ImportValue': 'polyclinic-test-Nothing' },
      'exports polyclinic-test-Nothing',
    ],
  ])('may not be to %s', (_, value, message) => {
    expect(checkValue(value)).toEqual([expect.stringContaining(message)]);
  });

  it('may not be to an export of a stack that is deployed later', () => {
    const stacks = [dataStack(), clinicStack()].reverse();
    const [clinic, data] = stacks as [(typeof stacks)[0], (typeof stacks)[0]];

    const problems = references(clinic, [clinic, data], { production: false });

    expect(problems).toContainEqual({
      resource: 'Route',
      message: expect.stringContaining(
        'no stack deployed before this one exports polyclinic-test-HttpApiId',
      ) as unknown,
    });
  });

  it('may be to whatever a custom resource answers', () => {
    const Outputs = { Answer: { Value: { 'Fn::GetAtt': ['Own', 'Anything'] } } };

    expect(problemsOf(references, [stackOf({ Own: { Type: 'Custom::Thing' } }, { Outputs })])).toEqual([]);
  });

  it('are held in DependsOn and in outputs, too', () => {
    const stack = stackOf(
      { A: { ...lambda({ Role: 'x' }), DependsOn: ['Gone'] } },
      { Outputs: { B: { Value: { Ref: 'Lost' } } } },
    );

    expect(problemsOf(references, [stack])).toEqual([
      expect.stringMatching(/^A: it depends on Gone/),
      expect.stringMatching(/^Outputs\.B: it refers to Lost/),
    ]);
  });
});
