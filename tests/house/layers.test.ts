import { describe, expect, it } from '@jest/globals';
import { folders, readSources, type SourceFile, sourceFile } from './source-files.ts';

/** What files of one place may not import, with an import that breaks the rule. */
interface LayerRule {
  readonly title: string;
  readonly from: RegExp;
  readonly not: RegExp;
  readonly offence: readonly [file: string, name: string];
}

const rules: readonly LayerRule[] = [
  {
    title: 'lib stands below everything else of ours',
    from: /^lib\//,
    // But for the lists of queues and tables, whose names and bounds lib takes from there.
    not: /^(functions|local|tests)\/|^infra\/(?!(queues|tables)\.ts$)/,
    offence: ['lib/log.ts', '../infra/grants.ts'],
  },
  {
    title: 'the lists of queues and tables import nothing',
    from: /^infra\/(queues|tables)\.ts$/,
    not: /./,
    offence: ['infra/queues.ts', './words.ts'],
  },
  {
    title: 'a function imports lib and packages, never another function',
    from: /^functions\//,
    not: /^(functions|infra|local|tests)\//,
    offence: ['functions/users/get-own-user.ts', './list-users.ts'],
  },
  {
    title: 'infra knows nothing of the laptop and of tests',
    from: /^infra\//,
    not: /^(local|tests)\//,
    offence: ['infra/tables.ts', '../local/settings.ts'],
  },
  {
    title: 'nothing but tests imports tests',
    from: /^(?!tests\/)/,
    not: /^tests\//,
    offence: ['local/plugin.ts', '../tests/support/http.ts'],
  },
  {
    title: 'a function reaches the store and AWS through services',
    from: /^functions\//,
    not: /^lib\/(aws|data)\/|repository\.ts$/,
    offence: ['functions/users/get-own-user.ts', '../../lib/domains/identity/users/repository.ts'],
  },
  {
    title: 'a function needs no package but zod',
    from: /^functions\//,
    not: /^(?!zod$|(functions|lib)\/)/,
    offence: ['functions/users/get-own-user.ts', '@aws-sdk/client-sqs'],
  },
  {
    title: 'a repository knows no service',
    from: /^lib\/.*repository\.ts$/,
    not: /service\.ts$/,
    offence: ['lib/domains/identity/users/repository.ts', './service.ts'],
  },
];

function breachesOf({ from, not }: LayerRule, sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ file }) => from.test(file))
    .flatMap(({ file, imports }) => imports.filter((name) => not.test(name)).map((name) => `${file} → ${name}`));
}

/** The first way round a circle of imports; empty where there is none. */
function cycleIn(sources: readonly SourceFile[]): string[] {
  const importsOf = new Map(sources.map(({ file, imports }) => [file, imports]));
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    const cycle = (importsOf.get(file) ?? [])
      .map((name) => walk(name, [...trail, file]))
      .find(({ length }) => length > 0);
    done.add(file);
    return cycle ?? [];
  };
  return sources.map(({ file }) => walk(file, [])).find(({ length }) => length > 0) ?? [];
}

const sources = folders.flatMap(readSources);

describe.each(rules)('the rule that $title', (rule) => {
  it('holds', () => {
    expect(breachesOf(rule, sources)).toEqual([]);
  });

  it('sees an offence', () => {
    const [file, name] = rule.offence;

    expect(breachesOf(rule, [sourceFile(file, `import { x } from '${name}';`)])).toHaveLength(1);
  });
});

describe('imports', () => {
  it('never go round in a circle', () => {
    expect(cycleIn(sources)).toEqual([]);
  });

  it('that go round in a circle are seen', () => {
    const circle = [
      sourceFile('lib/start.ts', "import './a.ts';"),
      sourceFile('lib/a.ts', "import type { B } from './b.ts';"),
      sourceFile('lib/b.ts', "export { c } from './c.ts';\nimport {\n  d,\n} from './d.ts';"),
      sourceFile('lib/c.ts', ''),
      sourceFile('lib/d.ts', "const a = await import('./a.ts');"),
    ];

    expect(cycleIn(circle)).toEqual(['lib/a.ts', 'lib/b.ts', 'lib/d.ts', 'lib/a.ts']);
  });

  it('of ours lead to files that are there', () => {
    const files = new Set(sources.map(({ file }) => file));
    // What the recipes write leads to what they write beside it.
    const ours = sources
      .filter(({ file }) => !file.startsWith('tests/house/recipes/'))
      .flatMap(({ file, imports }) => imports.map((name) => ({ file, name })));

    const astray = ours.filter(({ name }) => /^(functions|lib|infra)\/.*\.ts$/.test(name) && !files.has(name));

    expect(astray).toEqual([]);
  });
});
