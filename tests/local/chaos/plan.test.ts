import { describe, expect, it } from '@jest/globals';
import { crashModes, furtherModes } from '../../../local/chaos/faults.ts';
import { planAll, planShort, readBlow } from '../../../local/chaos/plan.ts';

const points = [
  'register: DynamoDB UpdateItem platform limit #1',
  'register: DynamoDB TransactWriteItems identity+events+audit #1',
  'register: SQS SendMessageBatch email-urgent #1',
  'register: SMTP mail #1',
  'verify: DynamoDB TransactWriteItems identity+events+audit #1',
  'verify: SQS SendMessageBatch email #1',
  'verify: DynamoDB UpdateItem platform claim #2',
  'verify: SMTP mail #1',
  'verify: SQS DeleteMessageBatch email #1',
  'register: DynamoDB TransactWriteItems index #1',
];

const modesAt = (plan: readonly { point: string; mode: string }[], point: string | undefined) =>
  plan.filter((blow) => blow.point === point).map(({ mode }) => mode);

describe('the plan', () => {
  it('has each crash at each call', () => {
    const plan = planAll(points, { seed: 1, all: false });

    for (const point of points) expect(modesAt(plan, point)).toEqual(expect.arrayContaining([...crashModes]));
  });

  it('has one further fault at each call, which the seed chooses', () => {
    const furtherOf = (seed: number) =>
      points.map((point) =>
        modesAt(planAll(points, { seed, all: false }), point).filter((mode) =>
          furtherModes.some((one) => one === mode),
        ),
      );

    expect(furtherOf(1).map(({ length }) => length)).toEqual(points.map(() => 1));
    expect(furtherOf(1)).toEqual(furtherOf(1));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => furtherOf(seed).join())).size).toBeGreaterThan(1);
  });

  it('has every further fault at every call when all are wanted; nobody hands a mail to a server twice', () => {
    const plan = planAll(points, { seed: 1, all: true });

    expect(modesAt(plan, points[0])).toEqual([...crashModes, ...furtherModes]);
    expect(modesAt(plan, points[3])).toEqual([...crashModes, 'hang', 'throttle', '500']);
  });

  it('kills DynamoDB at the first transaction and SQS at the first send, before and after each', () => {
    const outages = planAll(points, { seed: 1, all: false }).filter(({ mode }) => mode.startsWith('down'));

    expect(outages).toEqual([
      { point: points[1], mode: 'down-before' },
      { point: points[1], mode: 'down-after' },
      { point: points[2], mode: 'down-before' },
      { point: points[2], mode: 'down-after' },
    ]);
  });

  it('has a short form with every crash and every service', () => {
    const plan = planShort(points);

    expect(new Set(plan.map(({ mode }) => mode))).toEqual(new Set([...crashModes, 'down-before', 'down-after']));
    for (const service of ['DynamoDB', 'SQS', 'SMTP'])
      expect(plan.filter(({ point }) => point.includes(` ${service} `)).length).toBeGreaterThan(1);
  });

  it('has no short form of a flow that lacks one of its calls', () => {
    expect(() => planShort(points.slice(0, 3))).toThrow('the flow makes no call like');
  });
});

describe('a blow in words', () => {
  it('is read as the table prints it', () => {
    expect(readBlow(' register: SMTP mail #1   kill-after ')).toEqual({
      point: 'register: SMTP mail #1',
      mode: 'kill-after',
    });
  });

  it.each([
    '',
    'kill-after',
    'register: SMTP mail #1',
    'register: SMTP mail #1 explode',
    'register: SMTP mail #1 duplicate',
  ])('that makes no sense is refused: %j', (text) => {
    expect(() => readBlow(text)).toThrow(RangeError);
  });
});
