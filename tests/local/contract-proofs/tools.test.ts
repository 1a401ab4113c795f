import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { trigger } from '../../../functions/auth/log-in.ts';
import { root } from '../../../infra/functions.ts';
import { problemCodesOf } from '../../../infra/openapi/problems.ts';
import { clientKinds } from '../../../local/contract-proofs/client-kinds.ts';

const folder = path.join(root, 'contract/tools');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const parse = (file: string) => JSON.parse(read(file));

describe.each(readdirSync(folder))('the tools of %s', (toolbox) => {
  const { dependencies } = parse(`${toolbox}/package.json`) as { dependencies: Record<string, string> };
  const { '': asked, ...packages } = parse(`${toolbox}/package-lock.json`).packages as Record<
    string,
    { version?: string; integrity?: string; dependencies?: Record<string, string> }
  >;

  it('are one version each, that of the lock', () => {
    const locked = Object.keys(dependencies).map((name) => [name, packages[`node_modules/${name}`]?.version]);

    expect(Object.fromEntries(locked)).toEqual(dependencies);
    expect(asked?.dependencies).toEqual(dependencies);
  });

  it('come with the hash of each package', () => {
    expect(Object.entries(packages).filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  });

  it('are none of the project', () => {
    const project = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const ours = Object.keys({ ...project.dependencies, ...project.devDependencies });

    expect(Object.keys(dependencies).filter((name) => ours.includes(name))).toEqual(
      toolbox === 'clients' ? ['@types/node', 'typescript'] : [],
    );
  });
});

describe.each(clientKinds)('the journey by $name', ({ name }) => {
  it('knows each code of a sign-in that failed', () => {
    const named = [...read(`clients/${name}/journey.ts`).matchAll(/case '([A-Z_]+)'/g)].map(([, code]) => code);

    expect(named.sort()).toEqual([...new Set(Object.values(problemCodesOf(trigger)).flat())].sort());
  });
});
