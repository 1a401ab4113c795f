import { exportsOf, textOf } from './resolve.ts';
import { type PackagedStack, type Problem, type Rule, resourcesOf } from './stack.ts';

/** The most resources of a stack: CloudFormation takes 500, and the rest is room for a fix that adds some. */
const mostResources = 450;
const mostRoutes = 300;
const mostOutputs = 200;
const mostBytes = 1024 * 1024;

/** Checks that a template has a size and names that CloudFormation and the gateway accept. */
export const limits: Rule = (stack, stacks) => [
  ...sizes(stack).map((message) => ({ resource: 'template', message })),
  ...routes(stack, stacks),
  ...refusedNames(stack),
  ...repeatedExports(stack, stacks),
];

function sizes({ template }: PackagedStack): string[] {
  const resources = Object.keys(template.Resources).length;
  const outputs = Object.keys(template.Outputs ?? {}).length;
  const bytes = Buffer.byteLength(JSON.stringify(template));
  return [
    resources > mostResources && `it has ${resources} resources, more than ${mostResources}: split the stack`,
    outputs > mostOutputs && `it has ${outputs} outputs, more than ${mostOutputs}: drop some or split the stack`,
    bytes > mostBytes && `it has ${bytes} bytes, more than ${mostBytes}: split the stack`,
  ].filter((message) => message !== false);
}

/** Checks the number of routes per API over the stacks deployed so far; the first stack that goes beyond is the one named. */
function routes(stack: PackagedStack, stacks: readonly PackagedStack[]): Problem[] {
  const apisOf = (each: PackagedStack) =>
    resourcesOf(each, 'AWS::ApiGatewayV2::Route').map(([, { ApiId }]) => textOf(ApiId, each, stacks));
  const soFar = stacks.slice(0, stacks.indexOf(stack) + 1).flatMap(apisOf);
  return [...new Set(apisOf(stack))]
    .map((api) => ({ api, count: soFar.filter((each) => each === api).length }))
    .filter(({ count }) => count > mostRoutes)
    .map(({ api, count }) => ({
      resource: 'template',
      message: `with it ${api} has ${count} routes, more than ${mostRoutes}: have AWS raise the quota, or add an API`,
    }));
}

function refusedNames({ template }: PackagedStack): Problem[] {
  return [template.Resources, template.Outputs ?? {}]
    .flatMap((section) => Object.keys(section))
    .filter((id) => !/^[A-Za-z0-9]{1,255}$/.test(id))
    .map((id) => ({ resource: id, message: 'a logical id is up to 255 letters and digits: rename it' }));
}

function repeatedExports(stack: PackagedStack, stacks: readonly PackagedStack[]): Problem[] {
  const namesOf = (each: PackagedStack) => exportsOf(each, stacks).map(([name]) => name);
  const others = new Set(stacks.slice(0, stacks.indexOf(stack)).flatMap(namesOf));
  return namesOf(stack)
    .filter((name, index, all) => others.has(name) || all.indexOf(name) < index)
    .map((name) => ({ resource: 'Outputs', message: `${name} is exported twice: give each export a name of its own` }));
}
