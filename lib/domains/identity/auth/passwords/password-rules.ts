import * as z from 'zod';
import { type FieldError, InvalidInput } from '../../../../errors.ts';
import { halfPair, lengthOf } from '../../../../printable-text.ts';
import { schema } from '../../../../schemas.ts';
import { commonPasswords } from './common-passwords.ts';

/** What a new password is compared with. */
interface PasswordContext {
  /** The person's email: the password must not hold it. */
  readonly email?: string;
  /** Path of the password in the request. */
  readonly path?: string;
  /** Passwords that are too common, in lower case. */
  readonly denied?: ReadonlySet<string>;
}

interface Rule {
  readonly code: string;
  readonly message: string;
  readonly broken: (password: string, email: string | undefined, denied: ReadonlySet<string>) => boolean;
}

const rules: readonly Rule[] = [
  {
    code: 'half_pair',
    message: 'Must not hold half of a surrogate pair.',
    broken: (password) => halfPair.test(password),
  },
  { code: 'too_small', message: 'Must have at least 8 characters.', broken: (password) => lengthOf(password) < 8 },
  { code: 'too_big', message: 'Must have at most 128 characters.', broken: (password) => lengthOf(password) > 128 },
  { code: 'no_lowercase', message: 'Must have a lower-case letter.', broken: (password) => !/\p{Ll}/u.test(password) },
  { code: 'no_uppercase', message: 'Must have an upper-case letter.', broken: (password) => !/\p{Lu}/u.test(password) },
  { code: 'no_digit', message: 'Must have a digit.', broken: (password) => !/\p{Nd}/u.test(password) },
  { code: 'holds_email', message: 'Must not hold the email address or its first part.', broken: holdsEmail },
  {
    code: 'too_common',
    message: 'Is one of the passwords that are tried first.',
    broken: (password, _, denied) => denied.has(password.toLowerCase()),
  },
];

/** Lists every rule that a new password breaks. The password is counted and kept as typed. */
export function passwordProblems(password: string, context: PasswordContext = {}): FieldError[] {
  const { email, path = 'password', denied = commonPasswords } = context;
  return rules
    .filter(({ broken }) => broken(password, email, denied))
    .map(({ code, message }) => ({ path, code, message }));
}

/** Refuses a password that breaks a rule, as the schema of a request would; throws `VALIDATION_FAILED`. */
export function requireGoodPassword(password: string, context: PasswordContext): void {
  const errors = passwordProblems(password, context);
  if (errors.length === 0) return;
  throw new InvalidInput('VALIDATION_FAILED', 'The request does not meet its schema; see errors.', { errors });
}

/** A new password, by every rule that can be checked without knowing whose it is. */
export const newPassword = schema(() =>
  z
    .string()
    .check((check) => {
      for (const { code, message } of passwordProblems(check.value))
        check.issues.push(issue(check.value, code, message));
    })
    .meta({
      format: 'password',
      minLength: 8,
      maxLength: 128,
      description:
        'As typed, 8 to 128 characters: a lower-case letter, an upper-case one and a digit among them, and no very common one.',
      examples: ['Correct-Horse-9'],
    }),
);

/** Checks an object with `email` and `password`: the password must not contain the address. */
export function passwordWithoutEmail(check: z.core.ParsePayload<{ email: string; password: string }>): void {
  const { email, password } = check.value;
  const held = passwordProblems(password, { email }).filter(({ code }) => code === 'holds_email');
  for (const { code, message } of held) check.issues.push({ ...issue(password, code, message), path: ['password'] });
}

function issue(input: string, code: string, message: string) {
  return { code: 'custom' as const, input, message, params: { code } };
}

/**
 * Whether the password contains the address. A first part of four letters or fewer counts only within the whole address: alone
 * it would forbid common words.
 */
function holdsEmail(password: string, email: string | undefined): boolean {
  if (email === undefined) return false;
  const [localPart = ''] = email.split('@');
  return fold(password).includes(fold(localPart.length >= 5 ? localPart : email));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
