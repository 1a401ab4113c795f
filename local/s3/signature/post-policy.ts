import { S3Refusal } from '../refusal.ts';
import { readDate, readScope, sign, signingKey, type Verification } from './scope.ts';

/** The fields of a form by their names in lower case. */
export type FormFields = Readonly<Record<string, string>>;

/** How many bytes the file of a form may have. */
export interface SizeBounds {
  readonly least: number;
  readonly most: number;
}

type Condition = readonly [operator: string, name: string, value: unknown, most?: unknown];

/** What needs no condition: the signature, and what is said to be ignored. */
const unconditional = /^(policy|file|x-amz-signature|awsaccesskeyid|signature|x-ignore-.*)$/;

/** Verifies the policy of a form: its signature, its end, and that each field is as a condition has it. */
export function verifyPolicy(fields: FormFields, bucket: string, verification: Verification): SizeBounds {
  if (!fields.policy) throw new S3Refusal('AccessDenied');
  verifySignature(fields, fields.policy, verification);
  const { expiration, conditions } = readPolicy(fields.policy);
  if (expiration <= verification.now()) throw failed('Policy expired.');
  const values: FormFields = { ...fields, bucket };
  for (const condition of conditions) requireHolds(condition, values);
  const named = new Set(conditions.map(([, name]) => name));
  const extra = Object.keys(fields).filter((name) => !unconditional.test(name) && !named.has(name));
  if (extra.length > 0) throw failed(`Extra input fields: ${extra.join(', ')}`);
  return boundsOf(conditions);
}

function verifySignature(fields: FormFields, policy: string, { credentials, region }: Verification): void {
  const scope = readScope(fields['x-amz-credential'] ?? '');
  const isRight = fields['x-amz-algorithm'] === 'AWS4-HMAC-SHA256' && readDate(fields['x-amz-date'] ?? '');
  if (!scope || !isRight || scope.region !== region || scope.service !== 's3')
    throw new S3Refusal('InvalidArgument', 'The fields of the signature are missing or not valid');
  if (fields['x-amz-signature'] !== sign(signingKey(scope, credentials), policy))
    throw new S3Refusal('SignatureDoesNotMatch');
}

function readPolicy(text: string) {
  try {
    const { expiration, conditions } = JSON.parse(Buffer.from(text, 'base64').toString());
    const end = new Date(expiration);
    if (Number.isNaN(end.getTime()) || typeof expiration !== 'string') throw new TypeError();
    return { expiration: end, conditions: (conditions as unknown[]).flatMap(conditionsOf) };
  } catch {
    throw new S3Refusal('InvalidPolicyDocument');
  }
}

/** A condition as a list: `{ "acl": "private" }` is `["eq", "acl", "private"]`. */
function conditionsOf(condition: unknown): Condition[] {
  if (typeof condition !== 'object' || condition === null) throw new TypeError();
  if (!Array.isArray(condition))
    return Object.entries(condition).map(([name, value]) => ['eq', name.toLowerCase(), value]);
  const [operator, name, value] = condition;
  if (operator === 'content-length-range') return [[operator, '', name, value]];
  if (!['eq', 'starts-with'].includes(operator)) throw new TypeError();
  return [[operator, String(name).replace(/^\$/, '').toLowerCase(), value]];
}

function requireHolds([operator, name, value]: Condition, fields: FormFields): void {
  const field = fields[name] ?? '';
  const holds = operator === 'starts-with' ? field.startsWith(String(value)) : field === String(value);
  if (operator !== 'content-length-range' && !holds)
    throw failed(`Policy Condition failed: ["${operator}", "$${name}", "${value}"]`);
}

function boundsOf(conditions: readonly Condition[]): SizeBounds {
  const ranges = conditions.filter(([operator]) => operator === 'content-length-range');
  return {
    least: Math.max(0, ...ranges.map(([, , least]) => Number(least))),
    most: Math.min(5 * 1024 ** 3, ...ranges.map(([, , , most]) => Number(most))),
  };
}

function failed(reason: string): S3Refusal {
  return new S3Refusal('AccessDenied', `Invalid according to Policy: ${reason}`);
}
