import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { describeEvent, describeMessages } from '../../infra/asyncapi.ts';
import { eventsOn } from '../../infra/event-flow.ts';
import { discoverFunctions, type FunctionDefinition } from '../../infra/functions.ts';
import { optionalQueueNames, queues } from '../../infra/queues.ts';
import { dues } from '../../lib/domains/dues.ts';
import { events } from '../../lib/domains/events.ts';
import { userVerified } from '../../lib/domains/identity/events/accounts.ts';
import { version } from '../../lib/domains/operations/system/version.ts';
import { envelopeOf } from '../../lib/events/definition.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { schema } from '../../lib/schemas.ts';

interface Reference {
  readonly $ref: string;
}

interface Operation {
  readonly action: string;
  readonly channel: Reference;
  readonly summary: string;
  readonly messages: readonly Reference[];
}

interface Message {
  readonly name: string;
  readonly summary: string;
  readonly contentType: string;
  readonly correlationId: { readonly location: string };
  readonly payload: { readonly required: string[]; readonly properties: Record<string, Record<string, unknown>> };
}

interface Document {
  readonly asyncapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: Record<string, { host: string; protocol: string; variables: object }>;
  readonly channels: Record<
    string,
    {
      address: string;
      description: string;
      parameters: object;
      servers: Reference[];
      messages: Record<string, Reference>;
    }
  >;
  readonly operations: Record<string, Operation>;
  readonly components: { readonly messages: Record<string, Message> };
}

// As a client reads it: what JSON has no form for is gone.
const read = (functions: readonly FunctionDefinition[]) =>
  JSON.parse(JSON.stringify(describeMessages(functions))) as Document;
const functions = await discoverFunctions();
const document = read(functions);
const types = events.map(({ type }) => type);
/** What is put on queues: what has happened, and what is due. */
const sent = [...events, ...dues];
const byType = sent.map((event) => [event.type, event] as const);
const operations = Object.entries(document.operations).map(([id, operation]) => ({ id, ...operation }));

/** What is at the end of a reference; undefined where there is nothing. */
function resolve({ $ref }: Reference): unknown {
  const names = $ref.replace(/^#\//, '').split('/');
  return names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);
}

