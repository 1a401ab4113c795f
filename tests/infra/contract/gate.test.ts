import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkContract, releaseContract } from '../../../infra/contract/gate.ts';
import type { Contract } from '../../../infra/contract/released-contract.ts';
import { root } from '../../../infra/functions.ts';
import { type SmallApi, smallApi } from './small-api.ts';

const today = '2027-06-01';
const changes = '## 0.2.0\n\n- GET /v1/users: the route is gone\n';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-contract-'));
  await writeFile(path.join(folder, 'CHANGES.md'), '');
});

afterEach(() => rm(folder, { recursive: true }));

function contractAfter(plant: (api: SmallApi) => unknown = () => undefined, version = '0.1.0'): Contract {
  const api = smallApi();
  plant(api);
  return { openapi: { ...api.document, info: { version } }, asyncapi: { channels: {} } };
}

const withoutList = ({ paths }: SmallApi) => delete paths['/v1/users']?.get;
const ending =
  (sunset?: string) =>
  ({ list }: SmallApi) => {
    if (sunset !== undefined) Object.assign(list, { deprecated: true, 'x-sunset': sunset });
  };
const read = (name: string) => readFile(path.join(folder, name), 'utf8');

describe('the gate', () => {
  it('asks for a first release', async () => {
    const { passed, text } = await checkContract(folder, contractAfter(), today);

    expect(passed).toBe(false);
    expect(text).toBe('Nothing is released yet: npm run contract -- --release\n');
  });

  it('lets pass what has not changed since, and fails at a break until it is owned', async () => {
    await releaseContract(folder, contractAfter(), today);

    const unchanged = await checkContract(folder, contractAfter(), today);
    const broken = await checkContract(folder, contractAfter(withoutList), today);
    await writeFile(path.join(folder, 'CHANGES.md'), changes);
    const owned = await checkContract(folder, contractAfter(withoutList, '0.2.0'), today);

    expect([unchanged.passed, broken.passed, owned.passed]).toEqual([true, false, true]);
    expect(broken.text).toContain('GET /v1/users: the route is gone (breaks clients that call it)');
  });

  it('releases with the present version, in lines that can be compared', async () => {
    await releaseContract(folder, contractAfter(), today);
    await writeFile(path.join(folder, 'CHANGES.md'), changes);

    const { passed, text } = await releaseContract(folder, contractAfter(withoutList, '0.2.0'), today);

    expect([passed, text]).toEqual([true, 'Released 0.2.0.\n']);
    expect(await read('openapi.json')).toBe(
      `${JSON.stringify(contractAfter(withoutList, '0.2.0').openapi, null, 2)}\n`,
    );
    expect(await read('asyncapi.json')).toBe('{\n  "channels": {}\n}\n');
  });

  it('releases nothing while something is not owned', async () => {
    await releaseContract(folder, contractAfter(), today);
    const before = await read('openapi.json');

    const { passed, text } = await releaseContract(folder, contractAfter(withoutList, '0.2.0'), today);

    expect(passed).toBe(false);
    expect(text).toMatch(/Nothing is released while something is not owned\.\n$/);
    expect(await read('openapi.json')).toBe(before);
  });

  it('lets go what was deprecated, once its day has come', async () => {
    const deprecated = ({ list }: SmallApi) => Object.assign(list, { deprecated: true, 'x-sunset': today });
    await releaseContract(folder, contractAfter(deprecated, '1.0.0'), today);

    const [early, due] = await Promise.all(
      ['2027-05-31', today].map((day) => checkContract(folder, contractAfter(withoutList, '1.0.0'), day)),
    );

    expect([early?.passed, due?.passed]).toEqual([false, true]);
  });

  it.each([
    ['comes sooner than was promised', '2099-01-01', '2027-01-01'],
    ['is announced for sooner than six months', undefined, '2027-11-30'],
    ['is announced for a day that has passed', undefined, '2025-12-01'],
    ['is no calendar date', undefined, '01.01.2099'],
  ])('neither passes nor releases an end that %s', async (_, before, after) => {
    await releaseContract(folder, contractAfter(ending(before), '1.0.0'), today);

    const checked = await checkContract(folder, contractAfter(ending(after), '1.0.1'), today);
    const released = await releaseContract(folder, contractAfter(ending(after), '1.0.1'), today);

    expect([checked.passed, released.passed]).toEqual([false, false]);
  });

  it('releases an end six months ahead, which may be put off and taken back', async () => {
    await releaseContract(folder, contractAfter(undefined, '1.0.0'), today);
    const announced = await releaseContract(folder, contractAfter(ending('2027-12-01'), '1.0.1'), today);
    const later = await releaseContract(folder, contractAfter(ending('2027-12-24'), '1.0.2'), today);
    const back = await releaseContract(folder, contractAfter(undefined, '1.0.3'), today);

    expect([announced.passed, later.passed, back.passed]).toEqual([true, true, true]);
  });

  it.each([
    ['0.2.0', '0.1.9'],
    ['1.0.0', '0.9.0'],
    ['0.1.10', '0.1.9'],
  ])('refuses a version that goes back from %s to %s, though nothing has changed', async (before, after) => {
    await releaseContract(folder, contractAfter(undefined, before), today);

    const { passed, text } = await checkContract(folder, contractAfter(undefined, after), today);

    expect(passed).toBe(false);
    expect(text).toBe(
      `The version in package.json went back from ${before}, which is released, to ${after}: raise it.\n`,
    );
  });

  it.each([
    ['openapi.json', undefined, 'openapi.json is missing, or no document'],
    ['asyncapi.json', undefined, 'asyncapi.json is missing, or no document'],
    ['openapi.json', '', 'openapi.json is missing, or no document'],
    ['asyncapi.json', '[]', 'asyncapi.json is missing, or no document'],
    ['asyncapi.json', '{}', 'asyncapi.json has no channels'],
    ['openapi.json', '{"info":{"version":"0.1.0"}}', 'openapi.json has no paths'],
    ['openapi.json', '{"paths":{"/v1":{}}}', 'openapi.json has no version of three numbers: undefined'],
  ])('neither passes nor releases what cannot be held to %s, where it is %j', async (name, text, told) => {
    await releaseContract(folder, contractAfter(), today);
    await (text === undefined ? rm(path.join(folder, name)) : writeFile(path.join(folder, name), text));
    const before = await readdir(folder);

    const checked = await checkContract(folder, contractAfter(withoutList), today);
    const released = await releaseContract(folder, contractAfter(withoutList), today);

    expect([checked.passed, released.passed]).toEqual([false, false]);
    expect(checked.text).toContain(`The released ${told}.\nTake it back from git`);
    expect(await readdir(folder)).toEqual(before);
  });

  it('refuses a version in package.json that is none, even for a first release', async () => {
    const first = await releaseContract(folder, contractAfter(undefined, '0.2.0-beta.1'), today);
    await releaseContract(folder, contractAfter(), today);
    const later = await checkContract(folder, contractAfter(undefined, '0.2.0-beta.1'), today);

    const refused = {
      passed: false,
      text: 'The version in package.json is 0.2.0-beta.1, not three numbers: mend it.\n',
    };
    expect([first, later]).toEqual([refused, refused]);
  });

  it.each(['openapi.json', 'CHANGES.md'])('takes a %s that cannot be read for no missing one', async (name) => {
    await releaseContract(folder, contractAfter(), today);
    await rm(path.join(folder, name));
    await mkdir(path.join(folder, name));

    await expect(checkContract(folder, contractAfter(), today)).rejects.toThrow('EISDIR');
  });

  it('takes a CHANGES.md that is not written yet for an empty one', async () => {
    await releaseContract(folder, contractAfter(), today);
    await rm(path.join(folder, 'CHANGES.md'));

    const { passed, text } = await checkContract(folder, contractAfter(withoutList), today);

    expect(passed).toBe(false);
    expect(text).toContain('- add to contract/CHANGES.md:');
  });
});

