import { createHash, createHmac } from 'node:crypto';
import type { S3World } from './s3-case.ts';

/** What a URL is signed for, by a signer that is written after the documentation of AWS, and refuses nothing. */
export interface Wish {
  readonly method?: string;
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly seconds?: number;
  readonly date?: Date;
  readonly region?: string;
  readonly keyId?: string;
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

export function amzDate(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '');
}

export function signature(text: string, date: string, region = 'us-east-1', secret = 'local'): string {
  const key = [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, date.slice(0, 8)));
  return hmac(key, text).toString('hex');
}

/** Signs a URL. */
export function presign({ endpoint, bucket }: S3World, wish: Wish): string {
  const { method = 'GET', key, headers = {}, query = {}, seconds = 60, region = 'us-east-1', keyId = 'local' } = wish;
  const [{ host }, date] = [new URL(endpoint), amzDate(wish.date ?? new Date())];
  const signed: Record<string, string> = { ...headers, host };
  const names = Object.keys(signed).sort();
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const pairs = Object.entries({
    ...query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${keyId}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': names.join(';'),
  });
  const search = pairs
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const path = `/${bucket}/${key.split('/').map(encoded).join('/')}`;
  const lines = names.map((name) => `${name}:${signed[name]}\n`).join('');
  const request = [method, path, search, lines, names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(request)].join('\n');
  return `${endpoint}${path}?${search}&X-Amz-Signature=${signature(text, date, region)}`;
}

/** What the SDK has, and its types do not say. */
interface Presigner {
  presign(
    request: object,
    options: { readonly expiresIn: number },
  ): Promise<{ readonly path: string; readonly query: Record<string, string> }>;
}

/** Signs a URL by the SDK's own signer. */
export async function presignBySdk({ endpoint, bucket, s3 }: S3World, method: string, key: string): Promise<string> {
  const { hostname, port, host } = new URL(endpoint);
  const properties = { signingName: 's3', signingRegion: 'us-east-1' };
  const scheme = {
    schemeId: 'aws.auth#sigv4',
    name: 'sigv4',
    signingName: 's3',
    signingRegion: 'us-east-1',
    properties,
  };
  const signer = (await s3.config.signer(scheme as never)) as unknown as Presigner;
  const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const place = { protocol: 'http:', hostname, port: Number(port), path: `/${bucket}/${key}` };
  const signed = await signer.presign({ method, ...place, query: {}, headers }, { expiresIn: 60 });
  return `${endpoint}${signed.path}?${new URLSearchParams(signed.query)}`;
}

/** A form that a policy lets in. */
export interface FormWish {
  readonly fields: Readonly<Record<string, string>>;
  readonly conditions: readonly unknown[];
  readonly expires?: Date;
}

/** The fields of a form with its policy, signed. */
export function signedFields({ fields, conditions, expires }: FormWish): Record<string, string> {
  const now = new Date();
  const date = amzDate(now);
  const own = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `local/${date.slice(0, 8)}/us-east-1/s3/aws4_request`,
    'X-Amz-Date': date,
  };
  const expiration = (expires ?? new Date(now.getTime() + 60_000)).toISOString();
  const all = [...conditions, ...Object.entries(own).map(([name, value]) => ({ [name]: value }))];
  const policy = Buffer.from(JSON.stringify({ expiration, conditions: all })).toString('base64');
  return { ...fields, ...own, Policy: policy, 'X-Amz-Signature': signature(policy, date) };
}

/** Posts a form with a file. */
export function post(
  { endpoint, bucket }: S3World,
  fields: Readonly<Record<string, string>>,
  content: string,
  fileName = 'scan.txt',
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([content], { type: 'text/html' }), fileName);
  return fetch(`${endpoint}/${bucket}`, { method: 'POST', body: form, redirect: 'manual' });
}
