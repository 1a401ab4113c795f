import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { AnswerLost, DatabaseBusy } from '../../../lib/data/database.ts';
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
