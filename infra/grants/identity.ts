import { apiKeys } from '../../lib/domains/identity/api-keys/repository.ts';
import { passwordTriesKey } from '../../lib/domains/identity/auth/passwords/password-check.ts';
import { identityLinks } from '../../lib/domains/identity/outside-issuers/outside-identity-repository.ts';
import { sessions } from '../../lib/domains/identity/sessions/repository.ts';
import { publishedKeys } from '../../lib/domains/identity/tokens/signing-keys/published-key-repository.ts';
import { emailClaims } from '../../lib/domains/identity/users/address-claim-repository.ts';
import { peopleIndex } from '../../lib/domains/identity/users/people-index.ts';
import { personAt } from '../../lib/domains/identity/users/repository.ts';
import { securityAt } from '../../lib/domains/identity/users/security-repository.ts';
import { type GrantStatements, keepIndex, none, onIdentity, onIndex, onPlatform } from '../statements.ts';

const readKeys = onIdentity([publishedKeys.key(none)], 'dynamodb:Query');

/** Reads people whom others name, or an index is to enter. */
const readPeople = onIdentity([personAt('').key], 'dynamodb:BatchGetItem');

/** What the grants on people, their sessions and the keys of tokens mean. */
export const identityGrants = {
  'accounts:refer': [
    ...onIdentity([personAt('').key, emailClaims.key(none)], 'dynamodb:GetItem'),
    ...onIdentity([personAt('').key], 'dynamodb:ConditionCheckItem'),
  ],
  'people:name': readPeople,
  'people-index:search': onIndex(peopleIndex, 'dynamodb:Query'),
  // A table's stream says which items changed: who enters one in an index reads the item itself.
  'people-index:keep': [...readPeople, ...keepIndex(peopleIndex)],
  'tokens:sign': [{ actions: ['kms:Sign'], on: { kind: 'signingKeys' } }, ...readKeys],
  'keys:read': readKeys,
  // A batch reads items of one kind, or a session together with its person's security item.
  'sessions:check': [
    ...onIdentity(
      [sessions.key(none), securityAt('').key, apiKeys.key(none), identityLinks.key(none)],
      'dynamodb:BatchGetItem',
    ),
    ...readKeys,
  ],
  'password-tries:count': onPlatform([passwordTriesKey('', '')], 'dynamodb:UpdateItem'),
} as const satisfies Partial<GrantStatements>;
