import { conditionalCases } from './conditional.ts';
import { corsCases } from './cors.ts';
import { listingCases } from './listing.ts';
import { multipartCases } from './multipart.ts';
import { objectCases } from './objects.ts';
import { postPolicyCases } from './post-policy.ts';
import { presignedCases } from './presigned.ts';
import { rangeCases } from './ranges.ts';
import type { S3Case } from './s3-case.ts';
import { signatureCases } from './signature.ts';

/** What S3 does, case by case; each can be put to any S3, and rejects where that does otherwise. */
export const s3Cases: readonly S3Case[] = [
  ...signatureCases,
  ...presignedCases,
  ...postPolicyCases,
  ...corsCases,
  ...conditionalCases,
  ...rangeCases,
  ...multipartCases,
  ...listingCases,
  ...objectCases,
];
