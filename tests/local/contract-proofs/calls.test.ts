import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../../infra/functions.ts';
import { describeApi } from '../../../infra/openapi/document.ts';
import { exampleBody, pathParameters } from '../../../local/contract-proofs/call-defaults.ts';
import { preparations } from '../../../local/contract-proofs/calls.ts';
import { type Published, routesOf } from '../../../local/contract-proofs/published.ts';

const document = JSON.parse(JSON.stringify(describeApi(await discoverFunctions()))) as Published;
const routes = routesOf(document);

describe('the calls that Prism looks at', () => {
  it('are prepared for routes that there are', () => {
    const ids = routes.map(({ operationId }) => operationId);

    expect(Object.keys(preparations).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'have a value for each parameter in the path, and a body: %s',
    (_, route) => {
      const isPrepared = route.operationId in preparations;
      const parameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

      expect(isPrepared || parameters.every((name) => name in pathParameters)).toBe(true);
      expect(isPrepared || !route.requestBody || exampleBody(route, document) !== undefined).toBe(true);
    },
  );
});
