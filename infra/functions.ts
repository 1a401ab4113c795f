import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Variable } from '../lib/config.ts';
import { type Grant, grantVariables } from '../lib/grants.ts';
import { isForMachines } from '../lib/http/caller.ts';
import { isCountedInStore } from '../lib/http/rate-limit-policy.ts';
import { isPage, successOf } from '../lib/http/reply.ts';
import type { HttpTrigger } from '../lib/http/trigger.ts';
import type { DeadLetterTrigger, QueueTrigger } from '../lib/messaging/trigger.ts';
import type { ScheduleTrigger } from '../lib/schedules/trigger.ts';
import type { StreamTrigger } from '../lib/streams/trigger.ts';
import { requireNotice } from './deprecation-notice.ts';
import { type Docstring, docstringIn } from './docstring.ts';

export type Trigger = HttpTrigger | QueueTrigger | DeadLetterTrigger | StreamTrigger | ScheduleTrigger;

/** A Lambda function, which is a file of `functions/`, found and described by what it exports. */
export interface FunctionDefinition extends Docstring {
  /** The short name, `<domain>-<verb-noun>`; the deployed name is `polyclinic-<stage>-<name>`. */
  readonly name: string;
  readonly domain: string;
  /** The path of the file from the root of the project, with forward slashes. */
  readonly file: string;
  readonly trigger: Trigger;
}

export const root = path.resolve(import.meta.dirname, '..');

/** Finds every function of the project in `functions/`, in the order of their names. */
export async function discoverFunctions(): Promise<FunctionDefinition[]> {
  const files = (await readdir(path.join(root, 'functions'), { recursive: true }))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `functions/${file.replaceAll(path.sep, '/')}`)
    .sort();
  return Promise.all(files.map(describeFunction));
}

async function describeFunction(file: string): Promise<FunctionDefinition> {
  const absolute = path.join(root, file);
  const { trigger } = (await import(pathToFileURL(absolute).href)) as { trigger?: Trigger };
  if (!trigger) throw new Error(`${file} exports no trigger`);
  return defineFunction(file, trigger, docstringOf(absolute, file));
}

/** A function by its file; throws for one that is named or that ends otherwise than all are. */
export function defineFunction(file: string, trigger: Trigger, docstring: Docstring): FunctionDefinition {
  const [, domain, verbNoun] = /^functions\/([a-z-]+)\/([a-z0-9-]+)\.ts$/.exec(file) ?? [];
  if (!domain || !verbNoun) throw new Error(`${file} is not functions/<domain>/<verb-noun>.ts`);
  if (trigger.kind === 'http') requireNotice(file, trigger);
  return { name: `${domain}-${verbNoun}`, domain, file, ...docstring, trigger };
}

/** Reads the docstring, the one place where a route is described: the documents and docs/routes.md quote it. */
function docstringOf(absolute: string, file: string): Docstring {
  const docstring = docstringIn(readFileSync(absolute, 'utf8'));
  if (!docstring) throw new Error(`${file}: the trigger has no docstring of whole sentences`);
  return docstring;
}

/** What a function may touch: its own grants, and those that its trigger implies. */
export function grantsOf(trigger: Trigger): Grant[] {
  return [...new Set([...trigger.grants, ...impliedGrants(trigger)])].sort();
}

/**
 * The grants that a trigger implies: a worker keeps why a message failed, and messages that wait, and sends them again; who
 * calls is read from the session, and what is refused to them is audited; writes are counted, as is all that machines do; and
 * the cursors of a list are sealed with a key of the master secret, as are the results that are kept for an idempotency key.
 */
function impliedGrants(trigger: Trigger): Grant[] {
  const assets = trigger.assets ? (['assets:read'] as const) : [];
  if (trigger.kind === 'queue') {
    const { queue } = trigger;
    return ['failures:keep', 'messages:wait', `${queue}:postpone`, `${queue}:send`, ...assets];
  }
  if (trigger.kind !== 'http') return [...assets];
  const session = trigger.allow === 'public' ? [] : (['sessions:check', 'audit:append'] as const);
  const limits = isCountedInStore(trigger) || isForMachines(trigger) ? (['limits:count'] as const) : [];
  const kept = trigger.idempotency ? (['idempotency:keep', 'secrets:read'] as const) : [];
  return [
    ...assets,
    ...session,
    ...limits,
    ...kept,
    ...(isPage(successOf(trigger).body) ? (['secrets:read'] as const) : []),
  ];
}

/** The variables of a function, which are those that its grants imply. */
export function variablesOf(trigger: Trigger): Variable[] {
  return [...new Set(grantsOf(trigger).flatMap((grant): readonly Variable[] => grantVariables[grant]))].sort();
}
