import { setting } from '../config.ts';

const settingOfTable = {
  identity: 'POLYCLINIC_IDENTITY_TABLE',
  events: 'POLYCLINIC_EVENTS_TABLE',
  audit: 'POLYCLINIC_AUDIT_TABLE',
  platform: 'POLYCLINIC_PLATFORM_TABLE',
} as const;

/** Short name of a table, as in `infra/tables.ts`. */
export type Table = keyof typeof settingOfTable;

/** Name of the table in this stage, from the environment. */
export function tableName(table: Table): string {
  return setting(settingOfTable[table]);
}
