import { AsyncLocalStorage } from 'node:async_hooks';
import { flushCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import type { FunctionDefinition, Trigger } from '../infra/functions.ts';
import type { HostMessage, Invocation, LoadedFunction, LocalTrigger } from './function-messages.ts';
import { recordImports } from './import-graph.ts';

type Handler = (event: unknown, context: object) => unknown;

// The imports below load the functions, so that they must come after the graph began to be recorded.
const imports = recordImports();
const { discoverFunctions, root, variablesOf } = await import('../infra/functions.ts');
const { resourcesOf } = await import('../infra/resources-of.ts');
const { writeAssets } = await import('../infra/assets.ts');
const { requireSettings, setting } = await import('../lib/config.ts');
const { createGuard } = await import('./grants/guard.ts');
const { createRecorder } = await import('./grants/record.ts');
const { watchCalls } = await import('./grants/watch-calls.ts');

/** The id of the call that runs. */
const calls = new AsyncLocalStorage<string>();
const handlers = new Map<string, { readonly handle: Handler; readonly memory: number }>();

async function load(definition: FunctionDefinition): Promise<LoadedFunction> {
  const { name, trigger } = definition;
  const file = path.join(root, definition.file);
  requireSettings(variablesOf(trigger));
  const { handler } = (await import(pathToFileURL(file).href)) as { handler?: Handler };
  if (!handler) throw new Error(`${definition.file} exports no handler`);
  const handle: Handler = (event, context) => guard.runAs(name, () => handler(event, context));
  handlers.set(name, { handle, memory: resourcesOf(trigger).memory });
  return { name, trigger: withoutSchemas(trigger), files: imports.closureOf(file) };
}

/** What the local cloud asks of this process beside functions: loaded when it is first asked for, and judged by no role. */
const chores: Readonly<Record<string, Handler>> = {
  'find-missing-patients': async (most) => (await patientSeeds()).findMissing(Number(most)),
  'seed-patient': async (id) => (await patientSeeds()).plant(`${id}`),
};

async function patientSeeds() {
  return (await import('./seed-patients.ts')).patientSeeds;
}

function withoutSchemas(trigger: Trigger): LocalTrigger {
  switch (trigger.kind) {
    case 'http':
      return { kind: trigger.kind, method: trigger.method, path: trigger.path };
    case 'queue':
      return { kind: trigger.kind, queue: trigger.queue };
    default:
      return trigger;
  }
}

async function run({ id, functionName, event, deadline }: Invocation): Promise<void> {
  try {
    const called = handlers.get(functionName);
    if (!called) throw new Error(`there is no function ${functionName}`);
    const context = contextOf({ id, functionName, deadline }, called.memory);
    tell({ kind: 'answer', id, result: await called.handle(event, context) });
  } catch (error) {
    tellFailure(id, error);
  }
}

/**
 * Fails the call in which nobody has caught something, as on AWS, where each has a process of its own; the others go on. What is
 * of no call ends the process.
 */
function failUncaught(error: unknown): void {
  const id = calls.getStore();
  process.stderr.write(`nobody has caught: ${inspect(error)}\n`);
  if (id === undefined) process.exit(1);
  tellFailure(id, error);
}

/** Tells what a function threw, which may be anything, and what it answered that no message can hold. */
function tellFailure(id: string, error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(inspect(error));
  tell({ kind: 'failure', id, name: `${name}`, message: `${message}`, stack: `${stack ?? ''}` });
}

function contextOf({ id, functionName, deadline }: Omit<Invocation, 'event'>, memory: number): object {
  return {
    awsRequestId: id,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: String(memory),
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function tell(message: HostMessage): void {
  if (process.connected) process.send?.(message);
}

// Without the parent nobody gets an answer. Ctrl-C is for the parent, which lets the calls under way end.
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});

const definitions = await discoverFunctions();
const guard = createGuard(definitions, {
  enforce: process.env.POLYCLINIC_ENFORCE_GRANTS !== 'off',
  record: createRecorder(process.env.POLYCLINIC_GRANTS_RECORD),
});
watchCalls(guard.check);
const functions = await Promise.all(definitions.map(load));
for (const [name, chore] of Object.entries(chores))
  handlers.set(name, { handle: (event, context) => guard.runFree(() => chore(event, context)), memory: 128 });
await writeAssets(setting('POLYCLINIC_ASSETS_DIR'), definitions, { smallest: false });
process.on('uncaughtException', failUncaught);
process.on('message', (message) => {
  const invocation = message as Invocation;
  void calls.run(invocation.id, () => run(invocation));
});
tell({ kind: 'ready', functions });
// Node itself writes the cache at the end of a process, which for this one is often a sudden one.
flushCompileCache();
