import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { ConfigurationError } from '../config.ts';
import { Unavailable } from '../errors.ts';

let client: SSMClient | undefined;

/** The SSM client, made when it is first needed; two tries end within three seconds. */
function ssm(): SSMClient {
  client ??= new SSMClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
  return client;
}

/** The decrypted value of a parameter; `Unavailable` when SSM does not answer. */
export async function readParameter(name: string): Promise<string> {
  const value = await ssm()
    .send(new GetParameterCommand({ Name: name, WithDecryption: true }))
    .then(({ Parameter }) => Parameter?.Value)
    .catch((cause: unknown) => {
      if (cause instanceof ParameterNotFound) return undefined;
      throw new Unavailable('SECRETS_UNAVAILABLE', 'A secret could not be read; try again shortly.', { cause });
    });
  if (!value) throw new ConfigurationError(`the SSM parameter ${name} does not exist or is empty`);
  return value;
}
