import type { S3Call } from '../call.ts';
import { S3Refusal } from '../refusal.ts';
import { verifyHeader } from './header.ts';
import type { Payload } from './payload.ts';
import { verifyPresigned } from './presigned.ts';
import type { Verification } from './scope.ts';

/** Verifies who calls, by header or by presigned URL; all buckets are private, so that nobody else is let in. */
export function verifyCall(call: S3Call, verification: Verification): Payload {
  const isPresigned = call.query.has('X-Amz-Signature') || call.query.has('X-Amz-Algorithm');
  if (isPresigned && call.headers.authorization)
    throw new S3Refusal('InvalidArgument', 'Only one auth mechanism allowed');
  if (isPresigned) return verifyPresigned(call, verification);
  if (call.headers.authorization) return verifyHeader(call, verification);
  throw new S3Refusal('AccessDenied');
}
