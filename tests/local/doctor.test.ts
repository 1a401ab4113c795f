import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { newRootKey, parseRootKey, rootKeyMark } from '../../lib/data-keys/root-key-file.ts';
import { claimDataDir } from '../../local/data-dir.ts';
import { checkChromium, checkDynamoDb } from '../../local/doctor/binaries.ts';
import { checkDataFolder } from '../../local/doctor/data-folder.ts';
import { bad, good, note, render } from '../../local/doctor/finding.mjs';
import {
  checkFoundation,
  checkInstall,
  checkInstalledNode,
  checkNode,
  checkNpm,
} from '../../local/doctor/foundation.mjs';
import { checkDisk, checkPorts } from '../../local/doctor/machine.ts';
import { checkPrivateFiles } from '../../local/doctor/private-files.ts';
import { checkRootKey } from '../../local/doctor/root-key.ts';
import { checkZones, laggingRuntime } from '../../local/doctor/zones.ts';
import { unusedPort } from '../support/unused-ports.ts';

let folder: string;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-doctor-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  for (const server of servers.splice(0)) server.close();
});

function write(file: string, content = ''): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), content);
}

function writePackages(file: string, version: string): void {
  write(file, JSON.stringify({ packages: { 'node_modules/zod': { version } } }));
}

