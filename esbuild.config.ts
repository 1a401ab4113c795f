import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildResult, build, type Metafile, type Plugin } from 'esbuild';
import { writeAssets } from './infra/assets.ts';
import { discoverFunctions, type FunctionDefinition, root, variablesOf } from './infra/functions.ts';

/** The source of a function's bundle: it insists on its variables before there is a handler to call. */
export function entryOf({ file, trigger }: FunctionDefinition): string {
  return [
    `import { requireSettings } from './lib/config.ts';`,
    `import { handler as handle } from './${file}';`,
    `requireSettings(${JSON.stringify(variablesOf(trigger))});`,
    'export const handler = handle;',
  ].join('\n');
}

/** Gives esbuild the entries as if they were files of the project's root. */
function entries(functions: readonly FunctionDefinition[]): Plugin {
  const sources = new Map(functions.map((definition) => [definition.name, entryOf(definition)]));
  return {
    name: 'entries',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^entry:/ }, ({ path: name }) => ({ path: name.slice('entry:'.length), namespace: 'entry' }));
      onLoad({ filter: /.*/, namespace: 'entry' }, ({ path: name }) => ({
        contents: sources.get(name) ?? '',
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}

/** A Lambda's credentials are in its environment; the ways to find them elsewhere are a third of a bundle. */
const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'credential-provider-node',
      namespace: 'stub',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: 'stub' }, ({ pluginData }) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: pluginData,
    }));
  },
};

/** Of its own package.json a client asks for the version alone, and a bundle would hold the scripts and dependencies, too. */
const versionsAlone: Plugin = {
  name: 'versions-alone',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path: file }) => {
      const { version } = JSON.parse(await readFile(file, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * Where endpoints are discovered, which only `AWS_ENABLE_ENDPOINT_DISCOVERY` switches on, a client keeps a thousand of them;
 * of ours each has the one that its region gives, and the library behind that bound is a fiftieth of a bundle.
 */
const plainEndpointCache: Plugin = {
  name: 'plain-endpoint-cache',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^mnemonist\/lru-cache(\.js)?$/ }, () => ({ path: 'lru-cache', namespace: 'endpoint-cache' }));
    onLoad({ filter: /.*/, namespace: 'endpoint-cache' }, () => ({
      contents: 'export default class extends Map { constructor() { super(); } peek(key) { return this.get(key); } }',
    }));
  },
};

/** JSON schemas are made of our schemas when the documents are, never in a function: a twentieth of a bundle. */
const noJsonSchemas: Plugin = {
  name: 'no-json-schemas',
  setup({ onLoad }) {
    onLoad(
      { filter: /[\\/]zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/ },
      async ({ path: file }) => {
        const names = [...(await readFile(file, 'utf8')).matchAll(/^export (?:const|function) (\w+)/gm)].map(
          ([, name]) => name,
        );
        return { contents: names.map((name) => `export const ${name} = () => undefined;`).join('\n') };
      },
    );
  },
};

/** A source in which what is declared, `= defineEvent(…)`, is known to have no effect, so that bundles leave out what they do not use. */
export function withPureDeclarations(source: string): string {
  return source.replace(/^((?:export )?const \w+ =)(?=\s+define[A-Z]\w*\()/gm, '$1 /* @__PURE__ */');
}

/** Of a function that has no side effects esbuild knows in that function's own file alone; its callers would all have to say so. */
const pureDeclarations: Plugin = {
  name: 'pure-declarations',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lib[\\/]domains[\\/]\w+[\\/]events[\\/].*\.ts$/ }, async ({ path: file }) => ({
      contents: withPureDeclarations(await readFile(file, 'utf8')),
      loader: 'ts',
    }));
  },
};

/** Makes all that is deployed: each function's bundle, with its assets beside it. */
export async function buildForDeploy(
  functions: readonly FunctionDefinition[],
  outDir: string,
): Promise<BuildResult<{ metafile: true }>> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  // The project's own package.json would make the bundles ES modules where they are tried in place.
  await writeFile(path.join(outDir, 'package.json'), '{ "type": "commonjs" }\n');
  await Promise.all(functions.map((definition) => copyAssets(definition, functions, outDir)));
  return bundle(functions, outDir);
}

/** Bundles each function into `<outDir>/<name>/index.js`, and nothing else; `others` come before the plugins of ours. */
export function bundle(
  functions: readonly FunctionDefinition[],
  outDir: string,
  others: readonly Plugin[] = [],
): Promise<BuildResult<{ metafile: true }>> {
  return build({
    entryPoints: functions.map(({ name }) => ({ in: `entry:${name}`, out: `${name}/index` })),
    outdir: outDir,
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'external',
    supported: { 'dynamic-import': false },
    metafile: true,
    logLevel: 'warning',
    plugins: [
      ...others,
      entries(functions),
      environmentCredentials,
      versionsAlone,
      plainEndpointCache,
      noJsonSchemas,
      pureDeclarations,
    ],
  });
}

async function copyAssets(
  { name, trigger }: FunctionDefinition,
  functions: readonly FunctionDefinition[],
  outDir: string,
): Promise<void> {
  const { assets } = trigger;
  if (assets) await writeAssets(path.join(outDir, name, 'assets'), functions, { names: [...assets] });
}

/** Bytes of each function's bundle, the largest first. */
export function bundleSizes({ outputs }: Metafile): [name: string, bytes: number][] {
  return Object.entries(outputs)
    .filter(([file]) => file.endsWith('/index.js'))
    .map(([file, { bytes }]): [string, number] => [path.basename(path.dirname(file)), bytes])
    .sort(([, one], [, other]) => other - one);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { metafile } = await buildForDeploy(await discoverFunctions(), path.join(root, 'dist'));
  for (const [name, bytes] of bundleSizes(metafile))
    process.stdout.write(`${String(Math.round(bytes / 1_024)).padStart(6)} KB  ${name}\n`);
}
