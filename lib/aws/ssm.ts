import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ConfigurationError } from '../config.ts';
import { Unavailable } from '../errors.ts';
import { bounded, retryStrategy } from './bounded.ts';

let client: SSMClient | undefined;

/** The SSM client, made when it is first needed; each call has as many tries as its caller has patience. */
function ssm(): SSMClient {
  client ??= bounded(
    new SSMClient({
      retryStrategy,
      requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
    }),
  );
  return client;
}

/** Reads the decrypted value of a parameter, undefined where there is none; throws `Unavailable` when SSM does not answer. */
export function findParameter(name: string): Promise<string | undefined> {
  return ssm()
    .send(new GetParameterCommand({ Name: name, WithDecryption: true }))
    .then(({ Parameter }) => Parameter?.Value)
    .catch((cause: unknown) => {
      if (cause instanceof ParameterNotFound) return undefined;
      throw new Unavailable('SECRETS_UNAVAILABLE', 'A secret could not be read; try again shortly.', { cause });
    });
}

/** Reads the value of a parameter that must exist and not be empty; throws `ConfigurationError` otherwise. */
export async function readParameter(name: string): Promise<string> {
  const value = await findParameter(name);
  if (!value) throw new ConfigurationError(`the SSM parameter ${name} does not exist or is empty`);
  return value;
}

/** Gives a SecureString a new value; one of more than 4 KB becomes an advanced parameter. */
export async function putParameter(name: string, value: string): Promise<void> {
  const parameter = { Name: name, Value: value, Type: 'SecureString', Tier: 'Intelligent-Tiering' } as const;
  await ssm().send(new PutParameterCommand({ ...parameter, Overwrite: true }));
}
