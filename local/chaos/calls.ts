import type { IncomingHttpHeaders } from 'node:http';
import { stage } from '../settings.ts';

/** The services that the product calls over the network, by the names that the harness gives them. */
export type ServiceName = 'DynamoDB' | 'SQS' | 'SMTP';

/** A call on its way out of the product. */
export interface Call {
  readonly service: ServiceName;
  /** The operation and what it works on: `UpdateItem platform claim`, `SendMessageBatch email`. */
  readonly what: string;
  /** The id that all attempts of an SDK at one call share. */
  readonly invocation: string;
  /** Whether the functions' process made it; otherwise an event source did, which survives when that process dies. */
  readonly byFunctions: boolean;
}

type Body = Readonly<Record<string, unknown>>;
type Keyed = Readonly<Record<string, { readonly S?: string } | undefined>>;

/** Reads a request to DynamoDB or SQS; undefined for requests that are sent whether or not anybody uses the product. */
export function readCall(service: ServiceName, headers: IncomingHttpHeaders, body: Buffer): Call | undefined {
  const [version = '', operation = ''] = String(headers['x-amz-target']).split('.');
  if (version.startsWith('DynamoDBStreams') || isReceive(headers)) return undefined;
  const input = JSON.parse(body.toString() || '{}') as Body;
  const what = `${operation} ${service === 'SQS' ? queueOf(input) : tablesOf(input)}`;
  if (scheduled.includes(what)) return undefined;
  const byFunctions = !/^DeleteMessage/.test(operation);
  return { service, what, invocation: String(headers['amz-sdk-invocation-id']), byFunctions };
}

/** Whether a request asks a queue for messages. */
export function isReceive(headers: IncomingHttpHeaders): boolean {
  return headers['x-amz-target'] === receive;
}

const receive = 'AmazonSQS.ReceiveMessage';
/** What the sweep, and the tick of what is due, ask every minute. */
const scheduled: readonly string[] = [
  'Query events pending',
  'Query platform due',
  ...['GetItem platform due-marks', 'UpdateItem platform due-marks'],
];

function queueOf({ QueueUrl }: Body): string {
  return shortNameOf(String(QueueUrl).split('/').at(-1) ?? '');
}

/** The tables of a call, in their order, with the kind of items that it reads or writes and the index. */
function tablesOf(input: Body): string {
  const { TableName, IndexName, Key, Item, RequestItems, TransactItems } = input as {
    readonly TableName?: string;
    readonly IndexName?: string;
    readonly Key?: Keyed;
    readonly Item?: Keyed;
    readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly Keyed[] }>>;
    readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName: string }>>[];
  };
  if (TransactItems)
    return union(
      TransactItems.flatMap(Object.values).map((part) => shortNameOf(part.TableName)),
      '+',
    );
  if (RequestItems)
    return union(
      Object.entries(RequestItems).flatMap(([table, { Keys = [] }]) =>
        Keys.map((key) => `${shortNameOf(table)} ${kindOf(key)}`),
      ),
      ' + ',
    );
  return [shortNameOf(TableName ?? ''), IndexName ?? kindOf(Key ?? Item)].filter(Boolean).join(' ');
}

/** The kind of an item, with which its key begins; what follows may be personal. */
function kindOf(key: Keyed | undefined): string {
  return (key?.pk?.S ?? '').split('#')[0]?.toLowerCase() ?? '';
}

function shortNameOf(name: string): string {
  return name.replace(`polyclinic-${stage}-`, '');
}

function union(names: readonly string[], separator: string): string {
  return [...new Set(names)].join(separator);
}
