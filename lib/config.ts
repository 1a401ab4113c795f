import * as z from 'zod';
import { optionalQueueNames, queues } from '../infra/queues.ts';
import { tables } from '../infra/tables.ts';
import { baseUrl } from './base-url.ts';
import { isSameIssuer, outsideIssuerList } from './outside-issuer-settings.ts';
import { policyChanges } from './rate-limit-settings.ts';
import { type Output, schema } from './schemas.ts';
import { queueVariable, switchVariable, tableVariable } from './variable-names.ts';

const text = schema(() => z.string().min(1));
const url = schema(() => z.url().transform((value) => value.replace(/\/$/, '')));

/** Every variable that the product reads, with its shape. A function is given only those that its grants imply. */
const variables = {
  /** The base URL of the API as clients see it; also the issuer of access tokens. */
  POLYCLINIC_PUBLIC_URL: baseUrl,
  /** The base URL of the client application that links in mails lead to, whose origin CORS allows. */
  POLYCLINIC_CLIENT_URL: baseUrl,
  ...shapeOfEach(
    tables.map(({ name }) => tableVariable(name)),
    text,
  ),
  ...shapeOfEach(
    queues.map(({ name }) => queueVariable(name)),
    url,
  ),
  /** The source of the ages of waiting messages: `cloudwatch`, or the URL of the local SQS. */
  POLYCLINIC_QUEUE_AGES: schema(() => z.union([z.literal('cloudwatch'), z.url({ protocol: /^https?$/ })])),
  POLYCLINIC_FILES_BUCKET: text,
  POLYCLINIC_SEALS_BUCKET: text,
  /** The place of the versioned master secret: `file:<path>` locally, `ssm:<parameter name>` deployed. */
  POLYCLINIC_MASTER_SECRET: schema(() => z.string().regex(/^(file|ssm):.+/)),
  /** The place of the private keys that sign access tokens: as above, or `kms:<what their aliases begin with>`. */
  POLYCLINIC_SIGNING_KEY: schema(() => z.string().regex(/^(file|ssm|kms):.+/)),
  /** The place of the root key, which encrypts the key that wraps data keys: `file:<path>` locally, `kms:<alias>` deployed. */
  POLYCLINIC_ROOT_KEY: schema(() => z.string().regex(/^(file|kms):.+/)),
  /** The way that mails are sent: `ses`, or the URL of an SMTP server. */
  POLYCLINIC_MAIL_TRANSPORT: schema(() => z.union([z.literal('ses'), z.url({ protocol: /^smtps?$/ })])),
  POLYCLINIC_MAIL_FROM: text,
  /** The configuration set of SES for mails; SMTP has no use for it. */
  POLYCLINIC_MAIL_CONFIGURATION_SET: text,
  /** The folder of the documents and page assets packaged with the function. */
  POLYCLINIC_ASSETS_DIR: text,
} as const;

