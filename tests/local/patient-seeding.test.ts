import { beforeEach, describe, expect, it } from '@jest/globals';
import { type PatientSeeding, startPatientSeeding } from '../../local/patient-seeding.ts';
import type { Invoke } from '../../local/triggers/poller.ts';
import { until } from './until.ts';

const reminder = 'the API is here';
const ids = ['first', 'second', 'third'];

let told: string[];
let calls: [string, unknown][];
let seeding: PatientSeeding;

beforeEach(() => {
  told = [];
  calls = [];
});

/** Starts on functions that answer by `seed`, asked for a patient. */
function start({
  most = 3,
  missing = ids,
  seed = () => true,
}: {
  most?: number;
  missing?: string[];
  seed?: () => unknown;
}) {
  const invoke: Invoke = async (name, event) => {
    calls.push([name, event]);
    return name === 'seed-patient' ? seed() : missing;
  };
  seeding = startPatientSeeding({ most, invoke, report: (message) => void told.push(message), reminder });
}

describe('the making of patients in the background', () => {
  it('makes those that are missing one after the other, and says when it begins and ends', async () => {
    start({});

    await until(() => told.length === 3);

    expect(calls).toEqual([['find-missing-patients', 3], ...ids.map((id) => ['seed-patient', id])]);
    expect(told[0]).toBe('seeding 3 patients in the background');
    expect(told[1]).toMatch(/^seeded 3 patients in \d+\.\d s$/);
  });

  it('says once more where things are when it has ended, below what the functions wrote meanwhile', async () => {
    start({});

    await until(() => told.length === 3);

    expect(told[2]).toBe(reminder);
  });

  it('says nothing of it where no patient could be made, as nothing was written meanwhile', async () => {
    start({ seed: () => false });

    await until(() => told.length === 2);
    await new Promise(setImmediate);

    expect(told[1]).toMatch(/^seeded 0 patients in /);
    expect(told).not.toContain(reminder);
  });

  it('says it, too, where it ended early', async () => {
    const answers = [() => true];
    start({
      seed() {
        const answer = answers.shift();
        if (!answer) throw new Error('the process ended during the call');
        return answer();
      },
    });

    await until(() => told.length === 3);

    expect(told[1]).toMatch(/^seeding patients ended early/);
    expect(told[2]).toBe(reminder);
  });

  it('says how many could be made', async () => {
    const answers = [true, false, true];
    start({ seed: () => answers.shift() });

    await until(() => told.length === 3);

    expect(told[1]).toMatch(/^seeded 2 patients in /);
  });

  it('makes one as well', async () => {
    start({ missing: ['first'] });

    await until(() => told.length === 3);

    expect(told[0]).toBe('seeding a patient in the background');
    expect(told[1]).toMatch(/^seeded a patient in /);
  });

  it('says nothing where none is missing', async () => {
    start({ missing: [] });

    await until(() => calls.length === 1);

    expect(told).toEqual([]);
  });

  it('asks for nothing where there is to be no patient', () => {
    start({ most: 0 });

    expect(calls).toEqual([]);
  });

  it('tells of what ends it, and asks no more', async () => {
    start({
      seed() {
        throw new Error('the process ended during the call');
      },
    });

    await until(() => told.length === 2);

    expect(told[1]).toBe(
      'seeding patients ended early, and the next start goes on: Error: the process ended during the call',
    );
    expect(calls).toHaveLength(2);
  });

  it.each([
    ['', () => true],
    [', also where that one fails', () => Promise.reject(new Error('the store is gone'))],
  ])('ends after the patient that is being made, without a word%s', async (_, seed) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    start({ seed: () => held.then(seed) });
    await until(() => calls.length === 2);

    seeding.stop();
    release();
    await new Promise(setImmediate);

    expect(calls).toHaveLength(2);
    expect(told).toEqual(['seeding 3 patients in the background']);
  });
});
