/** An S3 bucket, which is private, encrypted, and reached over TLS only. */
export interface BucketDefinition {
  /** Short name; the deployed name is `polyclinic-<stage>-<name>`. */
  readonly name: string;
  /** How many years objects can be neither deleted nor replaced without a right of its own (S3 Object Lock). */
  readonly lockedYears?: number;
}

export const buckets: readonly BucketDefinition[] = [
  { name: 'files' },
  // The seals are apart from the files, since what writes those, or the audit, has no right to them.
  { name: 'seals', lockedYears: 10 },
];

/** The name of a bucket in a stage; when deployed, CloudFormation appends the account to it. */
export function bucketName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}
