import { parseArgs } from 'node:util';
import { readOptions } from '../infra/framework.ts';
import { tableName } from '../infra/tables.ts';
import { ConfigurationError } from '../lib/config.ts';
import { DomainError } from '../lib/errors.ts';
import { id } from '../lib/schemas.ts';
import { functionEnvironment } from './function-environment.ts';
import { SettingMalformed } from './setting-values.ts';
import { stage as local, localSettings } from './settings.ts';

/** The options of a command about the identities of other issuers; a text that is not given is empty. */
export interface IdentityOptions {
  readonly issuer: string;
  readonly subject: string;
  /** The id of a person; empty where the given one is malformed, too. */
  readonly user: string;
  /** The hash of an identity, as the list shows it. */
  readonly identity: string;
  readonly replace: boolean;
  readonly stage: string;
}

const hints: Readonly<Record<string, readonly string[]>> = {
  DATABASE_UNAVAILABLE: ['Does the stage run?'],
  IDENTITY_LINKED: ['With --replace it is taken from them.'],
};

/**
 * Carries out a command in a stage, which without `--stage` is the local one, which has to be running. Prints what `work`
 * answers, or the usage where that is nothing; an error that an operator can mend is one line.
 */
export async function runIdentityCommand(
  usage: string,
  work: (options: IdentityOptions) => Promise<string | undefined>,
): Promise<void> {
  try {
    const options = readIdentityOptions(process.argv.slice(2));
    const told = await work(options);
    if (told === undefined) fail(usage);
    else process.stdout.write(`${told} in stage ${options.stage}\n`);
  } catch (error) {
    if (!isForOperator(error)) throw error;
    fail([error.message, ...(error instanceof DomainError ? (hints[error.code] ?? []) : [])].join(' '));
  }
}

/** Reads the options, and sets the variables with the stage's tables. */
function readIdentityOptions(args: string[]): IdentityOptions {
  const text = { type: 'string', default: '' } as const;
  const { values } = parseArgs({
    args,
    options: {
      stage: { type: 'string', default: local },
      region: { type: 'string', default: 'us-east-1' },
      param: { type: 'string', multiple: true, default: [] },
      replace: { type: 'boolean', default: false },
      ...{ issuer: text, subject: text, user: text, identity: text },
    },
  });
  const { stage, region } = readOptions(['--stage', values.stage, '--region', values.region]);
  const issuers = values.param.find((param) => param.startsWith('oidcIssuers='));
  const deployed = {
    AWS_REGION: process.env.AWS_REGION ?? region,
    POLYCLINIC_IDENTITY_TABLE: tableName(stage, 'identity'),
    POLYCLINIC_AUDIT_TABLE: tableName(stage, 'audit'),
    ...(issuers && { POLYCLINIC_OIDC_ISSUERS: issuers.slice('oidcIssuers='.length) }),
  };
  Object.assign(process.env, stage === local ? functionEnvironment(localSettings()) : deployed);
  return { ...values, stage, user: id().safeParse(values.user).data ?? '' };
}

function isForOperator(error: unknown): error is Error {
  return [DomainError, ConfigurationError, SettingMalformed].some((kind) => error instanceof kind);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