async function listen(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

describe('the secrets of the data folder', () => {
  it('are for their owner alone', () => {
    expect(checkPrivateFiles(folder)).toMatchObject({ state: 'good', says: 'made by the first npm start' });
    for (const file of ['master-secret.json', 'root-key']) write(file);
    for (const file of ['master-secret.json', 'root-key']) chmodSync(path.join(folder, file), 0o600);
    expect(checkPrivateFiles(folder)).toMatchObject({ state: 'good', says: 'master-secret.json, root-key' });

    chmodSync(path.join(folder, 'root-key'), 0o640);

    expect(checkPrivateFiles(folder)).toMatchObject({
      state: 'bad',
      says: 'root-key can be read by others',
      advice: `chmod 600 ${path.join(folder, 'root-key')}`,
    });
  });
});

describe('the root key of the data folder', () => {
  const text = newRootKey();
  const key = parseRootKey(text);
  const states = () => [checkRootKey(folder).state, checkRootKey(folder).says];

  it('is well while there is none yet, and when it is the one that has opened the data', () => {
    expect(states()).toEqual(['good', 'made by the first npm start']);

    write('root-key', text);
    expect(states()).toEqual(['good', path.join(folder, 'root-key')]);

    write('root-key.mark', key && rootKeyMark(key));
    expect(states()).toEqual(['good', `${path.join(folder, 'root-key')}, as it has opened the data`]);
  });

  it.each([
    ['is gone', undefined],
    ['is not 32 bytes in base64', ''],
    ['is not the one of this data folder', newRootKey()],
  ])('%s, and what to do is said', (words, other) => {
    write('root-key.mark', key && rootKeyMark(key));
    if (other !== undefined) write('root-key', other);

    expect(checkRootKey(folder)).toEqual(
      bad(
        'root key',
        `${path.join(folder, 'root-key')} ${words}`,
        'Put the right one back, or begin anew, without the data, by npm start -- --fresh.',
      ),
    );
  });

  it('cannot be what nobody can read', () => {
    mkdirSync(path.join(folder, 'root-key'));

    expect(checkRootKey(folder)).toMatchObject({ state: 'bad', advice: `chmod 600 ${path.join(folder, 'root-key')}` });
  });
});

describe('the foundation', () => {
  it('is a Node that is not too old', () => {
    expect(checkNode('20.0.0').state).toBe('good');
    expect(checkNode('18.20.4')).toMatchObject({ state: 'bad', advice: 'Install Node 20 or later.' });
  });

  it('is an npm that can read the lock file', () => {
    expect(checkNpm('10.8.2').state).toBe('good');
    expect(checkNpm('6.14.18')).toMatchObject({ state: 'bad', says: '6.14.18 is too old' });
  });

  it('is judged by the npm and Node of the machine, not by the Node that is installed', () => {
    writePackages('package-lock.json', '4.0.0');

    const findings = checkFoundation(folder, 'npm/6.14.18 node/v18.20.4 linux x64');

    expect(findings.map(({ subject, state }) => [subject, state])).toEqual([
      ['Node', 'bad'],
      ['npm', 'bad'],
      ['packages', 'bad'],
      ['Node of Lambda', 'bad'],
    ]);
  });

  it('is an install that matches package-lock.json', () => {
    writePackages('package-lock.json', '4.0.1');
    expect(checkInstall(folder)).toMatchObject({ state: 'bad', says: 'not installed yet' });

    writePackages('node_modules/.package-lock.json', '4.0.0');
    expect(checkInstall(folder)).toMatchObject({ state: 'bad', says: 'not what package-lock.json asks for' });

    writePackages('node_modules/.package-lock.json', '4.0.1');
    expect(checkInstall(folder).state).toBe('good');
  });

  it('is the Node of Lambda, which an npm without install scripts leaves out', () => {
    write('node_modules/node/package.json', '{ "version": "24.21.0" }');
    expect(checkInstalledNode(folder)).toMatchObject({ state: 'bad', advice: expect.stringContaining('npm rebuild') });

    write(`node_modules/node/bin/${process.platform === 'win32' ? 'node.exe' : 'node'}`);
    expect(checkInstalledNode(folder)).toMatchObject({ state: 'good', says: '24.21.0' });
  });
});

describe('the ports', () => {
  it('must be free, and those that are not are named with the variable that moves them', async () => {
    const [taken, free] = [await listen(), await unusedPort()];
    const wishes = [
      { server: 'HTTP', port: taken, variable: 'POLYCLINIC_HTTP_PORT' },
      { server: 'SMTP', port: free, variable: 'POLYCLINIC_SMTP_PORT' },
    ];

    expect(await checkPorts(wishes)).toEqual([
      bad('ports', `${taken} (HTTP) is taken`, 'Stop what listens there, or set POLYCLINIC_HTTP_PORT to another port.'),
    ]);
    expect(await checkPorts(wishes.slice(1))).toEqual([good('ports', `${free} are free`)]);
  });
});

describe('the disk', () => {
  it('must have room, also where the folder is not there yet', async () => {
    const asked: string[] = [];
    const freeBytesAt = (bytes: number) => async (asks: string) => {
      asked.push(asks);
      return bytes;
    };
    const later = path.join(folder, 'data', 'of-later');

    expect((await checkDisk('disk', later, freeBytesAt(2 ** 30))).state).toBe('good');
    expect(await checkDisk('disk', later, freeBytesAt(2 ** 29))).toMatchObject({
      state: 'bad',
      says: `0.5 GB free at ${later}`,
    });
    expect(asked).toEqual([folder, folder]);
  });

  it('is asked for what is free', async () => {
    expect((await checkDisk('disk', folder)).says).toMatch(/^\d+\.\d GB free/);
  });
});

describe('the binaries', () => {
  it('must hold a DynamoDB for the system, unless another one is named', () => {
    write('node_modules/@dynoxide/linux-x64/dynoxide');

    expect(checkDynamoDb(folder, [], 'linux-x64').state).toBe('good');
    expect(checkDynamoDb(folder, [], 'sunos-x64')).toMatchObject({ state: 'bad', says: 'no dynoxide for sunos-x64' });
    expect(checkDynamoDb(folder, ['dynamodb'], 'sunos-x64').state).toBe('good');
  });

  it('can do without a browser', () => {
    expect(checkChromium(path.join(folder, 'chromium')).state).toBe('note');
    expect(checkChromium(process.execPath).state).toBe('good');
  });
});

describe('the table of time zones', () => {
  const table = { version: '2026f', released: '2026-10-29' };
  const [soon, late] = [new Date('2027-10-29T00:00:00Z'), new Date('2027-10-29T00:00:01Z')];

  it('is named, and beside it that of Node where it lags', () => {
    expect(checkZones(table, soon, '2026f')).toEqual(good('time zones', '2026f'));
    expect(checkZones(table, soon, '2026c')).toEqual(good('time zones', '2026f; Node has 2026c'));
  });

  it('should be renewed when it is more than a year old, or behind that of Node', () => {
    const advice = 'Install a newer moment-timezone, and run npm run zones.';

    expect(checkZones(table, late, '2026c')).toEqual(
      note('time zones', '2026f, of 2026-10-29, is more than a year old', advice),
    );
    expect(checkZones(table, soon, '2027a')).toEqual(note('time zones', '2026f is behind the 2027a of Node', advice));
  });

  it('is spoken of at a start when Node has an older one', () => {
    expect(laggingRuntime(table, '2026c')).toBe('2026f; Node itself has 2026c, and shows some zones otherwise');
    expect(laggingRuntime(table, '2026f')).toBeUndefined();
  });
});

describe('the data folder', () => {
  it('may be used by one run at a time', () => {
    const release = claimDataDir(folder);
    const held = checkDataFolder(folder);
    release();

    expect(held).toMatchObject({ state: 'bad', says: `${folder} is held by another run` });
    expect(checkDataFolder(folder).state).toBe('good');
  });

  it('must be one that can be written', () => {
    write('a-file');

    expect(checkDataFolder(path.join(folder, 'a-file/data'))).toMatchObject({
      state: 'bad',
      advice: expect.stringContaining('POLYCLINIC_DATA_DIR'),
    });
  });

  it('is not made by being looked at', () => {
    expect(checkDataFolder(path.join(folder, 'data')).state).toBe('good');

    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the report', () => {
  it('says what to do under each finding that asks for something', () => {
    const report = render([
      good('npm', '11.0.0'),
      note('Chromium', 'none', 'Install one.'),
      bad('Node', 'old', 'Renew.'),
    ]);

    expect(report).toMatch(/ok +npm +11\.0\.0\nnote Chromium +none\n +→ Install one\.\nBAD +Node +old\n +→ Renew\./);
    expect(report).toContain('To be done: 1.');
  });

  it('says when nothing needs to be done', () => {
    expect(render([note('Chromium', 'none', 'Install one.')])).toContain('Nothing needs to be done.');
  });
});

describe('npm run doctor', () => {
  it('ends with 1 and says what to do when something must be done', async () => {
    const doctor = promisify(execFile)(process.execPath, [path.join(root, 'local/doctor/start.mjs')], {
      env: { PATH: process.env.PATH, POLYCLINIC_HTTP_PORT: 'eighty' },
    });

    await expect(doctor).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('POLYCLINIC_HTTP_PORT must be a whole number from 1 to 65535'),
    });
  });

  it('ends with 0 when nothing must', async () => {
    const servers = ['HTTP', 'WEBSOCKET', 'LAMBDA', 'DYNAMODB', 'AWS', 'SMTP', 'MAILBOX'];
    const ports = await Promise.all(
      servers.map(async (server) => [`POLYCLINIC_${server}_PORT`, String(await unusedPort())]),
    );
    const env = { PATH: process.env.PATH, POLYCLINIC_DATA_DIR: folder, ...Object.fromEntries(ports) };

    const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, 'local/doctor/start.mjs')], {
      env,
    });

    expect(stdout).toContain('Nothing needs to be done.');
  });
});
