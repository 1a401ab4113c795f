import { Misused, readCommandLine, stageOptions } from '../infra/command-line.ts';
import { tableName } from '../infra/tables.ts';
import { id } from '../lib/schemas.ts';
import { functionEnvironment } from './function-environment.ts';
import { runOperatorCommand } from './operator-command.ts';
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

/**
 * Carries out a command in a stage, which without `--stage` is the local one, which has to be running. Prints what `work`
 * answers, or the usage where that is nothing.
 */
export function runIdentityCommand(
  usage: string,
  work: (options: IdentityOptions) => Promise<string | undefined>,
): Promise<void> {
  return runOperatorCommand(async () => {
    const options = readIdentityOptions(usage);
    const told = await work(options);
    if (told === undefined) throw new Misused(usage);
    return `${told} in stage ${options.stage}`;
  });
}

/** Reads the options, and sets the variables with the stage's tables. */
function readIdentityOptions(usage: string): IdentityOptions {
  const text = { type: 'string', default: '' } as const;
  const { values } = readCommandLine({
    usage,
    options: {
      ...stageOptions(local),
      param: { type: 'string', multiple: true, default: [] },
      replace: { type: 'boolean', default: false },
      ...{ issuer: text, subject: text, user: text, identity: text },
    },
  });
  const { stage, region } = values;
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
