/** An S3 bucket: private, encrypted, TLS only. */
export interface BucketDefinition {
  /** Short name; the deployed name is `polyclinic-<stage>-<name>`. */
  readonly name: string;
  /** For so many years nobody without a right of its own deletes or replaces what was stored (S3 Object Lock). */
  readonly lockedYears?: number;
}

export const buckets: readonly BucketDefinition[] = [
  { name: 'files' },
  // Apart from the files: what writes those, or the audit, has no business here.
  { name: 'seals', lockedYears: 10 },
];

/** Name of a bucket in a stage; deployed, CloudFormation appends the account to it. */
export function bucketName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}
