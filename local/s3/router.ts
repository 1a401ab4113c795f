import type { S3Call } from './call.ts';
import {
  createBucket,
  deleteBucket,
  deleteBucketCors,
  getBucketCors,
  getBucketLocation,
  headBucket,
  listBuckets,
  putBucketCors,
} from './operations/buckets.ts';
import { completeUpload } from './operations/complete-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject } from './operations/get-object.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { listParts, listUploads } from './operations/list-uploads.ts';
import type { Operation } from './operations/operation.ts';
import { putObject } from './operations/put-object.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/tagging.ts';
import { abortUpload, createUpload, uploadPart, uploadPartCopy } from './operations/upload-parts.ts';
import { S3Refusal } from './refusal.ts';

/** The operations by method, what the path names, and the word in the query that tells them apart. */
const operations: Readonly<Record<string, Operation>> = {
  'GET service': listBuckets,
  'PUT bucket': createBucket,
  'HEAD bucket': headBucket,
  'DELETE bucket': deleteBucket,
  'GET bucket': listObjects,
  'GET bucket list-type': listObjectsV2,
  'GET bucket location': getBucketLocation,
  'PUT bucket cors': putBucketCors,
  'GET bucket cors': getBucketCors,
  'DELETE bucket cors': deleteBucketCors,
  'GET bucket uploads': listUploads,
  'POST bucket delete': deleteObjects,
  'PUT object': putObject,
  'PUT object copy': copyObject,
  'GET object': getObject,
  'HEAD object': getObject,
  'DELETE object': deleteObject,
  'PUT object tagging': putObjectTagging,
  'GET object tagging': getObjectTagging,
  'DELETE object tagging': deleteObjectTagging,
  'POST object uploads': createUpload,
  'PUT object uploadId': uploadPart,
  'PUT object uploadId copy': uploadPartCopy,
  'GET object uploadId': listParts,
  'POST object uploadId': completeUpload,
  'DELETE object uploadId': abortUpload,
};

/** What a query may say beside the word that names an operation. */
const parameters =
  /^(x-.*|response-.*|partNumber|prefix|delimiter|marker|max-.*|start-after|continuation-token|encoding-type|fetch-owner|key-marker|upload-id-marker|part-number-marker)$/i;

/** The operation that a call asks for; one that AWS has and this stand-in has not is refused, and not taken for another. */
export function operationOf({ method, bucket, key, query, headers }: S3Call): Operation {
  const words = [...query.keys()].filter((name) => !parameters.test(name));
  if (query.get('versionId') === 'null') words.splice(words.indexOf('versionId'), 1);
  const subject = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const copy = headers['x-amz-copy-source'] === undefined ? [] : ['copy'];
  const name = [method, subject, ...words, ...copy].join(' ');
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation;
  throw words.length > 0 ? new S3Refusal('NotImplemented') : new S3Refusal('MethodNotAllowed');
}
