import type { EventDefinition } from '../lib/events/definition.ts';
import {
  consumersOf,
  envelopeSchema,
  eventsOn,
  isOptional,
  type JsonSchema,
  queuesFor,
  sendersTo,
  sortedEvents,
} from './event-flow.ts';
import { describeGuarantees } from './event-guarantees.ts';
import type { FunctionDefinition } from './functions.ts';
import { deadLetterQueueName, type QueueDefinition, queues } from './queues.ts';

/** Writes docs/events.md: what happens, which queues and functions get it, and how reliably. */
export function describeEvents(functions: readonly FunctionDefinition[]): string {
  return [
    '# Events',
    '',
    'Made by `npm run routes` from the `events` and `dues` of `lib/domains`, `infra/queues.ts` and the triggers in `functions/`; do not edit it by hand.',
    'The same for programs, with the schemas: `/asyncapi.json`.',
    '',
    ...describeGuarantees(),
    '## Types',
    '',
    ...table(
      '| event | version | what has happened | data | queues | consumers |',
      sortedEvents.map((event) => eventRow(event, functions)),
    ),
    '## Queues',
    '',
    ...table(
      '| queue | what | events | sent by | worked on by | at once | tries | time limit | after the last try |',
      queues.map((queue) => queueRow(queue, functions)),
    ),
  ].join('\n');
}

function table(columns: string, rows: readonly (readonly string[])[]): string[] {
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [columns, columns.replace(/[^|]+/g, ' --- '), ...lines, ''];
}

/** A row of the table of events, cell by cell. */
export function eventRow(event: EventDefinition, functions: readonly FunctionDefinition[]): string[] {
  const { type, summary, version, partner } = event;
  const its = queuesFor(event);
  const consumers = its.flatMap(({ name }) => consumersOf(event, name, functions));
  return [
    code(type),
    String(version),
    partner ? `${summary} Partners may be told of it.` : summary,
    fieldsOf(envelopeSchema(event).properties?.data),
    listOf(its.map(({ name, tries }) => `${name}, ${tries} tries${isOptional(name) ? ', optional' : ''}`)),
    listOf(consumers.map(link)),
  ];
}

function queueRow(queue: QueueDefinition, functions: readonly FunctionDefinition[]): string[] {
  const { name, summary, tries, seconds, concurrency } = queue;
  const workers = functions.filter(({ trigger }) => trigger.kind === 'queue' && trigger.queue === name);
  const recorders = functions.filter(({ trigger }) => trigger.kind === 'dead-letters');
  return [
    code(name),
    summary,
    `${eventsOn(name).length}${isOptional(name) ? ', where it is on' : ''}`,
    listOf(sendersTo(name, functions).map(link)),
    listOf(workers.map(link)),
    String(concurrency),
    String(tries),
    `${seconds} s`,
    `${code(deadLetterQueueName('<stage>', name))}, recorded by ${listOf(recorders.map(link))}`,
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
