import { parseArgs } from 'node:util';
import { readOptions } from '../infra/framework.ts';
import { email } from '../lib/schemas.ts';
import { Misused } from './operator-command.ts';
import { stage as local } from './settings.ts';

const usage = 'Say whom: --email <address> [--stage <stage>] [--region <region>]';

/** Who is to be an admin, and where. */
interface AdminOptions {
  readonly address: string;
  readonly stage: string;
  readonly region: string;
}

/** Reads the options of `npm run admin:create`; throws `Misused`, with how it is used. */
export function readAdminOptions(args: readonly string[]): AdminOptions {
  const text = { type: 'string' } as const;
  try {
    const options = { email: text, stage: { ...text, default: local }, region: { ...text, default: 'us-east-1' } };
    const { values } = parseArgs({ args: [...args], options });
    const { stage, region } = readOptions(['--stage', values.stage, '--region', values.region]);
    return { address: addressIn(values.email), stage, region };
  } catch (error) {
    throw new Misused(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

function addressIn(typed: string | undefined): string {
  const { data } = email().safeParse(typed);
  if (data === undefined) throw new Misused(typed === undefined ? 'There is no --email.' : `“${typed}” is no address.`);
  return data;
}
