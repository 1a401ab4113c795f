import { tables as definitions } from '../tables.ts';
import { textOf } from './resolve.ts';
import { at, listOf, type PackagedStack, type Problem, type Rule, resourcesOf } from './stack.ts';

/** The ends of the names of tables that are made again from others. */
const madeAgain = definitions.filter(({ recovery }) => recovery === 'made again').map(({ name }) => `-${name}`);

/**
 * Checks that tables are paid by use, encrypted, restorable where nothing else holds what they hold, and deletable only in the
 * stage for trying things out. What destroys by deleting is a global table, which must not be restorable.
 */
export const tables: Rule = (stack, stacks) => [
  ...resourcesOf(stack, 'AWS::DynamoDB::Table').flatMap(([id, table]) =>
    problems(id, [
      ...encryptedAndOnDemand(table),
      !isRestorable(table) &&
        !madeAgain.some((end) => nameOf(table, stack, stacks).endsWith(end)) &&
        'what is lost cannot be restored: set PointInTimeRecoveryEnabled',
      !isProtected(table) && !isForTrying(table, stack, stacks) && unprotected,
    ]),
  ),
  ...resourcesOf(stack, 'AWS::DynamoDB::GlobalTable').flatMap(([id, table]) => {
    const replicas = listOf(table.Replicas);
    return problems(id, [
      ...encryptedAndOnDemand(table),
      replicas.some(isRestorable) && 'what was destroyed could be restored: leave PointInTimeRecoveryEnabled out',
      !replicas.every(isProtected) && !isForTrying(table, stack, stacks) && unprotected,
      stack.template.Resources[id]?.DeletionPolicy !== 'Retain' &&
        'it goes with its stack, and nothing brings it back: set DeletionPolicy to Retain',
    ]);
  }),
];

type Properties = Readonly<Record<string, unknown>>;

const unprotected = 'a mistake can delete it: set DeletionProtectionEnabled';

function encryptedAndOnDemand(table: Properties) {
  return [
    at(table.SSESpecification, 'SSEEnabled') !== true &&
      'it is not encrypted with a key whose use is on record: set SSESpecification',
    table.BillingMode !== 'PAY_PER_REQUEST' &&
      'its capacity is fixed, so that a rush is throttled: set BillingMode to PAY_PER_REQUEST',
  ];
}

function isRestorable(table: unknown): boolean {
  return at(table, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true;
}

function isProtected(table: unknown): boolean {
  return at(table, 'DeletionProtectionEnabled') === true;
}

function isForTrying(table: Properties, stack: PackagedStack, stacks: readonly PackagedStack[]): boolean {
  return nameOf(table, stack, stacks).startsWith('polyclinic-dev-');
}

function nameOf(table: Properties, stack: PackagedStack, stacks: readonly PackagedStack[]): string {
  return textOf(table.TableName, stack, stacks);
}

function problems(resource: string, messages: readonly (string | false)[]): Problem[] {
  return messages.filter((message) => message !== false).map((message) => ({ resource, message }));
}
