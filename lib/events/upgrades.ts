import { type Envelope, envelope } from './envelope.ts';
import { eventTypes } from './event-types.ts';

type Data = Envelope['data'];

/** Makes the data of one version of an event into that of the next. */
export type Upgrade = (data: Data) => Data;

/** The upgrades of each type, by the version that they start from: `'order.placed': { 1: (data) => … }` leads to 2. */
export type Upgrades = Readonly<Partial<Record<string, Readonly<Record<number, Upgrade>>>>>;

/** Upgrades of the versions whose messages may still be under way or among the dead letters. */
export const upgrades: Upgrades = {};

/** A version that is not known here, of a newer release or too old: half-reading it could do harm. */
export class UnknownEventVersion extends Error {
  override readonly name = 'UnknownEventVersion';
  readonly type: string;
  readonly version: number;

  constructor({ type, version }: Pick<Envelope, 'type' | 'version'>) {
    super(`Version ${version} of ${type} is not known here`);
    this.type = type;
    this.version = version;
  }
}

/** What the upgrades stand on: the current version of each type, and the steps that lead to it. */
export interface Versions {
  readonly types: Readonly<Record<string, { readonly version: number }>>;
  readonly upgrades: Upgrades;
}

const live: Versions = { types: eventTypes, upgrades };

/** An event with its data in the current version; other content stays as it is. Throws UnknownEventVersion. */
export function upgradeEnvelope(content: unknown, { types, upgrades }: Versions = live): unknown {
  const event = envelope.safeParse(content).data;
  const current = event && types[event.type]?.version;
  return current && current !== event.version ? upgradeTo(current, event, upgrades[event.type]) : content;
}

function upgradeTo(current: number, event: Envelope, steps: Upgrades[string]): Envelope {
  let { version, data } = event;
  for (; version !== current; version += 1) {
    // From a newer version no step leads on, either.
    const upgrade = steps?.[version];
    if (!upgrade) throw new UnknownEventVersion(event);
    data = upgrade(data);
  }
  return { ...event, version, data };
}
