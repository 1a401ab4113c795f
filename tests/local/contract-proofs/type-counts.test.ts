import { describe, expect, it } from '@jest/globals';
import { countTypes } from '../../../local/contract-proofs/type-counts.ts';

const body = { content: { 'application/json': {} } };
const operation = (operationId: string, statuses: readonly string[]) => ({
  operationId,
  responses: Object.fromEntries(statuses.map((status) => [status, status === '304' ? {} : body])),
});
const document = {
  paths: {
    '/login': { post: operation('logIn', ['200', '401']) },
    '/login/mfa': { post: operation('logInWithMfa', ['200']) },
    '/docs': { get: operation('getDocs', ['200', '304', '404']) },
  },
  components: { schemas: { LogInProblem: {}, LogInWithMfaProblem: {}, User: {} } },
};
const exporting = (...names: string[]) => names.map((name) => `export type ${name} = string;\n`).join('');
const routesIn = (code: string) => Object.fromEntries(countTypes(code, document).byRoute);

describe('countTypes', () => {
  it('counts lines and what is exported as a type', () => {
    const code = 'export interface User {}\nexport const logIn = 1;\ntype Inner = 1;\nexport type Id = string;\n';

    expect(countTypes(code, document)).toMatchObject({ lines: 4, types: 2 });
  });

  it('counts a type for the route whose name it begins with, the longest of them', () => {
    expect(routesIn(exporting('LogInBody', 'logInResponse200', 'LogInWithMfa200DataUser'))).toEqual({
      logIn: ['LogInBody', 'logInResponse200'],
      logInWithMfa: ['LogInWithMfa200DataUser'],
      getDocs: [],
    });
  });

  it('leaves out models, and answers without data: problems, and what has no body', () => {
    const code = exporting('LogInProblem', 'LogIn401Code', 'logInResponse401', 'LogInErrors', 'getDocsResponse304');

    expect(routesIn(code)).toEqual({ logIn: [], logInWithMfa: [], getDocs: [] });
  });
});
