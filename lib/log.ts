import { optionalSetting } from './config.ts';
import { currentContext } from './context.ts';

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type Level = Exclude<(typeof levels)[number], 'silent'>;
export type LogFields = Readonly<Record<string, unknown>>;

/** Keys whose values never reach a log, at any depth: secrets, and what identifies a person. */
const secretKey =
  /pass(word|code)|secret|token|authorization|cookie|api-?key|credential|email|phone|birth|(^|[a-z])name$|^name|address$|street|^line\d$|^city$|postal|allerg|blood|diagnos|notes|recipient|^to$|^text$|^html$|content$/i;
/** Keys that name things and not persons. */
const plainKeys = new Set(['functionName', 'eventName', 'tableName', 'queueName', 'errorName']);

/** Writes one JSON line with the invocation's ids; personal data is replaced by `[redacted]`, and metrics are kept. */
function write(level: Level, message: string, fields: LogFields, metrics?: LogFields): void {
  // Alarms need the metrics, so that a quieter log keeps the lines that have them.
  if (levels.indexOf(metrics ? 'error' : level) < levels.indexOf(optionalSetting('LOG_LEVEL'))) return;
  const { functionName, requestId, correlationId, actorId } = currentContext() ?? {};
  const line = {
    time: new Date().toISOString(),
    level,
    message,
    functionName,
    requestId,
    correlationId,
    userId: actorId,
  };
  process.stdout.write(`${JSON.stringify({ ...line, ...(redact(fields) as object), ...metrics })}\n`);
}

/** A value as it may be logged. Each object is written once, so that one which contains itself comes to an end. */
function redact(value: unknown, told = new Set<object>(), depth = 0): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toJSON();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (told.has(value)) return '[told above]';
  if (depth > 6) return '[deep]';
  told.add(value);
  const inner = (entry: unknown) => redact(entry, told, depth + 1);
  if (value instanceof Error) return describeError(value, inner);
  return Array.isArray(value) ? value.slice(0, 50).map(inner) : redactEntries(value, inner);
}

function redactEntries(value: object, inner: (entry: unknown) => unknown): object {
  const isSecret = (key: string) => secretKey.test(key) && !plainKeys.has(key);
  const entries = Object.entries(value).map(([key, entry]) => [key, isSecret(key) ? '[redacted]' : inner(entry)]);
  return Object.fromEntries(entries);
}

/** Describes an error for the log alone by class, message, stack and cause, and never by its own data. */
function describeError(error: Error, inner: (entry: unknown) => unknown): object {
  return {
    errorName: error.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...(error.cause === undefined ? {} : { cause: inner(error.cause) }),
    ...(error instanceof AggregateError && { errors: inner(error.errors) }),
  };
}

function at(level: Level) {
  return (message: string, fields: LogFields = {}, metrics?: LogFields) => write(level, message, fields, metrics);
}

export const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
