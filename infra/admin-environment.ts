import type { Variable } from '../lib/config.ts';
import type { DeployOptions } from './framework.ts';
import { tableName } from './tables.ts';

/** The variables that make an admin of a deployed stage; the credentials are those of whoever runs it. */
export function adminEnvironment({ stage, region }: Pick<DeployOptions, 'stage' | 'region'>) {
  return {
    AWS_REGION: process.env.AWS_REGION ?? region,
    POLYCLINIC_STAGE: stage,
    POLYCLINIC_IDENTITY_TABLE: tableName(stage, 'identity'),
    POLYCLINIC_EVENTS_TABLE: tableName(stage, 'events'),
    POLYCLINIC_AUDIT_TABLE: tableName(stage, 'audit'),
    POLYCLINIC_MASTER_SECRET: `ssm:/polyclinic/${stage}/master-secret`,
  } satisfies Partial<Record<Variable | 'AWS_REGION' | 'POLYCLINIC_STAGE', string>>;
}