describe('npm run contract', () => {
  it('releases the real documents and finds no change in them, and ends with 1 at what is planted in them', async () => {
    const released = await runScript('--release', '--folder', folder);
    const [openapi, asyncapi] = await Promise.all([read('openapi.json'), read('asyncapi.json')]);
    const same = await checkContract(folder, { openapi: JSON.parse(openapi), asyncapi: JSON.parse(asyncapi) }, today);
    await writeFile(path.join(folder, 'openapi.json'), openapi.replace('/v1/users/me/preferences', '/v1/wishes'));
    await writeFile(path.join(folder, 'asyncapi.json'), asyncapi.replace('"polyclinic-{stage}-email"', '"mail"'));

    const broken = await runScript('--folder', folder);

    expect([released.code, same.passed, broken.code]).toEqual([0, true, 1]);
    expect(same.text).toMatch(/^contract: 0 new, 0 owned, 0 not owned since \d/);
    expect(broken.text).toMatch(/\/v1\/wishes: the route is gone \(breaks clients that call it\)/);
    expect(broken.text).toMatch(/email: its address is now polyclinic-\{stage\}-email in place of mail/);
    expect(broken.text).toMatch(
      /- raise the version in package\.json from .* to .*\n- add to contract\/CHANGES\.md:\n/,
    );
  });
});

function runScript(...args: string[]): Promise<{ readonly code: number; readonly text: string }> {
  const script = path.join(root, 'infra/contract/check-contract.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
    );
  });
}
