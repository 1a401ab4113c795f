import { type BucketDefinition, bucketName, buckets } from '../buckets.ts';
import { logicalId } from '../logical-id.ts';

/** The buckets as CloudFormation resources: private, encrypted, over TLS only, and tidied of unfinished uploads. */
export function bucketResources(stage: string): Record<string, object> {
  return Object.fromEntries(
    buckets.flatMap((definition) => [
      [logicalId(definition.name, 'Bucket'), bucket(stage, definition)],
      [logicalId(definition.name, 'BucketPolicy'), tlsOnlyPolicy(definition.name)],
    ]),
  );
}

function bucket(stage: string, { name, lockedYears }: BucketDefinition) {
  return {
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      // Bucket names are unique in the world, so that ours contain the account.
      BucketName: { 'Fn::Sub': `${bucketName(stage, name)}-\${AWS::AccountId}` },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      ...(lockedYears !== undefined && lock(lockedYears)),
      LifecycleConfiguration: {
        Rules: [
          { Id: 'unfinished-uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
          { Id: 'old-versions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
        ],
      },
    },
  };
}

/** The lock in governance mode: an administrator who must can be given the right to delete, which CloudTrail shows. */
function lock(Years: number) {
  const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Years } };
  return { ObjectLockEnabled: true, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule } };
}

function tlsOnlyPolicy(name: string) {
  const arn = { 'Fn::GetAtt': [logicalId(name, 'Bucket'), 'Arn'] };
  return {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: logicalId(name, 'Bucket') },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [arn, { 'Fn::Join': ['/', [arn, '*']] }],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  };
}
