import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { discoverFunctions, type FunctionDefinition, root } from '../../infra/functions.ts';
import { pageOf, pageQuery } from '../../lib/http/page.ts';
import { isPage, successOf } from '../../lib/http/reply.ts';
import { type HttpTrigger, http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';
import { readSources, type SourceFile, sourceFile } from './source-files.ts';

const functions = await discoverFunctions();
const sources = readSources('functions');

function exportsOf({ text }: SourceFile): string[] {
  const declared = [
    ...text.matchAll(/^export\s+(?:async\s+)?(?:const|let|function\*?|class|interface|type|enum)\s+(\w+)/gm),
  ];
  const others = text.match(/^export\s*(default\b|\{|\*)/gm) ?? [];
  return [...declared.map(([, name]) => name ?? ''), ...others];
}

/** Routes that the gateway could not tell apart, whatever their parameters are called. */
function doubledRoutes(definitions: readonly Pick<FunctionDefinition, 'file' | 'trigger'>[]): string[] {
  const routes = definitions.flatMap(({ trigger }) =>
    trigger.kind === 'http' ? [`${trigger.method} ${trigger.path.replace(/\{\w+\}/g, '{}')}`] : [],
  );
  return routes.filter((route, at) => routes.indexOf(route) !== at);
}

/** Paths of the objects in a schema that let unknown fields pass. */
function looseObjects(schema: unknown, at = 'body'): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, additionalProperties } = schema as { type?: unknown; additionalProperties?: unknown };
  const inner = Object.entries(schema).flatMap(([key, value]) => looseObjects(value, `${at}.${key}`));
  return type === 'object' && additionalProperties === undefined ? [at, ...inner] : inner;
}

function looseInputs(trigger: HttpTrigger): string[] {
  const inputs = [trigger.query, trigger.body].filter((input) => input !== undefined);
  return inputs.flatMap((input) => looseObjects(z.toJSONSchema(input(), { io: 'input', unrepresentable: 'any' })));
}

/** What a page is turned by, and not chosen by. */
const turning = ['limit', 'cursor', 'sort'];

/** Filters of lists of which the trigger does not say what they cost, or that the list does not have. */
function untoldFilters(trigger: HttpTrigger): string[] {
  const { query, filters = {} } = trigger;
  if (!isPage(successOf(trigger).body)) return Object.keys(filters);
  const asked = Object.keys(query?.().shape ?? {}).filter((name) => !turning.includes(name));
  return [
    ...asked.filter((name) => !(name in filters)),
    ...Object.keys(filters).filter((name) => !asked.includes(name)),
  ];
}

describe('a file of functions/', () => {
  it.each(sources)('exports trigger, createHandler and handler and nothing else: $file', (source) => {
    expect(exportsOf(source).sort()).toEqual(['createHandler', 'handler', 'trigger']);
  });

  it('that exports more is seen', () => {
    const source = sourceFile(
      'functions/a/b-c.ts',
      'export const trigger = 1;\nexport type T = 1;\nexport default 1;\nexport {',
    );

    expect(exportsOf(source)).toEqual(['trigger', 'T', 'export default', 'export {']);
  });

  it.each(sources)('has a test: $file', ({ file }) => {
    expect(existsSync(path.join(root, 'tests', file.replace(/\.ts$/, '.test.ts')))).toBe(true);
  });

  it('says of each filter of a list whether it has a list of its own or sifts', () => {
    const untold = functions.flatMap(({ file, trigger }) =>
      trigger.kind === 'http' ? untoldFilters(trigger).map((filter) => `${file}: ${filter}`) : [],
    );

    expect(untold).toEqual([]);
  });

  it('is missed where a filter is not told of', () => {
    const trigger = http({
      method: 'GET',
      path: '/v1/things',
      allow: 'public',
      query: pageQuery(schema(() => z.object({ role: z.string().optional() }))),
      responses: { 200: pageOf(schema(() => z.object({ id: z.string() }))) },
      grants: [],
    });

    expect(untoldFilters(trigger)).toEqual(['role']);
    expect(untoldFilters({ ...trigger, filters: { role: 'sifts', size: 'sifts' } })).toEqual(['size']);
  });

  it('says in a sentence of at most 80 characters what it does', () => {
    const others = functions.filter(({ summary }) => summary.length > 80 || !/^[A-Z][a-z]+s [^\n]+\.$/.test(summary));

    expect(others.map(({ file, summary }) => `${file}: ${summary}`)).toEqual([]);
  });

  it('is one function, and the other way round', () => {
    expect(functions.map(({ file }) => file)).toEqual(sources.map(({ file }) => file));
  });
});

