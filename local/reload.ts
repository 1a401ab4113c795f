import path from 'node:path';
import type { LoadedFunction, LocalTrigger } from './function-messages.ts';
import type { Functions } from './functions.ts';
import { watchFiles } from './watch.ts';

export interface ReloadOptions {
  readonly root: string;
  readonly functions: Functions;
  readonly report: (message: string) => void;
  /** Serves the routes and triggers of the loaded functions in place of the earlier ones. */
  readonly reroute: (loaded: readonly LoadedFunction[]) => Promise<void>;
}

/** Loads the functions anew when one of their files is saved, one reload after the other. */
export function reloadOnChange({ root, functions, report, reroute }: ReloadOptions): () => void {
  let reloading = Promise.resolve();

  async function reload(files: readonly string[]): Promise<void> {
    const started = performance.now();
    const before = functions.loaded;
    try {
      const after = await functions.reload();
      if (routingOf(before) !== routingOf(after)) await reroute(after);
      report(summary(affected(before, after, files).length, performance.now() - started));
    } catch (error) {
      report(`not reloaded, the functions are as before: ${error instanceof Error ? error.message : error}`);
    }
    for (const file of files) if (isOfTheCloud(root, file)) report(`restart to apply ${path.relative(root, file)}`);
  }

  return watchFiles(root, ['functions', 'lib', 'infra'], (files) => {
    reloading = reloading.then(() => reload(files));
  });
}

function summary(count: number, milliseconds: number): string {
  return `reloaded ${count} ${count === 1 ? 'function' : 'functions'} in ${(milliseconds / 1_000).toFixed(1)} s`;
}

/** The functions that are new, or made of a file that changed. */
function affected(
  before: readonly LoadedFunction[],
  after: readonly LoadedFunction[],
  files: readonly string[],
): readonly LoadedFunction[] {
  const known = new Set(before.map(({ name }) => name));
  return after.filter((each) => !known.has(each.name) || each.files.some((file) => files.includes(file)));
}

function routingOf(loaded: readonly LoadedFunction[]): string {
  return JSON.stringify(loaded.map(({ name, trigger }): [string, LocalTrigger] => [name, trigger]));
}

/** Whether a file defines tables, queues or buckets, which follow their definitions only when the cloud starts. */
function isOfTheCloud(root: string, file: string): boolean {
  return ['tables', 'queues', 'buckets'].some((name) => file === path.join(root, 'infra', `${name}.ts`));
}
