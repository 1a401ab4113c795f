import { isObject } from '../openapi/json.ts';
import { compareNotices } from './compare-notices.ts';
import type { CompareSchemas } from './compare-objects.ts';
import { createSchemaComparison } from './compare-schemas.ts';
import { type Finding, mergeFindings, sunsetOf } from './finding.ts';
import { type Json, partOf } from './json.ts';
import { type CarriedMessage, messagesOf, unversionedPayloadOf, versionOf } from './messages.ts';
import { added, findingsOf } from './route-pair.ts';

/** Everything that has changed for those who read or send messages between two AsyncAPI documents. */
export function compareAsyncApi(released: Json, current: Json): Finding[] {
  const compareSchemas = createSchemaComparison(released, current);
  const [carried, now] = [messagesOf(released), messagesOf(current)];
  const same = (a: CarriedMessage) => (b: CarriedMessage) => a.channel === b.channel && a.name === b.name;
  const messages = carried.flatMap((before) => {
    const after = now.find(same(before));
    return after ? compareMessage({ released, current, before, after, compareSchemas }) : goneMessage(before, now);
  });
  const fresh = now.filter((message) => !carried.some(same(message)));
  return mergeFindings([
    ...compareChannels(released, current),
    ...messages,
    ...compareNotices(released, current),
    ...fresh.map(({ channel, name }) => added(name, `the message is new on ${channel}`)),
  ]);
}

function compareChannels(released: Json, current: Json): Finding[] {
  const [before, after] = [partOf(released, 'channels'), partOf(current, 'channels')];
  const lost = (place: string, what: string): Finding => ({
    kind: 'break',
    place,
    what,
    whom: 'whoever sends to it or reads it',
  });
  const kept = Object.keys(before).flatMap((name) => {
    if (!isObject(after[name])) return [lost(name, 'the channel is gone')];
    const [was, is] = [partOf(before, name).address, partOf(after, name).address];
    return was === is ? [] : [lost(name, `its address is now ${is} in place of ${was}`)];
  });
  const fresh = Object.keys(after).filter((name) => !(name in before));
  return [...kept, ...fresh.map((name) => added(name, 'the channel is new'))];
}

function goneMessage({ channel, name, message }: CarriedMessage, now: readonly CarriedMessage[]): Finding[] {
  const isLeft = now.some((each) => each.name === name);
  const what = isLeft ? `the message is no longer on ${channel}` : 'the message is gone';
  return [{ kind: 'break', place: name, what, whom: 'those who use it', of: [channel], sunset: sunsetOf(message) }];
}

interface MessagePair {
  readonly released: Json;
  readonly current: Json;
  readonly before: CarriedMessage;
  readonly after: CarriedMessage;
  readonly compareSchemas: CompareSchemas;
}

function compareMessage(pair: MessagePair): Finding[] {
  const { released, current, before, after, compareSchemas } = pair;
  const payloads = [
    unversionedPayloadOf(released, before.message),
    unversionedPayloadOf(current, after.message),
  ] as const;
  const place = before.name;
  const changed = before.directions.flatMap((direction) =>
    findingsOf({ place, compareSchemas }, 'the message', direction, payloads),
  );
  return [...compareVersions(pair), ...comparePartners(pair), ...compareDirections(pair), ...changed];
}

function compareVersions({ released, current, before, after }: MessagePair): Finding[] {
  const [was, is] = [versionOf(released, before.message), versionOf(current, after.message)];
  if (was === is) return [];
  const what = `its version is now ${is} in place of ${was}`;
  return [{ kind: 'break', place: before.name, what, whom: `those who know only version ${was}` }];
}

function comparePartners({ before, after }: MessagePair): Finding[] {
  const [was, is] = [before, after].map(({ message }) => message['x-partner'] === true);
  if (was === is) return [];
  if (is) return [added(before.name, 'partners are told of it')];
  return [{ kind: 'break', place: before.name, what: 'partners are no longer told of it', whom: 'partners' }];
}

function compareDirections({ before, after }: MessagePair): Finding[] {
  return before.directions
    .filter((direction) => !after.directions.includes(direction))
    .map((direction) => ({
      kind: 'break',
      place: before.name,
      what:
        direction === 'sent'
          ? `it is no longer taken from ${before.channel}`
          : `it no longer comes on ${before.channel}`,
      whom: direction === 'sent' ? 'clients that send it' : 'clients that wait for it',
    }));
}
