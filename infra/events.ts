import { type EventType, eventTypes } from '../lib/events/event-types.ts';
import { routes } from '../lib/events/routes.ts';
import {
  consumersOf,
  envelopeFields,
  envelopeSchema,
  type JsonSchema,
  sendersTo,
  sortedEventTypes,
  typesOn,
} from './event-flow.ts';
import type { FunctionDefinition } from './functions.ts';
import { deadLetterQueueName, type QueueDefinition, queues } from './queues.ts';

/** docs/events.md: what happens, who is told of it, and how surely. */
export function describeEvents(functions: readonly FunctionDefinition[]): string {
  return [
    '# Events',
    '',
    'Made by `npm run routes` from `lib/events`, `infra/queues.ts` and the triggers in `functions/`; do not edit it by hand.',
    'The same for programs, with the schemas: `/asyncapi.json`.',
    '',
    ...introduction,
    '## Types',
    '',
    ...table(
      '| event | version | what has happened | data | queues | consumers |',
      sortedEventTypes.map((type) => eventRow(type, functions)),
    ),
    '## Queues',
    '',
    ...table(
      '| queue | events | sent by | worked on by | tries | time limit | after the last try |',
      queues.map((queue) => queueRow(queue, functions)),
    ),
  ].join('\n');
}

/** What holds for all events. */
const introduction = [
  `An envelope has ${envelopeFields.map(code).join(', ')}. The shape of \`data\` follows from \`type\` and \`version\`;`,
  'it holds ids and hashes only, and a consumer passes over fields that it does not know.',
  '',
  '## The outbox',
  '',
  'A change, its audit entry and its events are stored in one transaction: all of them, or none.',
  'The stream of the table `events` hands each event to `dispatch-events`, which sends it to the queues of its type and takes it out of the index of pending ones.',
  'What is still pending after 30 seconds is sent by `sweep-events`, which looks every minute.',
  'So an event comes at least once, and may come twice, late or after its successor: consumers are made for that.',
  'The outbox keeps an event for 7 days.',
  '',
  '## Older versions',
  '',
  'A consumer reads the current version of a type. An older one that is still under way is upgraded first, a version at a time, by `lib/events/upgrades.ts`;',
  'one that is newer or not known any more fails with `UnknownEventVersion`, is tried again and ends among the dead letters.',
  '',
];

function table(columns: string, rows: readonly (readonly string[])[]): string[] {
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [columns, columns.replace(/[^|]+/g, ' --- '), ...lines, ''];
}

function eventRow(type: EventType, functions: readonly FunctionDefinition[]): string[] {
  const { summary, version } = eventTypes[type];
  const consumers = routes[type].flatMap((queue) => consumersOf(type, queue, functions));
  const its = queues.filter(({ name }) => routes[type].some((queue) => queue === name));
  return [
    code(type),
    String(version),
    summary,
    fieldsOf(envelopeSchema(type).properties?.data),
    listOf(its.map(({ name, tries }) => `${name}, ${tries} tries`)),
    listOf(consumers.map(link)),
  ];
}

function queueRow(queue: QueueDefinition, functions: readonly FunctionDefinition[]): string[] {
  const { name, tries, timeoutSeconds } = queue;
  const workers = functions.filter(({ trigger }) => trigger.kind === 'queue' && trigger.queue === name);
  return [
    code(name),
    String(typesOn(name).length),
    listOf(sendersTo(name, functions).map(link)),
    listOf(workers.map(link)),
    String(tries),
    `${timeoutSeconds} s`,
    `kept for 14 days in ${code(deadLetterQueueName('<stage>', name))}, and an alarm`,
  ];
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema = {}): string {
  const fields = Object.entries(properties).map(([name, { type, format, description }]) => {
    const kind = [format ?? type ?? 'any', ...(description ? [description] : [])].join(', ');
    return `${code(required.includes(name) ? name : `${name}?`)} (${kind})`;
  });
  return listOf(fields);
}

function listOf(entries: readonly string[]): string {
  return entries.join('<br>') || 'none';
}

function code(text: string): string {
  return `\`${text}\``;
}

function link({ file }: FunctionDefinition): string {
  return `[${file.replace('functions/', '')}](../${file})`;
}
