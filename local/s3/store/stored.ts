import type { Algorithm } from '../body/checksums.ts';

/** A checksum that is kept with an object, in base64; a composite one is of the checksums of the parts. */
export interface StoredChecksum {
  readonly algorithm: Algorithm;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** What an object carries beside its content. */
export interface Description {
  /** Headers that are given back as they came: `content-type` and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** The user's own metadata, by names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** An object as its file of metadata has it. */
export interface StoredObject extends Description {
  readonly key: string;
  /** The name of the file with the content. */
  readonly file: string;
  readonly size: number;
  /** The ETag without quotes. */
  readonly etag: string;
  /** As ISO 8601. */
  readonly lastModified: string;
  readonly checksum?: StoredChecksum;
  /** The bytes of each part, where the object was uploaded in parts. */
  readonly partSizes?: readonly number[];
}

/** A part of an upload that is not complete. */
export interface StoredPart {
  readonly number: number;
  readonly file: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: string;
  readonly checksum?: { readonly algorithm: Algorithm; readonly value: string };
}

/** An upload in parts that is not complete. */
export interface StoredUpload extends Description {
  readonly id: string;
  readonly key: string;
  readonly initiated: string;
  readonly algorithm?: Algorithm;
  readonly checksumType?: StoredChecksum['type'];
}

/** A rule of who may call from another origin, as CORS has it. */
export interface CorsRule {
  readonly id?: string;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly seconds?: number;
}

/** What is kept of a bucket itself. */
export interface StoredBucket {
  readonly name: string;
  readonly created: string;
  readonly cors?: readonly CorsRule[];
}
