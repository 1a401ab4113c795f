import { describe, expect, it } from '@jest/globals';
import { functions } from '../../../infra/checks/functions.ts';
import { clinicStack, dataStack, lambda, platformStack, problemsOf, role } from './templates.ts';

const check = (overrides: Parameters<typeof clinicStack>[0]) =>
  problemsOf(functions, [dataStack(), clinicStack(overrides)]);

describe('a function', () => {
  it.each([
    ['an older Node.js', { Runtime: 'nodejs20.x' }, 'set Runtime to nodejs24.x'],
    ['x86', { Architectures: ['x86_64'] }, 'set Architectures to arm64'],
    ['x86 by saying nothing', { Architectures: undefined }, 'set Architectures to arm64'],
    ['a role from elsewhere', { Role: 'arn:aws:iam::1:role/admin' }, 'its role is not of this stack'],
    ['30 s behind a route', { Timeout: 30 }, 'lower Timeout to 29 or less'],
  ])('may not have %s', (_, properties, message) => {
    expect(check({ GetClinic: lambda(properties) })).toEqual([expect.stringContaining(message)]);
  });

  it("may not have the framework's role", () => {
    const GetClinic = lambda({ Role: { 'Fn::GetAtt': ['IamRoleLambdaExecution', 'Arn'] } });
    const IamRoleLambdaExecution = role('sqs:SendMessage', 'email');

    expect(check({ GetClinic, IamRoleLambdaExecution })).toEqual([expect.stringContaining("framework's role")]);
  });

  it('may take 29 s behind a route, and longer behind none', () => {
    const SendEmail = lambda({ FunctionName: 'polyclinic-test-notifications-send-email', Timeout: 60 });

    expect(check({ GetClinic: lambda({ Timeout: 29 }) })).toEqual([]);
    expect(problemsOf(functions, [platformStack({ SendEmail })])).toEqual([]);
  });

  it('may not take 30 s behind the route of a WebSocket', () => {
    const uri = `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${GetClinic.Arn}/invocations`;
    const Integration = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId: 'x', IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::Sub': uri } },
    };

    expect(check({ GetClinic: lambda({ Timeout: 30 }), Integration })).toEqual([
      expect.stringContaining('lower Timeout'),
    ]);
  });

  it.each([
    { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: 'x' } },
    { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunctionUrl', Principal: '*' } },
    { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionUrlAuthType: 'NONE' } },
  ])('may not be reached past the gateway, by $Type', (Way) => {
    expect(check({ Way })).toEqual([expect.stringMatching(/^Way: a function URL/)]);
  });
});
