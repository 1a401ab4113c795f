import type * as z from 'zod';
import type { Permission } from '../access/permissions.ts';
import type { FunctionResources } from '../function-resources.ts';
import type { Grant } from '../grants.ts';
import type { LimitName } from '../rate-limit-settings.ts';
import type { Input, Lazy } from '../schemas.ts';
import type { Asset } from './assets.ts';
import type { Deprecation } from './deprecation.ts';
import type { ListAnswer, PageBody } from './page.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type SuccessStatus = 200 | 201 | 202 | 204;

/** Who may call: everyone, any signed-in person, or those whose roles have all of the permissions. */
export type Allow = 'public' | 'signed-in' | readonly [Permission, ...Permission[]];

/** A document that is not wrapped in `data`: a key set, a calendar. */
export interface Bare<S extends z.ZodType = z.ZodType> {
  readonly kind: 'bare';
  readonly contentType: string;
  readonly schema: Lazy<S>;
}

/** A body of the form `{ data, meta }`, where `meta` tells what is not of the object itself. */
export interface BodyWithMeta<D extends z.ZodType = z.ZodType, M extends z.ZodType = z.ZodType> {
  readonly kind: 'with-meta';
  readonly data: Lazy<D>;
  readonly meta: Lazy<M>;
}

/**
 * The body of a success: `{ data }` by a schema, or beside a `meta`, a page of a list, a bare document, a file compressed at
 * build, or nothing.
 */
export type Body = Lazy | BodyWithMeta | PageBody | Bare | 'asset' | 'empty';

/** The one success that a route has, by its status. */
type Responses = { readonly [S in SuccessStatus]?: Body };

type BodyOf<R extends Responses> = Extract<R[keyof R], Body>;

/** What a handler returns for a route with these responses. */
export type ResultOf<R extends Responses> =
  BodyOf<R> extends 'empty'
    ? // biome-ignore lint/suspicious/noConfusingVoidType: a handler with nothing to say returns nothing
      void
    : BodyOf<R> extends 'asset'
      ? Asset
      : BodyOf<R> extends Bare<infer S>
        ? z.input<S>
        : BodyOf<R> extends BodyWithMeta<infer D, infer M>
          ? { readonly data: z.input<D>; readonly meta: z.input<M> }
          : BodyOf<R> extends PageBody<infer S>
            ? ListAnswer<z.input<S>>
            : BodyOf<R> extends Lazy
              ? Input<BodyOf<R>>
              : never;

/** The ways to show who one is. */
export type Credential = 'accessToken' | 'apiKey' | 'refreshCookie';

/** The cookies of a route, by their names. */
interface Cookies {
  /** What a client may send that is no credential. */
  readonly reads?: readonly string[];
  /** What answers set, by their status. */
  readonly sets?: { readonly [status: number]: readonly string[] };
  /** What answers may delete, by their status. */
  readonly clears?: { readonly [status: number]: readonly string[] };
}

/** The names between braces in a path. */
type PathParams<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | PathParams<Rest> : never;

/** A schema for each parameter of the path, no more and no fewer. */
type ParamsFor<P extends string> = [PathParams<P>] extends [never]
  ? { readonly params?: never }
  : { readonly params: Lazy<z.ZodObject<{ [N in PathParams<P>]: z.ZodType }>> };

