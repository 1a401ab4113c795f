import type { EventDefinition } from '../events/definition.ts';
import { type Envelope, envelope } from '../events/envelope.ts';
import { Park, Retry } from './decisions.ts';

/** What an upgrade needs: the current version of a type, and the steps that lead to it. */
export type Versioned = Pick<EventDefinition, 'type' | 'version' | 'upgrades'>;

/** How many seconds to wait for a release, which is rolled out in minutes, stack by stack: three tries see it through. */
const releaseSeconds = 300;

/**
 * Upgrades the data of an event with one of these definitions to the current version; other content stays as it is. An unknown
 * version is never half-read: an older one throws `Park`, since no retry can help, and a newer one `Retry`, since a release may
 * be under way.
 */
export function upgradeEnvelope(content: unknown, definitions: readonly Versioned[]): unknown {
  const event = envelope().safeParse(content).data;
  const current = event && definitions.find(({ type }) => type === event.type);
  if (!event || !current || event.version === current.version) return content;
  if (event.version > current.version) throw newerThan(current.version, event);
  return upgradeTo(current, event);
}

function upgradeTo({ version: current, upgrades = {} }: Versioned, event: Envelope): Envelope {
  let { version, data } = event;
  for (; version < current; version += 1) {
    const upgrade = upgrades[version];
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
