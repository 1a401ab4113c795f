import type { Environment } from './setting-values.ts';

/** The access key with which the local cloud is called. */
export interface LocalCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The developer's own access key where the variables of the SDK name one, else one that is none anywhere else. */
export function localCredentials(environment: Environment): LocalCredentials {
  return {
    accessKeyId: environment.AWS_ACCESS_KEY_ID || 'local',
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY || 'local',
  };
}
