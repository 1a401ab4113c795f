import type { Direction } from './difference.ts';
import { type Json, listOf, partOf, resolve } from './json.ts';

/** What a channel carries, and which way: what the product sends is received by others, and the other way round. */
export interface CarriedMessage {
  readonly channel: string;
  /** The name of the message: an event's type. */
  readonly name: string;
  readonly message: Json;
  readonly directions: readonly Direction[];
}

/** Every message of every channel of an AsyncAPI document. */
export function messagesOf(document: Json): CarriedMessage[] {
  return Object.entries(partOf(document, 'channels')).flatMap(([channel, described]) =>
    Object.entries(partOf(described as Json, 'messages')).map(([name, message]) => ({
      channel,
      name,
      message: resolve(document, message as Json),
      directions: directionsOf(document, channel, name),
    })),
  );
}

/** The product works on its own queues as well: what it both sends and takes is nothing that others send. */
function directionsOf(document: Json, channel: string, name: string): readonly Direction[] {
  const actions = Object.values(partOf(document, 'operations'))
    .map((operation) => operation as Json)
    .filter((operation) => carries(operation, channel, name))
    .map(({ action }) => action);
  if (actions.includes('send')) return ['received'];
  return actions.includes('receive') ? ['sent'] : [];
}

/** An operation that lists no messages carries all of its channel. */
function carries(operation: Json, channel: string, name: string): boolean {
  if (partOf(operation, 'channel').$ref !== `#/channels/${channel}`) return false;
  const messages = listOf(operation, 'messages').map(({ $ref }) => $ref);
  return !('messages' in operation) || messages.includes(`#/channels/${channel}/messages/${name}`);
}

/** The version that an envelope says it has. */
export function versionOf(document: Json, message: Json): unknown {
  return partOf(partOf(payloadOf(document, message), 'properties'), 'version').const;
}

/** The schema of a message, without the version, which is compared by itself. */
export function unversionedPayloadOf(document: Json, message: Json): Json {
  const payload = payloadOf(document, message);
  const { version: _, ...properties } = partOf(payload, 'properties');
  return { ...payload, properties };
}

function payloadOf(document: Json, message: Json): Json {
  return resolve(document, partOf(message, 'payload'));
}
