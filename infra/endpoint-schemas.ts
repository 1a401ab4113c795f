import type { EndpointPlan } from './endpoint-plan.ts';
import { camelCase, capitalized } from './words.ts';

/** The lines that declare the schemas of a new endpoint, each by a name of its own in the documents. */
export function endpointSchemas(plan: EndpointPlan): string[] {
  const does = plan.summary.charAt(0).toLowerCase() + plan.summary.slice(1);
  const model = (declared: string, made: string, description: string) => [
    `const ${declared} = schema(() =>`,
    `  ${made}.meta({`,
    `    id: '${capitalized(camelCase(plan.name))}${capitalized(declared)}',`,
    `    description: '${description}',`,
    '  }),',
    ');',
    '',
  ];
  const shown = 'z.object({ id: id() })';
  return [
    ...(takesBody(plan) ? model('body', `z.strictObject({ ${nameOf(plan)} })`, `A request that ${does}`) : []),
    ...(plan.result === 'one' ? model('result', shown, `The result of a request that ${does}`) : []),
    ...(plan.result === 'many' ? model('item', shown, `An item of an answer that ${does}`) : []),
  ];
}

function nameOf({ method }: EndpointPlan): string {
  const name = "line(1, 100).meta({ examples: ['A name'] })";
  return `name: ${method === 'PATCH' ? `z.optional(${name})` : name}`;
}

/** Whether the endpoint reads a body. */
export function takesBody({ method, result }: EndpointPlan): boolean {
  return method !== 'GET' && result !== 'nothing';
}