describe('the AsyncAPI document', () => {
  it('is of version 3.0, about this version of the product', () => {
    expect(document.asyncapi).toBe('3.0.0');
    expect(document.info).toMatchObject({ title: 'Polyclinic events', version });
  });

  it('has no members but those of a document, and names without what a reference would have to escape', () => {
    const { servers, channels, components, ...others } = document;
    const names = [servers, channels, document.operations, components.messages].flatMap(Object.keys);

    expect(Object.keys(others).sort()).toEqual(['asyncapi', 'defaultContentType', 'info', 'operations']);
    expect(names.filter((name) => !/^[\w.-]+$/.test(name))).toEqual([]);
  });

  it('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, $ref = '']) => ({ $ref }));

    const astray = references.filter((reference) => resolve(reference) === undefined);

    expect(references.map(({ $ref }) => $ref)).toContain('#/components/messages/user.registered');
    expect(astray).toEqual([]);
  });

  it('leaves out what belongs to a schema of its own, not to one in a document', () => {
    expect(JSON.stringify(document)).not.toMatch(/"\$schema"|"\$id"|"\$defs"|"definitions"/);
  });

  it('names no host, only where one is to be filled in', () => {
    for (const { host, protocol, variables } of Object.values(document.servers)) {
      expect([...host.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(Object.keys(variables));
      expect([host.replace(/\{\w+\}/g, ''), protocol]).toEqual(['', 'sqs']);
    }
    expect(Object.keys(document.servers)).toEqual(['queues']);
  });
});

describe('a channel', () => {
  it('is a queue, and each queue is one', () => {
    expect(Object.keys(document.channels)).toEqual(queues.map(({ name }) => name));
  });

  it.each(Object.entries(document.channels))('tells its address, and what it depends on: %s', (name, channel) => {
    expect(channel).toMatchObject({
      address: `polyclinic-{stage}-${name}`,
      parameters: { stage: {} },
      servers: [{ $ref: '#/servers/queues' }],
    });
  });

  it('tells when a message comes again, and where it is in the end', () => {
    const { email, analytics } = document.channels;

    expect(email?.description).toBe(
      'Mails that can wait, as those about appointments. ' +
        'A message that fails comes again after 2 to 3 seconds, then 4 to 6. ' +
        'When it has failed 3 times it is recorded as a dead letter, by way of `polyclinic-{stage}-email-dead`.',
    );
    expect(analytics?.description).toMatch(
      /^Every event, to be counted\. It gets events where it is switched on; nothing depends on it\. A message/,
    );
  });

  it('that is optional carries every event', () => {
    expect(Object.keys(document.channels.analytics?.messages ?? {}).sort()).toEqual(types.sort());
  });

  const routed = Object.entries(document.channels).filter(
    ([name]) => !optionalQueueNames.some((optional) => optional === name),
  );

  it.each(routed)('carries the events that are routed to it: %s', (name, { messages }) => {
    const carried = sent.filter((event) => event.queues.some((queueName) => queueName === name));
    const routed = carried.map(({ type }) => type);

    expect(Object.keys(messages).sort()).toEqual(routed.sort());
    for (const type of routed) expect(messages[type]).toEqual({ $ref: `#/components/messages/${type}` });
  });
});

describe('an operation', () => {
  it.each(operations)('sends or receives on a channel, and messages of that one alone: $id', (operation) => {
    const { action, channel, summary, messages } = operation;

    expect(['send', 'receive']).toContain(action);
    expect(resolve(channel)).toHaveProperty('address');
    expect(summary).not.toBe('');
    expect(messages.filter(({ $ref }) => !$ref.startsWith(`${channel.$ref}/messages/`))).toEqual([]);
  });

  it('is one for each function that sends to a queue, and for each that works on it', () => {
    const { operations } = document;

    expect(operations['queues-dispatch-events-to-email']).toMatchObject({ action: 'send' });
    expect(operations['queues-sweep-events-to-email']).toMatchObject({ action: 'send' });
    expect(operations['notifications-send-email']).toMatchObject({
      action: 'receive',
      channel: { $ref: '#/channels/email' },
      messages: eventsOn('email').map(({ type }) => ({ $ref: `#/channels/email/messages/${type}` })),
    });
  });

  it('receives only what the schema of its message takes', () => {
    const trigger = queue({ queue: 'email', message: schema(() => envelopeOf(userVerified)), grants: [] });

    const { operations } = read([{ name: 'a-b', domain: 'a', file: '', summary: 'Does.', trigger }]);

    expect(operations).toEqual({
      'a-b': {
        action: 'receive',
        channel: { $ref: '#/channels/email' },
        summary: 'Does.',
        messages: [{ $ref: '#/channels/email/messages/user.verified' }],
      },
    });
  });
});

describe('a message', () => {
  it('is there for every type of event', () => {
    expect(Object.keys(document.components.messages).sort()).toEqual(sent.map(({ type }) => type).sort());
  });

  it.each(byType)('tells what happened, and where the request is that began it: %s', (type, { summary }) => {
    const message = document.components.messages[type];

    expect(message).toMatchObject({
      name: type,
      summary,
      contentType: 'application/json',
      correlationId: { location: '$message.payload#/correlationId' },
    });
    expect(message?.payload.properties).toHaveProperty('correlationId');
  });

  it.each(byType)('is a whole envelope, of one type and version: %s', (type, event) => {
    const { required, properties } = document.components.messages[type]?.payload ?? { required: [], properties: {} };

    expect(required.sort()).toEqual(['correlationId', 'data', 'id', 'subject', 'time', 'type', 'version']);
    expect(properties).toMatchObject({ type: { const: type }, version: { const: event.version } });
    expect(Object.keys(properties.data?.properties ?? {})).toEqual(Object.keys(event.data().shape));
  });

  it('takes the same messages as the schema that it is made from', () => {
    const { payload } = document.components.messages['user.verified'] ?? {};
    const userId = '019a0000-0000-7000-8000-000000000001';
    const event = {
      id: userId,
      type: 'user.verified',
      version: 1,
      time: '2026-03-08T09:30:00.000Z',
      subject: `users/${userId}`,
      data: { userId },
      correlationId: 'origin',
    };

    const schema = z.fromJSONSchema(payload as never);

    expect(schema.safeParse(event).success).toBe(true);
    expect(schema.safeParse({ ...event, ofALaterRelease: 1 }).success).toBe(true);
    expect(schema.safeParse({ ...event, version: 2 }).success).toBe(false);
    expect(schema.safeParse({ ...event, data: { userId: 'u1' } }).success).toBe(false);
  });
});

describe('an event that partners may be told of', () => {
  it('is marked so, and any other is not', () => {
    expect(describeEvent({ ...userVerified, partner: true })).toMatchObject({ 'x-partner': true });
    expect(describeEvent(userVerified)).not.toHaveProperty('x-partner');
  });
});
