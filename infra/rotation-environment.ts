import type { Variable } from '../lib/config.ts';
import { rootKeySource, signingKeySource } from './environment.ts';
import type { DeployOptions } from './framework.ts';
import { tableName } from './tables.ts';

/** The variables that rotate the keys of a deployed stage; the credentials are those of whoever runs it. */
export function rotationEnvironment({ stage, region }: Pick<DeployOptions, 'stage' | 'region'>) {
  return {
    AWS_REGION: process.env.AWS_REGION ?? region,
    POLYCLINIC_SIGNING_KEY: signingKeySource(stage),
    POLYCLINIC_ROOT_KEY: rootKeySource(stage),
    POLYCLINIC_DATA_KEYS_TABLE: tableName(stage, 'data-keys'),
    POLYCLINIC_IDENTITY_TABLE: tableName(stage, 'identity'),
    POLYCLINIC_AUDIT_TABLE: tableName(stage, 'audit'),
  } satisfies Partial<Record<Variable | 'AWS_REGION', string>>;
}
