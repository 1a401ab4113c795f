import { tables as definitions } from '../tables.ts';
import { textOf } from './resolve.ts';
import { at, type Rule, resourcesOf } from './stack.ts';

/** The ends of the names of tables that are made again from others. */
const madeAgain = definitions.filter(({ restorable }) => !restorable).map(({ name }) => `-${name}`);

/**
 * Checks that tables are paid by use, encrypted, restorable where nothing else holds what they hold, and deletable only in the
 * stage for trying things out.
 */
export const tables: Rule = (stack, stacks) =>
  resourcesOf(stack, 'AWS::DynamoDB::Table').flatMap(([id, table]) => {
    const name = textOf(table.TableName, stack, stacks);
    const isForTrying = name.startsWith('polyclinic-dev-');
    const isMadeAgain = madeAgain.some((end) => name.endsWith(end));
    return [
      at(table.PointInTimeRecoverySpecification, 'PointInTimeRecoveryEnabled') !== true &&
        !isMadeAgain &&
        'what is lost cannot be restored: set PointInTimeRecoveryEnabled',
      at(table.SSESpecification, 'SSEEnabled') !== true &&
        'it is not encrypted with a key whose use is on record: set SSESpecification',
      table.DeletionProtectionEnabled !== true &&
        !isForTrying &&
        'a mistake can delete it: set DeletionProtectionEnabled',
      table.BillingMode !== 'PAY_PER_REQUEST' &&
        'its capacity is fixed, so that a rush is throttled: set BillingMode to PAY_PER_REQUEST',
    ]
      .filter((message) => message !== false)
      .map((message) => ({ resource: id, message }));
  });
