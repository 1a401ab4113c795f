import type { S3Answer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import type { Payload } from '../signature/payload.ts';
import type { Verification } from '../signature/scope.ts';
import type { Store } from '../store/store.ts';

/** What an operation works on. */
export interface Surroundings {
  readonly store: Store;
  readonly now: () => Date;
  readonly verification: Verification;
}

/** Answers a call that was let in; `payload` is what its signature says of the body. */
export type Operation = (call: S3Call, surroundings: Surroundings, payload: Payload) => S3Answer | Promise<S3Answer>;
