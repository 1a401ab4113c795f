import { DynamoDBServiceException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { AnswerLost, DatabaseBusy, ItemContended } from '../../../lib/data/database.ts';
import { translate } from '../../../lib/data/dynamo-error.ts';

function exceptionOf(name: string, httpStatusCode = 400): DynamoDBServiceException {
  return new DynamoDBServiceException({
    name,
    message: name,
    $fault: 'client',
    $metadata: { httpStatusCode, attempts: 3 },
  });
}

describe('an exception of DynamoDB', () => {
  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TransactionConflictException',
    'TransactionInProgressException',
  ])('means a busy database when it is a %s', (name) => {
    expect(translate(exceptionOf(name))).toBeInstanceOf(DatabaseBusy);
  });

  it('means rivals at one item when it is a TransactionConflictException, or such a reason alone cancelled it', () => {
    const cancelledFor = (...codes: string[]) =>
      new TransactionCanceledException({
        message: 'cancelled',
        $metadata: {},
        CancellationReasons: codes.map((Code) => ({ Code })),
      });

    expect(translate(exceptionOf('TransactionConflictException'))).toBeInstanceOf(ItemContended);
    expect(translate(cancelledFor('None', 'TransactionConflict'))).toBeInstanceOf(ItemContended);
    expect(translate(cancelledFor('ThrottlingError', 'TransactionConflict'))).not.toBeInstanceOf(ItemContended);
  });

  it('means a lost answer when its status is 5xx, and keeps its cause for the log', () => {
    const exception = exceptionOf('InternalServerError', 500);

    expect(translate(exception)).toBeInstanceOf(AnswerLost);
    expect(translate(exception)).toMatchObject({ cause: exception });
  });

  it('is itself when another try would not mend it', () => {
    const exception = exceptionOf('ResourceNotFoundException');

    expect(translate(exception)).toBe(exception);
  });
});
