import { documentAnswer, noContent } from '../answer.ts';
import { receiveText } from '../body/receive.ts';
import type { S3Call } from '../call.ts';
import { S3Refusal } from '../refusal.ts';
import type { Store } from '../store/store.ts';
import type { Tag } from '../store/stored.ts';
import { tagsOfXml } from '../tags.ts';
import type { Operation } from './operation.ts';

export const putObjectTagging: Operation = async (call, { store }, payload) => {
  const tags = tagsOfXml(await receiveText(call, payload));
  setTags(call, store, tags);
  return { status: 200 };
};

export const getObjectTagging: Operation = (call, { store }) => {
  const tags = found(call, store).tags.map(({ key, value }) => ({ Key: key, Value: value }));
  return documentAnswer('Tagging', { TagSet: { Tag: tags } });
};

export const deleteObjectTagging: Operation = (call, { store }) => {
  setTags(call, store, []);
  return noContent;
};

/** The content stays the same file, and the object the same but for its tags. */
function setTags(call: S3Call, store: Store, tags: readonly Tag[]): void {
  store.get(call.bucket).put({ ...found(call, store), tags });
}

function found({ bucket, key }: S3Call, store: Store) {
  const object = store.get(bucket).find(key);
  if (!object) throw new S3Refusal('NoSuchKey');
  return object;
}