describe('a route that creates something', () => {
  // The answers of these hold secrets, which are not kept.
  const unkept = /^\/v1\/(auth|api-keys)(\/|$)/;
  const creating = functions.flatMap(({ trigger }) =>
    trigger.kind === 'http' && trigger.method === 'POST' && trigger.allow !== 'public' && trigger.responses[201]
      ? [trigger]
      : [],
  );

  it('takes an idempotency key, unless its answer holds a secret or it is not built yet', () => {
    const without = creating.filter(
      ({ idempotency, problems }) => !idempotency && !problems?.[503]?.includes('NOT_BUILT'),
    );

    expect(without.map(({ path: route }) => route).filter((route) => !unkept.test(route))).toEqual([]);
  });

  it('takes none where its answer holds a secret', () => {
    expect(creating.filter((trigger) => unkept.test(trigger.path) && trigger.idempotency)).toEqual([]);
  });
});

describe('a route', () => {
  it('is answered by one function', () => {
    expect(doubledRoutes(functions)).toEqual([]);
  });

  it('of two functions is seen', () => {
    const read = { file: '', trigger: { kind: 'http', method: 'GET', path: '/v1/a/{b}' } as HttpTrigger };
    const readAgain = { file: '', trigger: { ...read.trigger, path: '/v1/a/{c}' } };

    expect(doubledRoutes([read, readAgain])).toEqual(['GET /v1/a/{}']);
  });

  const routes = functions.flatMap(({ name, trigger }) => (trigger.kind === 'http' ? [{ name, trigger }] : []));

  it.each(routes)('refuses what its schemas do not name: $name', ({ trigger }) => {
    expect(looseInputs(trigger)).toEqual([]);
  });

  it('that lets unknown fields pass is seen, at any depth', () => {
    const trigger = {
      query: schema(() => z.strictObject({ tags: z.record(z.string(), z.int()) })),
      body: schema(() => z.strictObject({ items: z.array(z.object({ id: z.string() })) })),
    } as unknown as HttpTrigger;

    expect(looseInputs(trigger)).toEqual(['body.properties.items.items']);
  });
});

describe('importing the functions', () => {
  /**
   * Imports the files in a process of its own whose environment is empty, and tells what is read of it, what was started
   * and how many schemas were made: zod shows each of them to its post-processor, as it does for `zod/compile`.
   */
  async function importAll(files: readonly string[]): Promise<{ read: string[]; left: string[]; made: number }> {
    const script = `
      const read = [];
      let made = 0;
      globalThis.__zod_globalConfig = { postProcessor: ({ _zod }) => void (made += _zod.traits.has('$ZodType') ? 1 : 0) };
      process.env = new Proxy({}, { get: (_, name) => void read.push(String(name)), has: (_, name) => void read.push(String(name)) });
      for (const file of ${JSON.stringify(files)}) await import(file);
      process.stdout.write(JSON.stringify({ read, left: process.getActiveResourcesInfo(), made }));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      env: {},
    });
    return JSON.parse(stdout);
  }

  let all: Awaited<ReturnType<typeof importAll>>;

  beforeAll(async () => {
    all = await importAll(functions.map(({ file }) => pathToFileURL(path.join(root, file)).href));
  }, 120_000);

  it('reads no variable, starts nothing and writes nothing', () => {
    const { read, left } = all;

    expect(read.filter((name) => /^(POLYCLINIC_|LOG_LEVEL$)/.test(name))).toEqual([]);
    expect(left.filter((resource) => !/^(PipeWrap|TTYWrap)$/.test(resource))).toEqual([]);
  });

  it('makes no schema', () => {
    expect(all.made).toBe(0);
  });

  it('that reads a variable or starts something is seen', async () => {
    const offence = 'process.env.POLYCLINIC_STAGE; setInterval(() => process.exit(), 1);';

    const { read, left } = await importAll([`data:text/javascript,${encodeURIComponent(offence)}`]);

    expect(read).toContain('POLYCLINIC_STAGE');
    expect(left).toContain('Timeout');
  });

  it('that makes a schema is seen, and counts each that it is made of', async () => {
    const zod = pathToFileURL(createRequire(import.meta.url).resolve('zod')).href;
    const offence = `import * as z from '${zod}'; z.object({ id: z.string(), none: z.never().optional() });`;

    const { made } = await importAll([`data:text/javascript,${encodeURIComponent(offence)}`]);

    expect(made).toBe(4);
  });
});
