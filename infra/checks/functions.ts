import { arnOf, partsOfGetAtt, textOf } from './resolve.ts';
import { at, listOf, type PackagedStack, type Problem, type Rule, resourcesOf } from './stack.ts';

/** The longest time limit behind a route: the gateway gives up after 30 s, and then nobody learns how it ended. */
const longestHttpTimeout = 29;

/** Checks that functions run on arm64 and Node.js 24, with a role made for them, and are reached through the gateway alone. */
export const functions: Rule = (stack, stacks) => {
  const integrations = integrationUris(stack, stacks);
  return [
    ...resourcesOf(stack, 'AWS::Lambda::Function').flatMap(([id, properties]) => {
      const arn = arnOf(id, stack, stacks);
      const isBehindRoute = integrations.some((uri) => uri === arn || uri.includes(`${arn}/`));
      return [...runtime(properties), ...role(properties, stack), ...(isBehindRoute ? timeout(properties) : [])].map(
        (message) => ({ resource: id, message }),
      );
    }),
    ...functionUrls(stack),
  ];
};

type Properties = Readonly<Record<string, unknown>>;

/** The URIs of integrations; a WebSocket's has the function's ARN within a path of the gateway's own. */
function integrationUris(stack: PackagedStack, stacks: readonly PackagedStack[]): string[] {
  return resourcesOf(stack, 'AWS::ApiGatewayV2::Integration').map(([, { IntegrationUri }]) =>
    textOf(IntegrationUri, stack, stacks),
  );
}

function runtime({ Runtime, Architectures }: Properties): string[] {
  return [
    Runtime !== 'nodejs24.x' && `it runs on ${Runtime ?? 'no runtime'}: set Runtime to nodejs24.x`,
    listOf(Architectures).join() !== 'arm64' &&
      'it runs on x86, which costs a quarter more: set Architectures to arm64',
  ].filter((message) => message !== false);
}

function role({ Role }: Properties, { template }: PackagedStack): string[] {
  const [id] = partsOfGetAtt(at(Role, 'Fn::GetAtt'));
  if (template.Resources[id]?.Type !== 'AWS::IAM::Role')
    return ['its role is not of this stack: give it one by its grants'];
  return id === 'IamRoleLambdaExecution' ? ["it has the framework's role for all: give it one by its grants"] : [];
}

function timeout({ Timeout }: Properties): string[] {
  if (Number(Timeout ?? 3) <= longestHttpTimeout) return [];
  return [`the gateway gives up before its ${Timeout} s are over: lower Timeout to ${longestHttpTimeout} or less`];
}

function functionUrls(stack: PackagedStack): Problem[] {
  const urls = resourcesOf(stack, 'AWS::Lambda::Url').map(([id]) => id);
  const permissions = resourcesOf(stack, 'AWS::Lambda::Permission')
    .filter(([, { Action, FunctionUrlAuthType }]) => FunctionUrlAuthType || Action === 'lambda:InvokeFunctionUrl')
    .map(([id]) => id);
  return [...urls, ...permissions].map((resource) => ({
    resource,
    message: 'a function URL goes past the gateway, its limits and its log: remove it and add a route',
  }));
}
