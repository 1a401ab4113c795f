import type { Grant } from '../lib/grants.ts';
import { enteredRecords, listPartition } from '../lib/indexing/entry.ts';
import { type ItemKey, type KeyKind, kindOf } from './key-kinds.ts';

/** A resource of AWS that an action is about, by the short name of its definition. */
export type Resource =
  | { readonly kind: 'table'; readonly name: string }
  | { readonly kind: 'index'; readonly table: string; readonly name: string }
  | { readonly kind: 'stream'; readonly table: string }
  | { readonly kind: 'queue'; readonly name: string }
  | { readonly kind: 'bucket'; readonly name: string }
  /** The objects of a bucket whose keys begin with `<prefix>/`. */
  | { readonly kind: 'objects'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'mailIdentity' }
  /** The configuration set that a stage's mails go by; there is one. */
  | { readonly kind: 'configurationSet'; readonly name: 'mail' }
  /** The keys in KMS that sign access tokens, by their aliases. */
  | { readonly kind: 'signingKeys' }
  /** The key in KMS that encrypts the key that wraps data keys. */
  | { readonly kind: 'rootKey' }
  /** The account, for actions that AWS does not bind to a resource. */
  | { readonly kind: 'account' };

/** Actions on a resource, in IAM's names. */
export interface Statement {
  readonly actions: readonly [string, ...string[]];
  readonly on: Resource;
  /** The items of a table to which the actions are bound; all of them by default. */
  readonly items?: readonly KeyKind[];
}

/** What each grant allows. */
export type GrantStatements = Readonly<Record<Grant, readonly Statement[]>>;

/** A table of DynamoDB as a resource. */
export const table = (name: string) => ({ kind: 'table', name }) as const;

/** A queue of SQS as a resource. */
export const queue = (name: string) => ({ kind: 'queue', name }) as const;

/** Empty ids, by which the key of an entity shows how the keys of all its items begin. */
export const none = {
  ...{ id: '', userId: '', identityHash: '', emailHash: '', kid: '' },
  ...{ number: '', patientId: '', doctorId: '' },
  ...{ queue: '', messageId: '', consumer: '', eventId: '', day: '', type: '', clinicId: '' },
  ...{ ownerId: '', makerId: '' },
};

/** The kinds of the items with these keys. */
export const kindsOf = (...keys: readonly ItemKey[]) => keys.map(kindOf);

/** The partition of an item as a whole, which a query reads: what it asks for of the sort key binds nothing. */
export const partitionAt = ({ pk }: ItemKey): ItemKey => ({ pk, sk: '' });

/** Makes rights on a table, each bound to the items that are of a kind with these keys. */
function onItemsOf(name: string) {
  return (keys: readonly ItemKey[], ...actions: Statement['actions']): Statement[] => [
    { actions, on: table(name), items: kindsOf(...keys) },
  ];
}

/** Rights on items of the platform table, which all domains share. */
export const onPlatform = onItemsOf('platform');
/** Rights on items of the clinic table. */
export const onClinic = onItemsOf('clinic');
/** Rights on items of the identity table. */
export const onIdentity = onItemsOf('identity');

/** Rights on the lists of an index. */
export function onIndex({ name }: { readonly name: string }, ...actions: Statement['actions']): Statement[] {
  return [{ actions, on: table('index'), items: kindsOf({ pk: listPartition(name, ''), sk: '' }) }];
}

/** Changes entries of an index, and what is kept of each record's. */
export function keepIndex(index: { readonly name: string }): Statement[] {
  const kept = kindsOf(enteredRecords.key({ index: index.name, recordId: '' }));
  return [
    { actions: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'], on: table('index'), items: kept },
    ...onIndex(index, 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'),
  ];
}
