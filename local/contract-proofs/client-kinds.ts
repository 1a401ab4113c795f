/** A generator of clients, and what it made of the document before the document had names. */
export interface ClientKind {
  /** Its folder in contract/tools/clients, with its journey. */
  readonly name: string;
  readonly generate: readonly [file: string, ...args: string[]];
  /** The generated file that holds the types, in its folder. */
  readonly types: string;
  readonly before: { readonly lines: number; readonly types: number; readonly most: number };
}

/** The generators that clients are made with. */
export const clientKinds: readonly ClientKind[] = [
  {
    name: 'openapi-fetch',
    generate: [
      'node_modules/openapi-typescript/bin/cli.js',
      'openapi.json',
      '--output',
      'openapi-fetch/generated/api.ts',
    ],
    types: 'generated/api.ts',
    before: { lines: 8_598, types: 4, most: 0 },
  },
  {
    name: 'hey-api',
    generate: ['node_modules/@hey-api/openapi-ts/bin/run.js', '--file', 'hey-api.config.mjs'],
    types: 'generated/types.gen.ts',
    before: { lines: 4_337, types: 268, most: 3 },
  },
  {
    name: 'orval',
    generate: ['node_modules/orval/dist/bin/orval.mjs', '--config', 'orval.config.mjs'],
    types: 'generated/api.ts',
    before: { lines: 11_689, types: 1_644, most: 15 },
  },
];

/** The most types that a route's bodies, parameters and data may need. */
export const mostTypesOfRoute = 4;
