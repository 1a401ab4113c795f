import { bucketName, buckets } from '../../infra/buckets.ts';
import { rootKeyAlias, signingKeyName } from '../../infra/policies.ts';
import { deadLetterQueueName, deadLettersOf, queueName, queues } from '../../infra/queues.ts';
import type { Resource } from '../../infra/statements.ts';
import { tableName, tables } from '../../infra/tables.ts';
import { stage } from '../settings.ts';

/** A call names a resource that the definitions in `infra/` do not have. */
export class ResourceUnknown extends Error {
  override readonly name = 'ResourceUnknown';

  constructor(kind: string, deployedName: string | undefined) {
    super(`infra/ defines no ${kind} that is called ${deployedName} in stage ${stage}`);
  }
}

const shortTableNames = new Map(tables.map(({ name }) => [tableName(stage, name), name]));
const shortBucketNames = new Map(buckets.map(({ name }) => [bucketName(stage, name), name]));
const shortQueueNames = new Map(
  queues.flatMap(({ name }) => [
    [queueName(stage, name), name],
    [deadLetterQueueName(stage, name), deadLettersOf(name)],
  ]),
);
const parameterPath = `/polyclinic/${stage}/`;

/** The table of a call, or the index where it names one. */
export function tableOrIndex(deployedName: string | undefined, index?: string): Resource {
  const name = known(shortTableNames, 'table', deployedName);
  return index === undefined ? { kind: 'table', name } : { kind: 'index', table: name, name: index };
}

/** The queue whose URL it is. */
export function queueAt(url: string | undefined): Resource {
  return { kind: 'queue', name: known(shortQueueNames, 'queue', url?.split('/').at(-1)) };
}

export function bucketCalled(deployedName: string | undefined): Resource {
  return { kind: 'bucket', name: known(shortBucketNames, 'bucket', deployedName) };
}

/** The objects to which a key belongs: those that share its first part. */
export function objectsAround(deployedBucket: string | undefined, key: string | undefined): Resource {
  const [prefix = ''] = key?.split('/') ?? [];
  return { kind: 'objects', bucket: known(shortBucketNames, 'bucket', deployedBucket), prefix };
}

export function parameterCalled(name: string | undefined): Resource {
  if (!name?.startsWith(parameterPath)) throw new ResourceUnknown('parameter', name);
  return { kind: 'parameter', name: name.slice(parameterPath.length) };
}

/** The alias of a key that signs access tokens. */
export function signingKeyCalled(alias: string | undefined): Resource {
  if (!alias?.startsWith(`alias/${signingKeyName(stage)}-`)) throw new ResourceUnknown('signing key', alias);
  return { kind: 'signingKeys' };
}

/** The key of the alias, where it is the one that encrypts the key that wraps data keys. */
export function rootKeyCalled(alias: string | undefined): Resource {
  if (alias !== rootKeyAlias(stage)) throw new ResourceUnknown('root key', alias);
  return { kind: 'rootKey' };
}

/** A resource in words: `table identity`, `index pending of table events`. */
export function nameOf(resource: Resource): string {
  switch (resource.kind) {
    case 'index':
      return `index ${resource.name} of table ${resource.table}`;
    case 'stream':
      return `stream of table ${resource.table}`;
    case 'objects':
      return `objects ${resource.prefix}/ of bucket ${resource.bucket}`;
    case 'mailIdentity':
      return 'mail identities';
    case 'signingKeys':
      return 'signing keys';
    case 'rootKey':
      return 'the root key';
    case 'account':
      return 'the account';
    default:
      return `${resource.kind} ${resource.name}`;
  }
}

function known(shortNames: ReadonlyMap<string, string>, kind: string, deployedName: string | undefined): string {
  const name = deployedName && shortNames.get(deployedName);
  if (!name) throw new ResourceUnknown(kind, deployedName);
  return name;
}
