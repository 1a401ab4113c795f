import { S3Refusal } from './refusal.ts';
import type { Tag } from './store/stored.ts';
import { elementsOf, readXml, textOf } from './xml-reader.ts';

const mostTags = 10;
const pattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Reads the tags of a header: `kind=x-ray&year=2026`. */
export function tagsOfHeader(header: string | undefined): readonly Tag[] {
  return checked([...new URLSearchParams(header ?? '')].map(([key, value]) => ({ key, value })));
}

/** Reads the tags of a document. */
export function tagsOfXml(text: string): readonly Tag[] {
  const [set] = elementsOf(readXml(text, 'Tagging'), 'TagSet');
  if (!set) throw new S3Refusal('MalformedXML');
  return checked(
    elementsOf(set, 'Tag').map((tag) => ({ key: textOf(tag, 'Key') ?? '', value: textOf(tag, 'Value') ?? '' })),
  );
}

function checked(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > mostTags) throw new S3Refusal('BadRequest');
  if (new Set(tags.map(({ key }) => key)).size < tags.length)
    throw new S3Refusal('InvalidTag', 'Cannot provide multiple Tags with the same key');
  for (const { key, value } of tags)
    if (key === '' || key.length > 128 || value.length > 256 || !pattern.test(key) || !pattern.test(value))
      throw new S3Refusal('InvalidTag');
  return tags;
}