const optionalVariables = {
  /** The stage; every function has it, while a script may do without. */
  POLYCLINIC_STAGE: schema(() => text().default('local')),
  LOG_LEVEL: schema(() => z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info')),
  /** Whether log lines carry the fields of which CloudWatch makes metrics. */
  POLYCLINIC_METRICS: schema(() => z.enum(['on', 'off']).default('on')),
  /** Whether each optional queue gets events. */
  ...shapeOfEach(
    optionalQueueNames.map(switchVariable),
    schema(() => z.enum(['on', 'off']).default('off')),
  ),
  /** Whether requests are limited; `off` is heeded in the stages `local` and `test…` alone. */
  POLYCLINIC_RATE_LIMITS: schema(() => z.enum(['on', 'off']).default('on')),
  /** Whether clients see the stack of an unexpected error; `on` is heeded in the stage `local` alone. */
  POLYCLINIC_SHOW_STACKS: schema(() => z.enum(['on', 'off']).default('off')),
  /** What differs from the usual policies of `lib/http/rate-limit-policy.ts`, as JSON. */
  POLYCLINIC_RATE_LIMIT_POLICIES: schema(() => policyChanges().default({})),
  /** The OIDC issuers whose access tokens are accepted beside our own, as JSON; see ADR 17. */
  POLYCLINIC_OIDC_ISSUERS: schema(() => outsideIssuerList().default([])),
} as const;

function shapeOfEach<V extends string, S>(names: readonly V[], shape: S): { readonly [N in V]: S } {
  return Object.fromEntries(names.map((name) => [name, shape])) as { readonly [N in V]: S };
}

const shapes = { ...variables, ...optionalVariables };

export type Variable = keyof typeof variables;

/** A variable is missing or malformed; thrown at cold start, it names every one of them. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** The parsed value of a variable, which is read when it is first needed and never while a module is imported. */
export function setting<V extends Variable>(name: V): Output<(typeof variables)[V]> {
  const parsed = variables[name]().safeParse(process.env[name]);
  if (!parsed.success) throw new ConfigurationError(problemWith(name));
  return parsed.data as Output<(typeof variables)[V]>;
}

/** The parsed value of a variable that has a default. */
export function optionalSetting<V extends keyof typeof optionalVariables>(
  name: V,
): Output<(typeof optionalVariables)[V]> {
  const parsed = optionalVariables[name]().safeParse(process.env[name] || undefined);
  if (!parsed.success) throw new ConfigurationError(problemWith(name));
  return parsed.data as Output<(typeof optionalVariables)[V]>;
}

/** Whether developers may see stacks: two variables must say so, and neither by its absence. */
export function showsStacks(): boolean {
  return process.env.POLYCLINIC_STAGE === 'local' && optionalSetting('POLYCLINIC_SHOW_STACKS') === 'on';
}

/** Fails with one error that names every variable of `names` that is missing or malformed, and every malformed optional one. */
export function requireSettings(names: readonly Variable[]): void {
  const missing = names.filter((name) => !variables[name]().safeParse(process.env[name]).success);
  const problems = [...missing.map((name) => problemWith(name)), ...problemsOfOptional(process.env)];
  if (problems.length > 0) throw new ConfigurationError(problems.join('; '));
}

/** Lists what is wrong with the optional variables of an environment, before anything is started or deployed with it. */
export function problemsOfOptional(environment: Environment): string[] {
  const malformed = (Object.keys(optionalVariables) as (keyof typeof optionalVariables)[])
    .filter((name) => environment[name] && !optionalVariables[name]().safeParse(environment[name]).success)
    .map((name) => problemWith(name, environment));
  return [...malformed, ...(trustsOurselves(environment) ? [trustInOurselves] : [])];
}

type Environment = Readonly<Record<string, string | undefined>>;

const trustInOurselves =
  'POLYCLINIC_OIDC_ISSUERS names our own issuer (POLYCLINIC_PUBLIC_URL), whose tokens would be refused as another’s';

function trustsOurselves(environment: Environment): boolean {
  const { POLYCLINIC_PUBLIC_URL: url, POLYCLINIC_OIDC_ISSUERS: issuers } = environment;
  if (!issuers) return false;
  const own = variables.POLYCLINIC_PUBLIC_URL().safeParse(url).data;
  const { data = [] } = optionalVariables.POLYCLINIC_OIDC_ISSUERS().safeParse(issuers);
  return own !== undefined && data.some(({ issuer }) => isSameIssuer(issuer, own));
}

/**
 * Describes a malformed variable without its value, which may be a secret; for a list or table in JSON it names the members.
 */
function problemWith(name: keyof typeof shapes, environment: Environment = process.env): string {
  const value = environment[name];
  if (!value) return `${name} is missing`;
  const isJson = name === 'POLYCLINIC_OIDC_ISSUERS' || name === 'POLYCLINIC_RATE_LIMIT_POLICIES';
  const issues = isJson ? (shapes[name]().safeParse(value).error?.issues ?? []) : [];
  const told = issues.map(({ path, message }) => `${dotted(path)} ${message}`.trim());
  return [`${name} is malformed`, ...(told.length > 0 ? [told.join(', ')] : [])].join(': ');
}

/** Writes a path with dots, as zod would; zod's own function costs each bundle 330 KB. */
function dotted(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '');
}
