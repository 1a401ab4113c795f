import { Misused } from '../infra/command-line.ts';
import { ConfigurationError } from '../lib/config.ts';
import { DomainError } from '../lib/errors.ts';
import { SettingMalformed } from './setting-values.ts';

const hints: Readonly<Record<string, readonly string[]>> = {
  DATABASE_UNAVAILABLE: ['Does the stage run?'],
  IDENTITY_LINKED: ['With --replace it is taken from them.'],
};

/** What errors of AWS mean to an operator, by their names. */
const errorsOfAws: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'A table of the stage is not there: is it deployed, to this region and account?',
  NotFoundException: 'KMS has no key of the stage: is it deployed, to this region and account?',
  CredentialsProviderError: 'There are no credentials of AWS: give them as for a deployment.',
  UnrecognizedClientException: 'AWS does not know the credentials.',
  ExpiredTokenException: 'The credentials of AWS have expired.',
  AccessDeniedException: 'The credentials of AWS do not allow it: docs/operations.md says what it needs.',
};

/** Carries out a command and prints what `work` answers; an error that an operator can mend is one line, and exit code 1. */
export async function runOperatorCommand(work: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await work()}\n`);
  } catch (error) {
    const told = wordsFor(error);
    if (told === undefined) throw error;
    process.stderr.write(`${told}\n`);
    process.exitCode = 1;
  }
}

function wordsFor(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof DomainError) return [error.message, ...(hints[error.code] ?? [])].join(' ');
  const isOurs = [Misused, ConfigurationError, SettingMalformed].some((kind) => error instanceof kind);
  return isOurs ? error.message : errorsOfAws[error.name];
}
