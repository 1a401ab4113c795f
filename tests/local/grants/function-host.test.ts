import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { discoverFunctions, root } from '../../../infra/functions.ts';
import { functionEnvironment } from '../../../local/function-environment.ts';
import { findUngranted } from '../../../local/grants/compare.ts';
import { readRecord } from '../../../local/grants/record.ts';
import { localSettings } from '../../../local/settings.ts';
import { gatewayEvent } from '../../support/http.ts';

/** Milliseconds: to load every function, and to call one first, takes its time on a busy machine. */
const patience = 60_000;
jest.setTimeout(3 * patience);

let folder: string;
let host: ChildProcess;
const recordFile = () => path.join(folder, 'grants.jsonl');

/** The project as it would be had somebody forgotten a grant of `file`. */
async function copyWithout(grant: string, file: string): Promise<void> {
  await Promise.all(
    ['functions', 'lib', 'infra', 'local', 'package.json'].map((name) =>
      cp(path.join(root, name), path.join(folder, name), { recursive: true }),
    ),
  );
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const text = await readFile(path.join(folder, file), 'utf8');
  await writeFile(path.join(folder, file), text.replace(`'${grant}'`, ''));
}

/** What a function of the copy does where a header asks for it: it fails where nobody waits for it, and never answers. */
const faults = {
  rejection: "void Promise.reject(new Error('of nobody'));",
  timer: "setTimeout(() => { throw new Error('of nobody'); }, 1);",
};

async function addFaults(file: string): Promise<void> {
  const text = await readFile(path.join(folder, file), 'utf8');
  const failing = Object.entries(faults)
    .map(([name, code]) => `if (event.headers.fault === '${name}') { ${code} return new Promise(() => {}); }`)
    .join('\n');
  const handler = `const sound = createHandler(systemClock);
export const handler = (event, context) => { ${failing}\n return sound(event, context); };`;
  await writeFile(
    path.join(folder, file),
    text.replace('export const handler = createHandler(systemClock);', () => handler),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-grants-'));
  await copyWithout('keys:read', 'functions/auth/get-jwks.ts');
  await addFaults('functions/system/get-health.ts');
  const settings = localSettings({ POLYCLINIC_DATA_DIR: path.join(folder, 'data') });
  host = fork(path.join(folder, 'local/function-host.ts'), {
    env: { ...functionEnvironment(settings), POLYCLINIC_GRANTS_RECORD: recordFile() },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // What nobody has caught is printed as well.
    stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
  });
  await once(host, 'message');
});

afterAll(async () => {
  const ended = once(host, 'exit');
  host.disconnect();
  await ended;
  await rm(folder, { recursive: true, force: true });
});

/** Status of a GET without parameters. */
async function statusOf(functionName: string, route: string): Promise<unknown> {
  const answer = once(host, 'message');
  host.send({ id: 'request-1', functionName, event: gatewayEvent({ path: route }), deadline: Date.now() + patience });
  const [{ result }] = await answer;
  return result.statusCode;
}

describe('the process of the functions', () => {
  it('refuses what the grants of a function do not cover, and tells which function, action and table', async () => {
    const status = await statusOf('auth-get-jwks', '/.well-known/jwks.json');

    expect(status).toBe(500);
    const functions = await discoverFunctions();
    const forgetful = functions.map((each) =>
      each.name === 'auth-get-jwks' ? { ...each, trigger: { ...each.trigger, grants: [] } } : each,
    );
    expect(findUngranted(functions, readRecord(recordFile()))).toEqual([]);
    expect(findUngranted(forgetful, readRecord(recordFile()))).toMatchObject([
      { functionName: 'auth-get-jwks', action: 'dynamodb:Query', resource: 'table identity (SIGNING-KEYS/KEY#)' },
    ]);
  });

  it.each(Object.keys(faults))('fails the call in which nobody catches a fault (%s), and goes on', async (fault) => {
    const event = gatewayEvent({ path: '/health', headers: { fault } });
    const failure = once(host, 'message');
    host.send({ id: 'request-2', functionName: 'system-get-health', event, deadline: Date.now() + patience });

    expect(await failure).toMatchObject([{ kind: 'failure', id: 'request-2', message: 'of nobody' }]);
    expect(await statusOf('system-get-health', '/health')).toBe(200);
  });

  it('goes on with the functions that have their grants', async () => {
    expect(await statusOf('system-get-health', '/health')).toBe(200);
  });
});
