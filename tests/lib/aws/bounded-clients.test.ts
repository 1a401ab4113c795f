import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cloudWatch } from '../../../lib/aws/cloudwatch.ts';
import { listKeys } from '../../../lib/aws/kms.ts';
import { s3 } from '../../../lib/aws/s3.ts';
import { createSqs } from '../../../lib/aws/sqs.ts';
import { findParameter } from '../../../lib/aws/ssm.ts';
import { runInContext } from '../../../lib/context.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';

beforeAll(useTestCredentials);

const calls = {
  CloudWatch: () => cloudWatch().send(new DescribeAlarmsCommand()),
  KMS: () => listKeys('alias/'),
  S3: () => s3().send(new ListBucketsCommand()),
  SQS: () => createSqs().send(new ListQueuesCommand()),
  SSM: () => findParameter('name'),
};

/** Makes a call as somebody whose patience is over, and answers how often it was asked for. */
async function spentOn(call: () => Promise<unknown>): Promise<number> {
  let spent = 0;
  const patience = {
    ...{ tries: 1, longestPause: 0, left: () => 0 },
    spend<T>(waited: Promise<T>): Promise<T> {
      spent += 1;
      return waited;
    },
  };
  const context = { functionName: 'test', requestId: 'r', correlationId: 'c', patience };
  await runInContext(context, call).catch(() => undefined);
  return spent;
}

describe('a client of AWS', () => {
  it.each(Object.entries(calls))('makes each call with the patience of its caller: %s', async (_, call) => {
    expect(await spentOn(call)).toBe(1);
  });
});
