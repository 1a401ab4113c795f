import type { EndpointPlan } from './endpoint-plan.ts';
import { endpointSchemas, takesBody } from './endpoint-schemas.ts';

const exampleId = '019a0000-0000-7000-8000-000000000001';

/** The source of the endpoint, which is complete but for its work, and says so until that is written. */
export function endpointSource(plan: EndpointPlan): string {
  const needsZod = plan.parameter || plan.result !== 'nothing';
  return lines(
    needsZod && "import * as z from 'zod';",
    "import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';",
    "import { Unavailable } from '../../lib/errors.ts';",
    "import { endpoint, type Handle } from '../../lib/http/endpoint.ts';",
    "import type { Stack } from '../../lib/http/stack.ts';",
    "import { http } from '../../lib/http/trigger.ts';",
    needsZod && `import { ${takesBody(plan) ? 'id, line, schema' : 'id, schema'} } from '../../lib/schemas.ts';`,
    '',
    ...endpointSchemas(plan),
    `/** ${plan.summary} */`,
    'export const trigger = http({',
    `  method: '${plan.method}',`,
    `  path: '${plan.path}',`,
    "  allow: 'signed-in',",
    plan.parameter && `  params: schema(() => z.object({ ${plan.parameter}: id() })),`,
    takesBody(plan) && '  body,',
    `  responses: { ${plan.success}: ${answerOf(plan)} },`,
    plan.success === 201 && `  location: (created) => \`${plan.path}/\${created.id}\`,`,
    "  problems: { 503: ['NOT_BUILT'] },",
    '  grants: [],',
    '});',
    'export const createHandler = (handle: Handle<typeof trigger>, stack: Stack) => endpoint(trigger, handle, stack);',
    'export const handler = createHandler(() => {',
    "  throw new Unavailable('NOT_BUILT', 'This is not built yet.');",
    '}, liveStack);',
  );
}

/** The source of its test: what holds before the work is written, and who gets which answer. */
export function endpointTestSource(plan: EndpointPlan): string {
  return lines(
    "import { describe, expect, it } from '@jest/globals';",
    `import { createHandler, trigger } from '../../../functions/${plan.domain}/${plan.name}.ts';`,
    "import { describeAccess } from '../../support/access/describe-access.ts';",
    `import { ${plan.parameter ? 'people' : 'signedIn'} } from '../../support/access/expectations.ts';`,
    "import { createTestCaller, createTestStack, send } from '../../support/http.ts';",
    '',
    plan.result !== 'nothing' && `const result = ${exampleOf(plan)};`,
    `const request = ${requestOf(plan)};`,
    'const stack = createTestStack({ caller: createTestCaller() });',
    `const handle = () => ${plan.result === 'nothing' ? 'undefined' : 'result'};`,
    '',
    `describe('${plan.method} ${plan.path}', () => {`,
    `  it('answers ${plan.success}${plan.result === 'nothing' ? '' : ' with the result'}', async () => {`,
    '    const answer = await send(createHandler(handle, stack), request);',
    '',
    `    expect(answer.status).toBe(${plan.success});`,
    plan.success === 201 && `    expect(answer.headers.location).toBe(\`${plan.path}/\${result.id}\`);`,
    plan.result !== 'nothing' && '    expect(answer.json.data).toEqual(result);',
    '  });',
    ...(takesBody(plan) ? bodyTest : []),
    '});',
    '',
    ...rowOf(plan),
  );
}

const bodyTest = [
  '',
  "  it('refuses a field that it does not know', async () => {",
  "    const json = { ...request.json, role: 'admin' };",
  '',
  '    const answer = await send(createHandler(handle, stack), { ...request, json });',
  '',
  "    expect(answer.json).toMatchObject({ status: 400, errors: [{ path: 'role' }] });",
  '  });',
];

/** The row of its access test: anybody who signs in may call it about any id, until there is something that the id is of. */
function rowOf(plan: EndpointPlan): readonly string[] {
  const call = 'describeAccess(trigger, ({ stack }) => createHandler(handle, stack), ';
  const { parameter, success } = plan;
  if (!parameter) return [`${call}signedIn(${success}${takesBody(plan) ? ', request.json' : ''}));`];
  return [`${call}{`, "  target: 'person',", '  request,', `  statuses: people(${success}),`, '});'];
}

function answerOf({ result }: EndpointPlan): string {
  const answers = { one: 'result', many: 'schema(() => z.array(item()))', nothing: "'empty'" };
  return answers[result];
}

function exampleOf({ result }: EndpointPlan): string {
  return result === 'many' ? `[{ id: '${exampleId}' }]` : `{ id: '${exampleId}' }`;
}

function requestOf(plan: EndpointPlan): string {
  const parts = [
    `method: '${plan.method}'`,
    plan.parameter && `params: { ${plan.parameter}: '${exampleId}' }`,
    takesBody(plan) && "json: { name: 'A name' }",
  ];
  return `{\n${parts
    .filter(Boolean)
    .map((part) => `  ${part},\n`)
    .join('')}}`;
}

function lines(...parts: readonly (string | false | undefined)[]): string {
  return `${parts.filter((part) => typeof part === 'string').join('\n')}\n`;
}
