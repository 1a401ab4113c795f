import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../infra/functions.ts';
import { domains } from '../lib/stacks.ts';

// Packages a copy of the project with made-up endpoints in every domain: what 150 functions take in time and resources.

const wanted = Number(process.argv[2] ?? 150);
const copy = mkdtempSync(path.join(tmpdir(), 'polyclinic-many-'));

for (const name of ['functions', 'infra', 'lib', 'local', 'package.json', 'esbuild.config.ts', 'serverless.yml'])
  cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));

// Each like the reading of one's own account: session check, one table, one schema.
const model = readFileSync(path.join(root, 'functions/users/get-own-user.ts'), 'utf8');
for (let number = 0; number < wanted; number++) {
  const domain = domains[number % domains.length] ?? 'users';
  const name = `get-made-up-${number}`;
  mkdirSync(path.join(copy, 'functions', domain), { recursive: true });
  writeFileSync(
    path.join(copy, 'functions', domain, `${name}.ts`),
    model.replace("path: '/v1/users/me'", `path: '/v1/${domain}/made-up-${number}'`),
  );
}

const startedAt = performance.now();
const { status } = spawnSync(process.execPath, ['infra/package.ts'], { cwd: copy, stdio: 'inherit' });
process.stdout.write(`${wanted} functions more: ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
rmSync(copy, { recursive: true, force: true });
process.exitCode = status ?? 1;
