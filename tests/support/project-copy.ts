import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../infra/functions.ts';

const folders = ['functions', 'lib', 'infra', 'local', 'docs', 'tests', 'bench'];
const single = [
  'README.md',
  'package.json',
  'tsconfig.json',
  'biome.json',
  'jest.config.mjs',
  'esbuild.config.ts',
  'serverless.yml',
];

/** A copy of the project in a folder of its own, with the packages that are installed here. */
export interface ProjectCopy {
  readonly tree: string;
  read(file: string): string;
  /** Writes a file, whose folder need not be there. */
  write(file: string, text: string): void;
  /** Runs a script with this Node in the folder; rejects where it fails. */
  run(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** As `run`, the program of a package. */
  runPackage(file: string, ...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** The files that are new or other than the project's own, by path. */
  changedFiles(): string[];
  remove(): void;
}

export function createProjectCopy(): ProjectCopy {
  const tree = mkdtempSync(path.join(realpathSync(tmpdir()), 'polyclinic-copy-'));
  for (const name of [...folders, ...single]) cpSync(path.join(root, name), path.join(tree, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
  const run = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, args, { cwd: tree }).catch((error: Error & { stdout: string }) => {
      // A compiler says on stdout what is wrong, which is not in the message.
      error.message += `\n${error.stdout}`;
      throw error;
    });
  return {
    tree,
    read: (file) => readFileSync(path.join(tree, file), 'utf8'),
    write(file, text) {
      mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
      writeFileSync(path.join(tree, file), text);
    },
    run,
    runPackage: (file, ...args) => run(path.join(tree, 'node_modules', file), ...args),
    changedFiles: () => filesOf(tree).filter((file) => contentOf(tree, file) !== contentOf(root, file)),
    remove: () => rmSync(tree, { recursive: true }),
  };
}

function filesOf(tree: string): string[] {
  const inside = folders.flatMap((folder) =>
    readdirSync(path.join(tree, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.relative(tree, path.join(parentPath, name)).replaceAll(path.sep, '/')),
  );
  return [...inside, ...single].sort();
}

function contentOf(folder: string, file: string): string | undefined {
  const absolute = path.join(folder, file);
  return existsSync(absolute) ? readFileSync(absolute, 'latin1') : undefined;
}
