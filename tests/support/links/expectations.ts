import type { OneTimePurpose } from '../../../lib/domains/identity/links/token-hash.ts';

/** What may happen between a mail and its link. */
export const happenings = [
  'nothing',
  'a newer request',
  'the link was used',
  'the password was changed',
  'the password was reset',
  'the address was changed',
  'the account was deleted',
  'the account was deleted and restored',
  'the account was deleted and its address registered anew',
  'the roles were changed',
  'the link expired',
] as const;
export type Happening = (typeof happenings)[number];

/** Whose the address of the account is afterwards: of which password, and whether it is verified. */
export interface Holding {
  readonly address: 'ada@example.com' | 'ada.king@example.com' | 'ada.byron@example.com';
  /** None where nobody signs in by that address. */
  readonly password: 'first' | 'changed' | 'link' | 'none';
  readonly verified: boolean;
}

/** What showing the link answers, what is put on record by that, and what the store holds after it. */
export type Cell =
  | { readonly status: 204 | 400; readonly audited: readonly string[]; readonly holding: Holding }
  | { readonly never: string };

const ada = { address: 'ada@example.com', password: 'first', verified: true } as const;
const king = { ...ada, address: 'ada.king@example.com' } as const;
const nobody = { address: 'ada@example.com', password: 'none', verified: false } as const;

/** The link is as good as on the day it came. */
const stands = (holding: Holding, ...audited: readonly string[]): Cell => ({ status: 204, audited, holding });
/** The link is good for nothing, and showing it changes nothing. */
const ended = (holding: Holding): Cell => ({ status: 400, audited: [], holding });

const noPassword: Cell = { never: 'Who has not accepted has no password, and asks for nothing that needs one.' };

/** Every purpose of a link by everything that may happen before it is shown; written by hand. */
export const linkExpectations: Readonly<Record<OneTimePurpose, Readonly<Record<Happening, Cell>>>> = {
  'verify-email': {
    nothing: stands(ada, 'user.verified'),
    'a newer request': ended({ ...ada, verified: false }),
    'the link was used': ended(ada),
    'the password was changed': ended({ ...ada, password: 'changed', verified: false }),
    'the password was reset': ended({ ...ada, password: 'changed' }),
    'the address was changed': ended(king),
    'the account was deleted': ended(nobody),
    'the account was deleted and restored': ended({ ...ada, verified: false }),
    'the account was deleted and its address registered anew': ended({ ...ada, verified: false }),
    'the roles were changed': stands(ada, 'user.verified'),
    'the link expired': ended({ ...ada, verified: false }),
  },
  'reset-password': {
    nothing: stands({ ...ada, password: 'link' }, 'password.reset'),
    'a newer request': ended(ada),
    'the link was used': ended({ ...ada, password: 'link' }),
    'the password was changed': ended({ ...ada, password: 'changed' }),
    'the password was reset': ended({ ...ada, password: 'changed' }),
    'the address was changed': ended(ada),
    'the account was deleted': ended(nobody),
    'the account was deleted and restored': ended(ada),
    'the account was deleted and its address registered anew': ended({ ...ada, verified: false }),
    'the roles were changed': stands({ ...ada, password: 'link' }, 'password.reset'),
    'the link expired': ended(ada),
  },
  'change-email': {
    nothing: stands(king, 'user.email-changed'),
    'a newer request': ended(ada),
    'the link was used': ended(king),
    'the password was changed': ended({ ...ada, password: 'changed' }),
    'the password was reset': ended({ ...ada, password: 'changed' }),
    'the address was changed': ended(king),
    'the account was deleted': ended(nobody),
    'the account was deleted and restored': ended(ada),
    'the account was deleted and its address registered anew': ended({ ...ada, verified: false }),
    'the roles were changed': stands(king, 'user.email-changed'),
    'the link expired': ended(ada),
  },
  invitation: {
    nothing: stands({ ...ada, password: 'link' }, 'user.invitation-accepted'),
    'a newer request': ended(nobody),
    'the link was used': ended({ ...ada, password: 'link' }),
    'the password was changed': noPassword,
    'the password was reset': ended({ ...ada, password: 'changed' }),
    'the address was changed': noPassword,
    'the account was deleted': ended(nobody),
    'the account was deleted and restored': ended(nobody),
    'the account was deleted and its address registered anew': ended({ ...ada, verified: false }),
    'the roles were changed': stands({ ...ada, password: 'link' }, 'user.invitation-accepted'),
    'the link expired': ended(nobody),
  },
};
