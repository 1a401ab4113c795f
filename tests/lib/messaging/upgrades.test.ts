import { describe, expect, it } from '@jest/globals';
import { events } from '../../../lib/domains/events.ts';
import { Park, Retry } from '../../../lib/messaging/decisions.ts';
import { upgradeEnvelope, type Versioned } from '../../../lib/messaging/upgrades.ts';

const versions: readonly Versioned[] = [
  {
    type: 'order.placed',
    version: 3,
    upgrades: {
      1: ({ total }) => ({ amount: total }),
      2: ({ amount }) => ({ amount, currency: 'USD' }),
    },
  },
  // What leads on from version 1 was taken away.
  { type: 'order.shipped', version: 3, upgrades: { 2: (data) => data } },
];

const eventOf = (version: number, data: Record<string, unknown>, type = 'order.placed') => ({
  id: '019a0000-0000-7000-8000-000000000001',
  type,
  version,
  time: '2026-03-08T09:30:00.000Z',
  subject: 'orders/o1',
  data,
  correlationId: 'origin',
});

/** The types that have changed, but whose version before is not taken any more. */
function typesWithoutUpgrade(definitions: readonly Versioned[]): string[] {
  return definitions.filter(({ version, upgrades }) => version > 1 && !upgrades?.[version - 1]).map(({ type }) => type);
}

/** The upgrades that lead to a version that there is not. */
function needlessUpgrades(definitions: readonly Versioned[]): string[] {
  return definitions.flatMap(({ type, version: current, upgrades = {} }) =>
    Object.keys(upgrades)
      .filter((version) => Number(version) >= current)
      .map((version) => `${type} ${version}`),
  );
}

describe('upgradeEnvelope', () => {
  it.each([
    [1, { total: 1_999 }],
    [2, { amount: 1_999 }],
  ])('brings an event of version %i to the current one, a version at a time', (version, data) => {
    const upgraded = upgradeEnvelope(eventOf(version, data), versions);

    expect(upgraded).toEqual(eventOf(3, { amount: 1_999, currency: 'USD' }));
  });

  it('changes nothing in an event of the current version', () => {
    const event = eventOf(3, { amount: 1_999, currency: 'EUR' });

    expect(upgradeEnvelope(event, versions)).toBe(event);
  });

  it('leaves the message that it was given as it is', () => {
    const event = eventOf(1, { total: 1_999 });

    upgradeEnvelope(event, versions);

    expect(event).toEqual(eventOf(1, { total: 1_999 }));
  });

  /** What an event is refused with. */
  function refusalOf(event: unknown): unknown {
    try {
      return upgradeEnvelope(event, versions);
    } catch (error) {
      return error;
    }
  }

  it.each([
    ['newer', 4],
    ['far newer', Number.MAX_SAFE_INTEGER],
  ])('lets a version that is %s come again when a release may be through, and not as a failure', (_, version) => {
    const refusal = refusalOf(eventOf(version, {}));

    expect(refusal).toBeInstanceOf(Retry);
    expect(refusal).toMatchObject({ code: 'NEWER_EVENT_VERSION', afterSeconds: 300 });
  });

  it('parks a version from which a step is missing: no try can help', () => {
    const refusal = refusalOf(eventOf(1, {}, 'order.shipped'));

    expect(refusal).toBeInstanceOf(Park);
    expect(refusal).toMatchObject({ code: 'UNKNOWN_EVENT_VERSION' });
  });

  it.each([
    ['a type that is not known', eventOf(1, {}, 'from.a-newer-release')],
    ['a type that is the name of something else', eventOf(1, {}, 'constructor')],
    ['another such type', eventOf(1, {}, '__proto__')],
    ['a version that is none', eventOf(0, {})],
    ['a message that is no event', { type: 'order.placed', version: 1 }],
    ['text', 'order.placed'],
    ['nothing', undefined],
    ['null', null],
  ])('leaves %s to the schema of the consumer', (_, content) => {
    expect(upgradeEnvelope(content, versions)).toBe(content);
  });
});

describe('the upgrades', () => {
  it('take the version before of every type that has changed', () => {
    expect(typesWithoutUpgrade(events)).toEqual([]);
  });

  it('lead to versions that there are', () => {
    expect(needlessUpgrades(events)).toEqual([]);
  });

  it('that are missing or needless are seen', () => {
    const wrong: readonly Versioned[] = [
      { type: 'a', version: 2 },
      { type: 'b', version: 1, upgrades: { 1: (data) => data } },
    ];

    expect(typesWithoutUpgrade(wrong)).toEqual(['a']);
    expect(needlessUpgrades(wrong)).toEqual(['b 1']);
  });
});
