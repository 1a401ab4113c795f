import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../../local/chaos/calls.ts';
import { createFaults } from '../../../local/chaos/faults.ts';

let invocations = 0;

function callTo(what: string, overrides: Partial<Call> = {}): Call {
  invocations += 1;
  return { service: 'SQS', what, invocation: String(invocations), byFunctions: true, ...overrides };
}

describe('the faults', () => {
  it('name each call by the step, and number equal ones in it from 1', () => {
    const faults = createFaults();
    faults.enter('register');
    for (const what of ['Send a', 'Send b', 'Send a']) faults.meet(callTo(what));
    faults.enter('verify');
    faults.meet(callTo('Send a'));

    expect(faults.points).toEqual([
      'register: SQS Send a #1',
      'register: SQS Send b #1',
      'register: SQS Send a #2',
      'verify: SQS Send a #1',
    ]);
  });

  it('befall the call that was chosen, and no other', () => {
    const faults = createFaults();
    faults.reset({ point: 'register: SQS Send a #2', mode: 'cut-after' });
    faults.enter('register');

    const met = ['Send a', 'Send b', 'Send a', 'Send a'].map((what) => faults.meet(callTo(what)));

    expect(met).toEqual([undefined, undefined, 'cut-after', undefined]);
  });

  it('befall every attempt of that call, which counts once', () => {
    const faults = createFaults();
    faults.reset({ point: 'register: SQS Send a #1', mode: '500' });
    faults.enter('register');
    const call = callTo('Send a');

    const met = [call, call, callTo('Send a'), call].map((each) => faults.meet(each));

    expect(met).toEqual(['500', '500', undefined, '500']);
    expect(faults.points).toEqual(['register: SQS Send a #1', 'register: SQS Send a #2']);
  });

  it.each(['kill-before', 'kill-after', 'down-before', 'down-after'] as const)('let nothing die twice: %s', (mode) => {
    const faults = createFaults();
    faults.reset({ point: 'register: SQS Send a #1', mode });
    faults.enter('register');
    const call = callTo('Send a');

    expect([faults.meet(call), faults.meet(call)]).toEqual([mode, undefined]);
  });

  it('say whether the chosen call came', () => {
    const faults = createFaults();
    faults.reset({ point: 'register: SQS Send a #1', mode: 'hang' });
    faults.enter('register');
    faults.meet(callTo('Send b'));
    const before = faults.struck;

    faults.meet(callTo('Send a'));

    expect([before, faults.struck]).toEqual([false, true]);
  });

  it('begin anew once they are reset', () => {
    const faults = createFaults();
    faults.reset({ point: 'register: SQS Send a #1', mode: 'hang' });
    faults.enter('register');
    faults.meet(callTo('Send a'));

    faults.reset();
    faults.enter('register');

    expect(faults.meet(callTo('Send a'))).toBeUndefined();
    expect(faults.points).toEqual(['register: SQS Send a #1']);
    expect(faults.struck).toBe(false);
  });
});
