import { ofEachQueue, ofEachTable, type QueueRight } from '../lib/grants.ts';
import { auditGrants } from './grants/audit.ts';
import { clinicGrants } from './grants/clinic.ts';
import { dataKeyGrants } from './grants/data-keys.ts';
import { identityGrants } from './grants/identity.ts';
import { mailGrants } from './grants/mail.ts';
import { messagingGrants } from './grants/messaging.ts';
import { platformGrants } from './grants/platform.ts';
import { type GrantStatements, queue, type Statement, table } from './statements.ts';
import { type TableName, type TableRight, tables } from './tables.ts';

const queueActions: Readonly<Record<QueueRight, string>> = {
  send: 'sqs:SendMessage',
  observe: 'sqs:GetQueueAttributes',
  postpone: 'sqs:ChangeMessageVisibility',
};

const tableActions: Readonly<Record<TableRight, Statement['actions']>> = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  query: ['dynamodb:Query'],
  write: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
};

/** The statements of a right on a table; to query it is to query its indexes as well. */
function tableStatements(name: TableName, right: TableRight): Statement[] {
  const actions = tableActions[right];
  const indexes = right === 'query' ? (tables.find((each) => each.name === name)?.indexes ?? []) : [];
  return [
    { actions, on: table(name) },
    ...indexes.map((index) => ({ actions, on: { kind: 'index', table: name, name: index.name } as const })),
  ];
}

/**
 * The statements of each grant: what is named here and in `grants/` is all that a trigger can list. Each grant holds what its
 * functions were seen to use and nothing more: a full test run compares the two.
 */
export const grantStatements: GrantStatements = {
  ...ofEachTable(tableStatements),
  ...ofEachQueue((name, right) => [{ actions: [queueActions[right]], on: queue(name) }]),
  ...auditGrants,
  ...clinicGrants,
  ...identityGrants,
  ...messagingGrants,
  ...dataKeyGrants,
  ...mailGrants,
  ...platformGrants,
};
