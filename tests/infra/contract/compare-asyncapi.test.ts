import { describe, expect, it } from '@jest/globals';
import { compareAsyncApi } from '../../../infra/contract/compare-asyncapi.ts';

/** A queue with two events, and a socket over which clients send one message and get another. */
function smallMessages() {
  const data = {
    type: 'object',
    properties: { userId: { type: 'string' }, proof: { type: 'string', enum: ['code', 'link'] } } as Record<
      string,
      object
    >,
    required: ['userId', 'proof'],
  };
  const created = {
    payload: {
      type: 'object',
      properties: { type: { const: 'user.created' }, version: { const: 1 }, data } as Record<string, unknown>,
    },
  };
  const text = { type: 'string', maxLength: 1000 };
  const sent = { payload: { type: 'object', properties: { text } as Record<string, object> } };
  const got = { payload: { type: 'object', properties: { text } as Record<string, object> } };
  const components = {
    messages: { 'user.created': created, 'user.deleted': { payload: {} }, 'message.send': sent, 'message.new': got },
  };
  const channels: Record<string, { address: string; messages: Record<string, object> }> = {
    email: { address: 'polyclinic-{stage}-email', messages: carried('user.created', 'user.deleted') },
    socket: { address: '/', messages: carried('message.send', 'message.new') },
  };
  const operations: Record<string, object> = {
    'dispatch-to-email': operation('send', 'email'),
    'send-email': operation('receive', 'email', 'user.created'),
    'take-messages': operation('receive', 'socket', 'message.send'),
    'tell-messages': operation('send', 'socket', 'message.new'),
  };
  return { document: { channels, operations, components }, channels, operations, created, data, sent, got, text };
}

type SmallMessages = ReturnType<typeof smallMessages>;

function carried(...names: string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}

function operation(action: 'send' | 'receive', channel: string, ...names: string[]): object {
  const messages = names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
  return { action, channel: { $ref: `#/channels/${channel}` }, ...(names.length > 0 && { messages }) };
}

function findingsAfter(plant: (messages: SmallMessages) => void) {
  const changed = smallMessages();
  plant(changed);
  return compareAsyncApi(smallMessages().document, changed.document);
}

const textsOf = (found: ReturnType<typeof findingsAfter>) =>
  found.map(({ kind, place, what }) => `${kind} ${place}: ${what}`);

