import type { RequestOptions } from '../demo/client.ts';

/** What has an id. */
export interface Identified {
  readonly id: string;
}

/** Somebody with an account, who is signed in. */
export interface Visitor extends Identified {
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Sends a request past Prism; answers the data, which it trusts to be a `T`, and throws where it did not succeed. */
export type Ask = <T>(path: string, options?: RequestOptions) => Promise<T>;
