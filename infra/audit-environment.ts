import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ConfigurationError } from '../lib/config.ts';
import { bucketName } from './buckets.ts';
import { tableName } from './tables.ts';

/** The variables that read the audit of a deployed stage from outside of it. */
export async function auditEnvironment({
  stage,
  region,
}: {
  readonly stage: string;
  readonly region: string;
}): Promise<Record<string, string>> {
  return {
    AWS_REGION: process.env.AWS_REGION ?? region,
    POLYCLINIC_AUDIT_TABLE: tableName(stage, 'audit'),
    POLYCLINIC_PLATFORM_TABLE: tableName(stage, 'platform'),
    POLYCLINIC_SEALS_BUCKET: await findBucket(`${bucketName(stage, 'seals')}-`, region),
    POLYCLINIC_MASTER_SECRET: `ssm:/polyclinic/${stage}/master-secret`,
  };
}

/** Finds the bucket's name, which ends in the account's number when deployed, so that the operator need not know it. */
async function findBucket(Prefix: string, region: string): Promise<string> {
  const { Buckets = [] } = await new S3Client({ region }).send(new ListBucketsCommand({ Prefix }));
  const name = Buckets.map(({ Name }) => Name).find(
    (each) => each !== undefined && /^\d{12}$/.test(each.slice(Prefix.length)),
  );
  if (!name)
    throw new ConfigurationError(`There is no bucket ${Prefix}<account> in this account: is the stage deployed?`);
  return name;
}