interface HttpTriggerFields<A extends Allow, Q extends Lazy<z.ZodObject>, B extends Lazy, R extends Responses>
  extends FunctionResources {
  readonly allow: A;
  readonly query?: Q;
  /** What each filter of a list costs, for the documents: whether it has a list of its own, or sifts the pages of another. */
  readonly filters?: { readonly [filter: string]: string };
  readonly body?: B;
  readonly responses: R;
  /** The path of what was created, or of what shows it, for the `Location` header of a 201; the parameters are those of the path. */
  readonly location?: (result: ResultOf<R>, params: Readonly<Record<string, string>>) => string;
  /** Whether the result has the `version` of what it shows: for `ETag`, `If-None-Match` and 304. */
  readonly versioned?: true;
  /** Chooses between the success and a 503 that has the same body, where the result itself decides. */
  readonly statusOf?: (result: ResultOf<R>) => SuccessStatus | 503;
  /** The codes of this route's own errors by status; those that every route may answer are implied. */
  readonly problems?: { readonly [status: number]: readonly string[] };
  /**
   * Whether the route takes an `Idempotency-Key`: a repeated request gets the first one's answer, which the handler's commit
   * stores.
   */
  readonly idempotency?: 'optional' | 'required';
  /**
   * Why the route reads `Accept-Language`: to know in which language somebody is to be written to, or for its answer, which then
   * says that it is in the language that this function chooses, and that others may get another.
   */
  readonly acceptsLanguage?: 'for-mails' | ((header: string | undefined) => string);
  /** The credentials that a public route takes where they are shown; any other route takes those of who may call it. */
  readonly takes?: readonly Credential[];
  readonly cookies?: Cookies;
  readonly grants: readonly Grant[];
  /** The limit by which a write is counted: by default `anonymous` where it is public, and `signed-in` anywhere else. */
  readonly limit?: LimitName;
  /** Whether the route answers 503 while writes cannot be counted, where others go on: so do routes where guessing pays. */
  readonly mustCount?: true;
  /** Whether it works through as much as there is time for: each of its calls may then take the time that others have in all. */
  readonly long?: true;
  /** The `Cache-Control` header, `no-store` by default. */
  readonly cacheControl?: string;
  /** The announced end of the route, of which each of its answers tells. */
  readonly deprecated?: Deprecation;
  /** Whether it serves a page, whose own scripts and styles the browser may load; anything else may load nothing. */
  readonly page?: true;
}

/** An HTTP route as data, from which its function, validation, documentation and rights come. */
export interface HttpTrigger<
  P extends string = string,
  A extends Allow = Allow,
  Q extends Lazy<z.ZodObject> = Lazy<z.ZodObject>,
  B extends Lazy = Lazy,
  R extends Responses = Responses,
> extends HttpTriggerFields<A, Q, B, R> {
  readonly kind: 'http';
  readonly method: Method | 'ANY';
  /** API path with `{name}` for parameters, or `$default` for what no other route takes. */
  readonly path: P;
  readonly params?: Lazy<z.ZodObject>;
}

/** Declares the HTTP route that a function answers. */
export function http<
  const P extends string,
  const A extends Allow,
  R extends Responses,
  Q extends Lazy<z.ZodObject> = Lazy<z.ZodObject<Record<never, never>>>,
  B extends Lazy = Lazy<z.ZodUndefined>,
  const D extends ParamsFor<P> = ParamsFor<P>,
>(
  fields: HttpTriggerFields<A, Q, B, R> & { readonly method: Method | 'ANY'; readonly path: P } & D,
): HttpTrigger<P, A, Q, B, R> & D {
  return { kind: 'http', ...fields } as HttpTrigger<P, A, Q, B, R> & D;
}

/** Declares a response body that is not wrapped in `data`: one of JSON, or a text that is sent as it is, in UTF-8. */
export function bare<S extends z.ZodType<string>>(contentType: `text/${string}`, schema: Lazy<S>): Bare<S>;
export function bare<S extends z.ZodType>(contentType: `application/${string}`, schema: Lazy<S>): Bare<S>;
export function bare<S extends z.ZodType>(contentType: string, schema: Lazy<S>): Bare<S> {
  return { kind: 'bare', contentType, schema };
}

/** Declares a response whose `meta` tells something beside its `data`; the work of the endpoint answers both. */
export function withMeta<D extends z.ZodType, M extends z.ZodType>(data: Lazy<D>, meta: Lazy<M>): BodyWithMeta<D, M> {
  return { kind: 'with-meta', data, meta };
}
