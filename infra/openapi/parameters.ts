import type * as z from 'zod';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import type { Lazy } from '../../lib/schemas.ts';
import { cookieParameters } from './cookies.ts';
import type { Json } from './json.ts';
import { answersUnmodified } from './media-types.ts';
import type { Models } from './models.ts';

/** What a route takes beside its body: of the path, the query, the headers and the cookies. */
export function parametersOf(trigger: HttpTrigger, models: Models): Json[] {
  return [
    ...fieldsOf('path', trigger.params, models),
    ...fieldsOf('query', trigger.query, models),
    ...(answersUnmodified(trigger) ? [ifNoneMatch] : []),
    ...(trigger.problems?.[412] ? [ifMatch] : []),
    ...(trigger.idempotency ? [{ ...idempotencyKey, required: trigger.idempotency === 'required' }] : []),
    ...(trigger.acceptsLanguage ? [acceptLanguage] : []),
    ...cookieParameters(trigger),
  ];
}

function fieldsOf(where: 'path' | 'query', schema: Lazy<z.ZodObject> | undefined, models: Models): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = models.input(schema()) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as Json;
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Of the client’s choice: a repeated request with the same key within a day gets the answer of the first.',
  schema: {
    type: 'string',
    minLength: 1,
    maxLength: 255,
    pattern: '^[\\x21-\\x7e]+$',
    examples: ['registration-of-ada-1'],
  },
};

const acceptLanguage = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description:
    'The languages that the person reads, as browsers send them: mails, and what is said in sentences, are in the best of those that there are. What is unknown or malformed is ignored.',
  schema: { type: 'string', examples: ['de-AT, de;q=0.9, en;q=0.5'] },
};

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'The ETag of the version that is meant, or a list of them: 412 when none is the current one’s. Without it the current one is.',
  schema: { type: 'string', examples: ['"3"'] },
};

const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'An ETag that the client holds: 304 while it is current.',
  schema: { type: 'string', examples: ['"3"'] },
};
