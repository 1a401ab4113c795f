import { type Envelope, envelope } from '../events/envelope.ts';
import { eventTypes } from '../events/event-types.ts';
import { Park, Retry } from './decisions.ts';

type Data = Envelope['data'];

/** Makes the data of one version of an event into that of the next. */
export type Upgrade = (data: Data) => Data;

/** The upgrades of each type, by the version that they start from: `'order.placed': { 1: (data) => … }` leads to 2. */
export type Upgrades = Readonly<Partial<Record<string, Readonly<Record<number, Upgrade>>>>>;

/** Upgrades of the versions whose messages may still be under way or among the dead letters. */
export const upgrades: Upgrades = {
  // Whoever has the address is told, as before the account stood in it.
  'sign-in.locked': { 1: (data) => ({ ...data, account: null }) },
};

/** What the upgrades stand on: the current version of each type, and the steps that lead to it. */
export interface Versions {
  readonly types: Readonly<Record<string, { readonly version: number }>>;
  readonly upgrades: Upgrades;
}

const live: Versions = { types: eventTypes, upgrades };

/** A release is rolled out in minutes, its stacks one after another: three tries see it through. */
const releaseSeconds = 300;

/**
 * An event with its data in the current version; other content stays as it is. A version that is not known is never half-read:
 * an older one is a `Park`, since no try can help, a newer one a `Retry`, since a release may be under way.
 */
export function upgradeEnvelope(content: unknown, { types, upgrades }: Versions = live): unknown {
  const event = envelope.safeParse(content).data;
  const current = event && types[event.type]?.version;
  if (!event || !current || event.version === current) return content;
  if (event.version > current) throw newerThan(current, event);
  return upgradeTo(current, event, upgrades[event.type]);
}

function upgradeTo(current: number, event: Envelope, steps: Upgrades[string]): Envelope {
  let { version, data } = event;
  for (; version < current; version += 1) {
    const upgrade = steps?.[version];
    if (!upgrade)
      throw new Park('UNKNOWN_EVENT_VERSION', `No upgrade leads on from version ${version} of ${event.type}`);
    data = upgrade(data);
  }
  return { ...event, version, data };
}

function newerThan(current: number, { type, version }: Envelope): Retry {
  const message = `Version ${version} of ${type} is newer than ${current}, which is known here`;
  return new Retry('NEWER_EVENT_VERSION', message, { afterSeconds: releaseSeconds });
}
