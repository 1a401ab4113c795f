import { version } from '../lib/domains/operations/system/version.ts';
import type { EventDefinition } from '../lib/events/definition.ts';
import { consumersOf, envelopeSchema, eventsOn, isOptional, sendersTo, sortedEvents } from './event-flow.ts';
import { describeBackOff } from './event-guarantees.ts';
import type { FunctionDefinition } from './functions.ts';
import { deadLetterQueueName, type QueueDefinition, queueName, queues } from './queues.ts';

type Json = Record<string, unknown>;

/** The AsyncAPI 3.0 document of the queues and of the events that they carry, from the schemas that validate. */
export function describeMessages(functions: readonly FunctionDefinition[]): Json {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Polyclinic events',
      version,
      description:
        'What happens in the clinic, as its queues carry it. An event comes at least once, perhaps late and out of order.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: { queues: queueServer },
    channels: Object.fromEntries(queues.map((queue) => [queue.name, describeQueue(queue)])),
    operations: Object.fromEntries(queues.flatMap(({ name }) => operationsOn(name, functions))),
    components: { messages: Object.fromEntries(sortedEvents.map((event) => [event.type, describeEvent(event)])) },
  };
}

/** The server without its address, which depends on the stage, while the document is the same for all. */
const queueServer = {
  host: '{host}',
  protocol: 'sqs',
  description: 'Amazon SQS in the region of the stage; on a laptop a local queue of the same interface.',
  variables: { host: { description: 'Host of the queue’s URL.' } },
};

function describeQueue(queue: QueueDefinition): Json {
  const { name, summary, tries } = queue;
  return {
    address: queueName('{stage}', name),
    description: [
      summary,
      ...(isOptional(name) ? ['It gets events where it is switched on; nothing depends on it.'] : []),
      `A message that fails comes again after ${describeBackOff(tries)}.`,
      `When it has failed ${tries} times it is recorded as a dead letter, by way of \`${deadLetterQueueName('{stage}', name)}\`.`,
    ].join(' '),
    servers: [reference('servers', 'queues')],
    parameters: { stage: { description: 'Name of the deployment.' } },
    messages: Object.fromEntries(eventsOn(name).map(({ type }) => [type, reference('components', 'messages', type)])),
  };
}

/** One operation for each function and queue; its name has both where a function could have several. */
function operationsOn(queue: string, functions: readonly FunctionDefinition[]): [string, Json][] {
  const events = eventsOn(queue);
  const operation = (action: 'send' | 'receive', summary: string, its: readonly EventDefinition[]) => ({
    action,
    channel: reference('channels', queue),
    summary,
    messages: its.map(({ type }) => reference('channels', queue, 'messages', type)),
  });
  const receivers = functions.filter(({ trigger }) => trigger.kind === 'queue' && trigger.queue === queue);
  return [
    ...sendersTo(queue, functions).map(({ name, summary }): [string, Json] => [
      `${name}-to-${queue}`,
      operation('send', summary, events),
    ]),
    ...receivers.map((receiver): [string, Json] => {
      const taken = events.filter((event) => consumersOf(event, queue, [receiver]).length > 0);
      return [receiver.name, operation('receive', receiver.summary, taken)];
    }),
  ];
}

/** A message of AsyncAPI; `x-partner` marks what partners may be told of. */
export function describeEvent(event: EventDefinition): Json {
  const { type, version, summary, partner } = event;
  return {
    name: type,
    title: `${type}, version ${version}`,
    summary,
    ...(partner && { 'x-partner': true }),
    contentType: 'application/json',
    correlationId: {
      description: 'The id of the HTTP request that began it all.',
      location: '$message.payload#/correlationId',
    },
    payload: envelopeSchema(event),
  };
}

function reference(...path: readonly string[]): { readonly $ref: string } {
  return { $ref: `#/${path.join('/')}` };
}
