/** An S3 bucket: private, encrypted, TLS only. */
export interface BucketDefinition {
  /** Short name; the deployed name is `polyclinic-<stage>-<name>`. */
  readonly name: string;
}

export const buckets: readonly BucketDefinition[] = [{ name: 'files' }];

/** Name of a bucket in a stage; deployed, CloudFormation appends the account to it. */
export function bucketName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}
