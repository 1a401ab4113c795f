import { misused, readCommandLine, stageOptions } from '../infra/command-line.ts';
import { email } from '../lib/schemas.ts';
import { stage as local } from './settings.ts';

const usage = 'Say whom: --email <address> [--stage <stage>] [--region <region>]';

/** Who is to be an admin, and where. */
interface AdminOptions {
  readonly address: string;
  readonly stage: string;
  readonly region: string;
}

/** Reads the options of `npm run admin:create`; throws `Misused`. */
export function readAdminOptions(args?: readonly string[]): AdminOptions {
  const options = { ...stageOptions(local), email: { type: 'string' } } as const;
  const { email: typed, stage, region } = readCommandLine({ usage, options, args }).values;
  return { address: addressIn(typed), stage, region };
}

function addressIn(typed: string | undefined): string {
  const { data } = email().safeParse(typed);
  if (data === undefined)
    throw misused(typed === undefined ? 'There is no --email.' : `“${typed}” is no address.`, usage);
  return data;
}
