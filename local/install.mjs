import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { requirePinnedNode } from './node-binary.mjs';

// This runs before anything is installed, on the machine's own Node: it may use nothing but the modules of Node 20.

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs what package-lock.json asks for, unless it is there, and checks whether the Node that came is the right one. Of two
 * concurrent installs the second waits for the first.
 */
export function ensureInstalled(options = { root, install: npmCi }) {
  if (!isInstalled(options.root)) installAlone(options);
  requirePinnedNode(options.root, options.node);
}

function installAlone({ root: folder, install }) {
  const release = lock(folder);
  try {
    if (!isInstalled(folder)) install();
  } finally {
    release();
  }
}

/** Whether an install is complete: npm writes a lock of its own last of all, which a half-finished install does not have. */
export function isInstalled(folder) {
  const wanted = packagesOf(path.join(folder, 'package-lock.json'));
  const installed = packagesOf(path.join(folder, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(([name, { version, optional }]) => {
    if (name === '') return true;
    // Packages for other systems are not installed.
    return installed[name] ? installed[name].version === version : optional === true;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}

function npmCi() {
  process.stdout.write('Installing about 580 MB (once, and again whenever package-lock.json changes)\n');
  const npm = process.env.npm_execpath;
  // At this level npm does not warn that some packages want another Node than the one that installs: that one is being
  // installed.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
  useHooks(root);
}

/** Makes the hooks of .githooks git's own, unless somebody has chosen others, or this is no checkout. */
function useHooks(folder) {
  if (!existsSync(path.join(folder, '.git'))) return;
  const config = (...value) => spawnSync('git', ['config', '--local', 'core.hooksPath', ...value], { cwd: folder });
  // Status 1 means that nothing is set yet.
  if (config().status === 1) config('.githooks');
}

/** Waits until no other process installs in this folder. The lock cannot lie in node_modules, which npm deletes. */
function lock(folder) {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const file = path.join(tmpdir(), `polyclinic-install-${name}`);
  while (!tryLock(file)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  return () => rmSync(file, { force: true });
}

function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(file)) rmSync(file, { force: true });
    return false;
  }
}

function isAlive(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
