import { describe, expect, it } from '@jest/globals';
import { checkStacks } from '../../../infra/checks/check.ts';
import { clinicStack, dataStack, lambdaWith, platformStack } from './templates.ts';

describe('checkStacks', () => {
  it('finds nothing in stacks that keep every rule, production included', () => {
    const stacks = [dataStack(), clinicStack(), platformStack()];

    expect(checkStacks(stacks, { production: true })).toEqual([]);
  });

  it('says by which rule, in which stack, at which resource and what to do', () => {
    const GetClinic = lambdaWith({ LOG_LEVEL: 'debug' });

    expect(checkStacks([dataStack(), clinicStack({ GetClinic }), platformStack()], { production: true })).toEqual([
      {
        rule: 'environment',
        stack: 'clinic',
        resource: 'GetClinic',
        message: expect.stringMatching(/^LOG_LEVEL .+: set it to info$/) as unknown,
      },
    ]);
  });

  it('looks at every stack', () => {
    const findings = checkStacks([dataStack(), clinicStack({ Odd: { Type: 'AWS::Odd::Thing' } }), platformStack()], {
      production: false,
    });

    expect(findings.map(({ stack, resource }) => [stack, resource])).toEqual([['clinic', 'Odd']]);
  });
});
