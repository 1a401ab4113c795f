import { describe, expect, it } from '@jest/globals';
import { furtherModes, type Mode, modes } from '../../../local/chaos/faults.ts';
import { type Exchange, strike } from '../../../local/chaos/strike.ts';

/** What happened, in its order, when a fault befell a call. */
async function eventsOf(mode: Mode | undefined, call: Partial<Exchange['call']> = {}): Promise<string[]> {
  const events: string[] = [];
  const note = (event: string) => async () => void events.push(event);
  const exchange: Exchange = {
    call: { service: 'SQS', what: 'Send a', invocation: '1', byFunctions: true, ...call },
    ask: note('done'),
    answer: note('answered'),
    cut: () => void events.push('cut'),
    refuse: (reason) => void events.push(reason),
    gone: Promise.resolve(),
  };
  await strike(mode, exchange, {
    killFunctions: note('functions killed'),
    killService: async (service) => void events.push(`${service} killed`),
    reviveService: async (service) => void events.push(`${service} alive`),
  });
  return events;
}

describe('a fault', () => {
  const expected: Readonly<Record<Mode, readonly string[]>> = {
    'cut-before': ['cut'],
    'cut-after': ['done', 'cut'],
    'kill-before': ['functions killed', 'cut'],
    'kill-after': ['done', 'functions killed', 'answered'],
    hang: ['cut'],
    throttle: ['throttle'],
    '500': ['500'],
    duplicate: ['done', 'done', 'answered'],
    'down-before': ['SQS killed', 'cut', 'SQS alive'],
    'down-after': ['done', 'SQS killed', 'cut', 'SQS alive'],
  };

  it.each(modes)('of %s happens in its order', async (mode) => {
    expect(await eventsOf(mode)).toEqual(expected[mode]);
  });

  it('that kills the functions leaves the call of an event source alone, which lives on', async () => {
    expect(await eventsOf('kill-before', { byFunctions: false })).toEqual(['functions killed', 'answered']);
  });

  it('never kills the mail server', async () => {
    await expect(eventsOf('down-after', { service: 'SMTP' })).rejects.toThrow(RangeError);
  });

  it('that there is none lets the call go its way', async () => {
    expect(await eventsOf(undefined)).toEqual(['answered']);
  });

  it('has a name that the plan knows', () => {
    expect(Object.keys(expected).sort()).toEqual([...modes].sort());
    expect(modes).toEqual(expect.arrayContaining([...furtherModes]));
  });
});
