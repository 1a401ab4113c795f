import { textOf } from './resolve.ts';
import { at, listOf, type PackagedStack, type Rule, resourcesOf } from './stack.ts';

const publicAccess = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

/** The bucket with the packages of the functions, of which the framework itself deletes the older ones. */
const deploymentBucket = 'ServerlessDeploymentBucket';

/** Checks that buckets are private, encrypted, reached over TLS alone, and tidy themselves. */
export const buckets: Rule = (stack, stacks) =>
  resourcesOf(stack, 'AWS::S3::Bucket').flatMap(([id, bucket]) =>
    [
      publicAccess.some((key) => at(bucket.PublicAccessBlockConfiguration, key) !== true) &&
        `it could be made public: set ${publicAccess.join(', ')} in PublicAccessBlockConfiguration`,
      listOf(at(bucket.BucketEncryption, 'ServerSideEncryptionConfiguration')).length === 0 &&
        'how it is encrypted is left to chance: set BucketEncryption',
      id !== deploymentBucket &&
        listOf(at(bucket.LifecycleConfiguration, 'Rules')).every((rule) => at(rule, 'Status') !== 'Enabled') &&
        'nothing in it ever goes: set a rule in LifecycleConfiguration',
      !isTlsOnly(id, stack, stacks) && 'it can be read without TLS: deny that in an AWS::S3::BucketPolicy',
    ]
      .filter((message) => message !== false)
      .map((message) => ({ resource: id, message })),
  );

function isTlsOnly(id: string, stack: PackagedStack, stacks: readonly PackagedStack[]): boolean {
  const name = textOf({ Ref: id }, stack, stacks);
  return resourcesOf(stack, 'AWS::S3::BucketPolicy')
    .filter(([, { Bucket }]) => textOf(Bucket, stack, stacks) === name)
    .flatMap(([, { PolicyDocument }]) => listOf(at(PolicyDocument, 'Statement')))
    .some((statement) => deniesPlainText(statement, stack, stacks, name));
}

/** Whether a statement covers all actions of everybody on the bucket and on what it holds. */
function deniesPlainText(
  statement: unknown,
  stack: PackagedStack,
  stacks: readonly PackagedStack[],
  name: string,
): boolean {
  const resources = listOf(at(statement, 'Resource')).map((each) => textOf(each, stack, stacks));
  const arn = `arn:\${AWS::Partition}:s3:::${name}`;
  return (
    at(statement, 'Effect') === 'Deny' &&
    at(statement, 'Principal') === '*' &&
    at(statement, 'Action') === 's3:*' &&
    String(at(statement, 'Condition', 'Bool', 'aws:SecureTransport')) === 'false' &&
    [arn, `${arn}/*`].every((each) => resources.includes(each))
  );
}
