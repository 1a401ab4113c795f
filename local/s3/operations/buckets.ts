import { documentAnswer, noContent } from '../answer.ts';
import { receiveText } from '../body/receive.ts';
import { corsXml, readCorsRules } from '../cors.ts';
import { S3Refusal } from '../refusal.ts';
import type { Operation } from './operation.ts';

export const listBuckets: Operation = (_, { store }) =>
  documentAnswer('ListAllMyBucketsResult', {
    Owner: { ID: 'local' },
    Buckets: { Bucket: store.list().map(({ name, created }) => ({ Name: name, CreationDate: created })) },
  });

export const createBucket: Operation = async (call, { store, now }, payload) => {
  await receiveText(call, payload);
  store.create(call.bucket, now());
  return { status: 200, headers: { location: `/${call.bucket}` } };
};

export const headBucket: Operation = ({ bucket }, { store, verification }) => {
  store.get(bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': verification.region } };
};

export const deleteBucket: Operation = ({ bucket }, { store }) => {
  store.remove(bucket);
  return noContent;
};

/** The region us-east-1 is told by nothing, as it was when S3 had no other. */
export const getBucketLocation: Operation = ({ bucket }, { store, verification: { region } }) => {
  store.get(bucket);
  return documentAnswer('LocationConstraint', region === 'us-east-1' ? '' : region);
};

export const putBucketCors: Operation = async (call, { store }, payload) => {
  const bucket = store.get(call.bucket);
  bucket.setCors(readCorsRules(await receiveText(call, payload)));
  return { status: 200 };
};

export const getBucketCors: Operation = ({ bucket }, { store }) => {
  const rules = store.get(bucket).cors();
  if (rules.length === 0) throw new S3Refusal('NoSuchCORSConfiguration');
  return documentAnswer('CORSConfiguration', corsXml(rules));
};

export const deleteBucketCors: Operation = ({ bucket }, { store }) => {
  store.get(bucket).setCors([]);
  return noContent;
};