describe('compareAsyncApi', () => {
  it.each<[string, (messages: SmallMessages) => void, string]>([
    ['a queue that is gone', ({ channels }) => delete channels.email, 'email: the channel is gone'],
    [
      'another address',
      ({ channels }) => Object.assign(channels.email ?? {}, { address: 'mail' }),
      'email: its address is now mail in place of polyclinic-{stage}-email',
    ],
    [
      'an event that is gone',
      ({ channels }) => delete channels.email?.messages['user.created'],
      'user.created: the message is gone',
    ],
    [
      'an event that is on another queue',
      ({ channels }) => {
        delete channels.email?.messages['user.created'];
        Object.assign(channels.socket?.messages ?? {}, carried('user.created'));
      },
      'user.created: the message is no longer on email',
    ],
    [
      'another version of an event',
      ({ created }) => Object.assign(created.payload.properties, { version: { const: 2 } }),
      'user.created: its version is now 2 in place of 1',
    ],
    [
      'a field that is gone from an event',
      ({ data }) => delete data.properties.userId,
      'user.created: the field data.userId of the message is gone',
    ],
    [
      'a field that an event may lack',
      ({ data }) => data.required.pop(),
      'user.created: the field data.proof of the message may now be absent',
    ],
    [
      'a value that consumers do not know',
      ({ data }) => Object.assign(data.properties, { proof: { type: 'string', enum: ['code', 'link', 'call'] } }),
      'user.created: the field data.proof of the message may now be "call"',
    ],
    [
      'what clients may send no longer',
      ({ sent }) => Object.assign(sent.payload.properties, { text: { type: 'string', maxLength: 500 } }),
      'message.send: the field text of the message has another maxLength: 500 in place of 1000',
    ],
    [
      'what clients get and do not expect',
      ({ got }) => Object.assign(got.payload.properties, { text: { type: 'string', maxLength: 5000 } }),
      'message.new: the field text of the message has another maxLength: 5000 in place of 1000',
    ],
    [
      'a message that nobody takes any more',
      ({ operations }) => delete operations['take-messages'],
      'message.send: it is no longer taken from socket',
    ],
    [
      'a message that nobody sends any more',
      ({ operations }) => delete operations['tell-messages'],
      'message.new: it no longer comes on socket',
    ],
  ])('tells of %s', (_, plant, finding) => {
    expect(textsOf(findingsAfter(plant))).toContain(`break ${finding}`);
  });

  it('tells partners of an event that they are told of no longer, and of one that they now are', () => {
    const marked = smallMessages();
    Object.assign(marked.created, { 'x-partner': true });

    const [gone, fresh] = [
      compareAsyncApi(marked.document, smallMessages().document),
      compareAsyncApi(smallMessages().document, marked.document),
    ];

    expect(textsOf(gone)).toEqual(['break user.created: partners are no longer told of it']);
    expect(textsOf(fresh)).toEqual(['new user.created: partners are told of it']);
    expect(compareAsyncApi(marked.document, marked.document)).toEqual([]);
  });

  it('tells of a version once, as no change of a field', () => {
    const found = findingsAfter(({ created }) => Object.assign(created.payload.properties, { version: { const: 2 } }));

    expect(textsOf(found)).toEqual(['break user.created: its version is now 2 in place of 1']);
  });

  it('knows from which day a message may go', () => {
    const [released, changed] = [smallMessages(), smallMessages()];
    Object.assign(released.created, { deprecated: true, 'x-sunset': '2027-06-01' });
    delete changed.channels.email?.messages['user.created'];

    expect(compareAsyncApi(released.document, changed.document)).toEqual([
      expect.objectContaining({ place: 'user.created', of: ['email'], sunset: '2027-06-01' }),
    ]);
  });

  it('tells of an end of a message or of one of its fields that comes sooner', () => {
    const [released, changed] = [smallMessages(), smallMessages()];
    for (const [{ created, text }, day] of [
      [released, '2027-06-01'],
      [changed, '2027-05-01'],
    ] as const)
      for (const node of [created, text]) Object.assign(node, { deprecated: true, 'x-sunset': day });

    expect(textsOf(compareAsyncApi(released.document, changed.document))).toEqual([
      'break user.created: its sunset is now 2027-05-01 in place of 2027-06-01',
      'break message.send: the sunset of text is now 2027-05-01 in place of 2027-06-01',
      'break message.new: the sunset of text is now 2027-05-01 in place of 2027-06-01',
    ]);
  });

  it.each<[string, (messages: SmallMessages) => void, string[]]>([
    ['nothing', () => undefined, []],
    [
      'a new event',
      ({ channels }) => Object.assign(channels.email?.messages ?? {}, { 'user.renamed': {} }),
      ['new user.renamed: the message is new on email'],
    ],
    [
      'a new queue',
      ({ channels }) => Object.assign(channels, { orders: { address: 'orders', messages: {} } }),
      ['new orders: the channel is new'],
    ],
    [
      'a new field of an event',
      ({ data }) => Object.assign(data.properties, { at: { type: 'string' } }),
      ['new user.created: the field data.at of the message is new'],
    ],
    [
      'a value fewer on a queue of which the product is both ends',
      ({ data }) => Object.assign(data.properties, { proof: { type: 'string', enum: ['code'] } }),
      [],
    ],
    [
      'more room in what clients send',
      ({ sent }) => Object.assign(sent.payload.properties, { text: { type: 'string' } }),
      [],
    ],
    [
      'another worker on a queue',
      ({ operations }) => Object.assign(operations, { count: operation('receive', 'email') }),
      [],
    ],
  ])('finds no break in %s', (_, plant, expected) => {
    expect(textsOf(findingsAfter(plant))).toEqual(expected);
  });
});
