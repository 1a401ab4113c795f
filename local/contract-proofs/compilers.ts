import { createRequire } from 'node:module';
import path from 'node:path';
import type { Workshop } from './workshop.ts';

/** A compiler that clients are compiled with: TypeScript 5 as it stands beside their generator, and the project's own. */
export interface Compiler {
  readonly name: string;
  readonly file: string;
}

/** The compilers: a client must compile with both. */
export const compilers: readonly Compiler[] = [
  { name: 'TypeScript 5', file: 'node_modules/typescript/bin/tsc' },
  {
    name: 'TypeScript 7',
    file: path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc'),
  },
];

/** Compiles the journey of a client; answers what runs it, or what the compiler says against it. */
export async function compile(workshop: Workshop, client: string, { name, file }: Compiler) {
  const folder = `compiled/${name.replace(' ', '-')}`;
  const { code, stdout, stderr } = await workshop.run(file, ['--project', client, '--outDir', folder]);
  return code === 0 ? { journey: `${folder}/${client}/journey.js` } : { complaint: stdout + stderr };
}
