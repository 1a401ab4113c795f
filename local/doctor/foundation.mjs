import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isInstalled, root } from '../install.mjs';
import { nodeBinary } from '../node-binary.mjs';
import { bad, good } from './finding.mjs';

// This runs before anything is installed, on the machine's own Node: it may use nothing but the modules of Node 20.

/** Checks what has to hold before TypeScript can run. */
export function checkFoundation(folder = root, userAgent = process.env.npm_config_user_agent ?? '') {
  // `npm run` puts the installed Node first on the PATH; npm itself runs on the machine's own, and reports which that is.
  const [, npm, node = process.versions.node] = /\bnpm\/(\d\S*) node\/v(\S+)/.exec(userAgent) ?? [];
  return [checkNode(node), ...(npm ? [checkNpm(npm)] : []), checkInstall(folder), checkInstalledNode(folder)];
}

/** Checks the machine's Node, which only installs and hands over: any from 20 on will do. */
export function checkNode(version) {
  if (majorOf(version) >= 20) return good('Node', version);
  return bad('Node', `${version} is too old`, 'Install Node 20 or later.');
}

/** Checks npm: older versions cannot read version 3 of package-lock.json. */
export function checkNpm(version) {
  if (majorOf(version) >= 7) return good('npm', version);
  return bad('npm', `${version} is too old`, 'Install npm 7 or later; each Node from 16 on brings one.');
}

/** Checks whether what is installed is what package-lock.json asks for. */
export function checkInstall(folder) {
  if (isInstalled(folder)) return good('packages', 'as package-lock.json asks for');
  const says = existsSync(path.join(folder, 'node_modules'))
    ? 'not what package-lock.json asks for'
    : 'not installed yet';
  return bad('packages', says, 'Run npm ci; npm start and npm test do it by themselves.');
}

/** Checks the Node by which everything continues; an npm that runs no install scripts leaves it out. */
export function checkInstalledNode(folder) {
  const binary = nodeBinary(folder);
  if (existsSync(binary)) return good('Node of Lambda', versionOf(path.join(folder, 'node_modules/node')));
  return bad(
    'Node of Lambda',
    `missing: ${binary}`,
    'Run npm ci; if it stays missing, npm rebuild node --ignore-scripts=false.',
  );
}

function versionOf(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}
