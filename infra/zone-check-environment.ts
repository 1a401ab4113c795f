import type { Variable } from '../lib/config.ts';
import type { DeployOptions } from './framework.ts';
import { tableName } from './tables.ts';

/** The variables that check the appointments of a deployed stage against the zones; the credentials are those of whoever runs it. */
export function zoneCheckEnvironment({ stage, region }: Pick<DeployOptions, 'stage' | 'region'>) {
  return {
    AWS_REGION: process.env.AWS_REGION ?? region,
    POLYCLINIC_STAGE: stage,
    POLYCLINIC_CLINIC_TABLE: tableName(stage, 'clinic'),
    POLYCLINIC_PLATFORM_TABLE: tableName(stage, 'platform'),
    POLYCLINIC_IDENTITY_TABLE: tableName(stage, 'identity'),
    POLYCLINIC_INDEX_TABLE: tableName(stage, 'index'),
    POLYCLINIC_EVENTS_TABLE: tableName(stage, 'events'),
  } satisfies Partial<Record<Variable | 'AWS_REGION' | 'POLYCLINIC_STAGE', string>>;
}
