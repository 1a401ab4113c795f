import type { TableName } from '../../infra/tables.ts';
import { setting } from '../config.ts';
import { tableVariable } from '../variable-names.ts';

/** The short name of a table. */
export type Table = TableName;

/** The name of the table in this stage, from the environment. */
export function tableName(table: Table): string {
  return setting(tableVariable(table));
}
