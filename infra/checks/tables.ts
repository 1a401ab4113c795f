import { textOf } from './resolve.ts';
import { at, type Rule, resourcesOf } from './stack.ts';

/** Checks that tables are paid by use, encrypted, restorable, and deletable only in the stage for trying things out. */
export const tables: Rule = (stack, stacks) =>
  resourcesOf(stack, 'AWS::DynamoDB::Table').flatMap(([id, table]) => {
    const isForTrying = textOf(table.TableName, stack, stacks).startsWith('polyclinic-dev-');
    return [
      at(table.PointInTimeRecoverySpecification, 'PointInTimeRecoveryEnabled') !== true &&
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
