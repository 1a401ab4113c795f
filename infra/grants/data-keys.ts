import { dataKeys } from '../../lib/data-keys/data-key-repository.ts';
import { sealedWrappingKeys } from '../../lib/data-keys/wrapping-key-repository.ts';
import { type GrantStatements, kindsOf, type Statement, table } from '../statements.ts';

/** Keys of owners of these kinds. */
const keysOf = (...kinds: readonly string[]) => kindsOf(...kinds.map((kind) => dataKeys.key({ owner: `${kind}/` })));

/** Reads what wraps data keys, and has it decrypted: five minutes later once more. */
const unwrapKeys: Statement[] = [
  { actions: ['dynamodb:Query'], on: table('data-keys'), items: kindsOf(sealedWrappingKeys.key({ number: 0 })) },
  { actions: ['kms:Decrypt'], on: { kind: 'rootKey' } },
];

/** What the grants on the keys of records mean. */
export const dataKeyGrants = {
  // The keys of accounts are for the lines of backups alone: nothing that answers a request may read them.
  'data-keys:open': [
    { actions: ['dynamodb:BatchGetItem'], on: table('data-keys'), items: keysOf('patients', 'clinics') },
    ...unwrapKeys,
  ],
  'data-keys:create': [
    { actions: ['dynamodb:PutItem'], on: table('data-keys'), items: keysOf('patients', 'clinics') },
    ...unwrapKeys,
  ],
  'data-keys:destroy': [
    { actions: ['dynamodb:UpdateItem'], on: table('data-keys'), items: keysOf('patients', 'users') },
  ],
} as const satisfies Partial<GrantStatements>;
