import { hasMeta, isPage, successOf } from '../../lib/http/reply.ts';
import type { Body, HttpTrigger } from '../../lib/http/trigger.ts';
import type { Json } from './json.ts';
import { type Models, modelReference, referredModel } from './models.ts';

/** What `data` is wrapped in, as a model where what it holds is one: `UserAnswer`, `SessionList`, `UserPage`. */
interface Envelope {
  readonly name: string | undefined;
  readonly schema: Json;
}

/** The schema of a success that is JSON; a file or a page has none that is known here. */
export function successSchema(body: Body, models: Models): Json | undefined {
  if (typeof body === 'string') return undefined;
  const envelope = envelopeOf(body, models);
  if (envelope) return envelope.name === undefined ? envelope.schema : modelReference(envelope.name);
  return 'schema' in body ? models.output(body.schema()) : undefined;
}

/** The models of the envelopes of all routes. */
export function envelopeSchemas(triggers: readonly HttpTrigger[], models: Models): Record<string, Json> {
  const envelopes = triggers.map((trigger) => envelopeOf(successOf(trigger).body, models));
  return Object.fromEntries(envelopes.flatMap((each) => (each?.name === undefined ? [] : [[each.name, each.schema]])));
}

function envelopeOf(body: Body, models: Models): Envelope | undefined {
  if (isPage(body)) return pageOf(models.output(body.items()));
  if (hasMeta(body)) return withMetaOf(models.output(body.data()), models.output(body.meta()));
  if (typeof body !== 'function') return undefined;
  const data = models.output(body());
  const [item, model] = [itemOf(data), referredModel(data)];
  const schema = { type: 'object', required: ['data'], properties: { data } };
  if (item !== undefined)
    return { name: `${item}List`, schema: { description: `All of them, as \`${item}\`.`, ...schema } };
  return {
    name: model === undefined ? undefined : `${model}Answer`,
    schema: model === undefined ? schema : { description: `One \`${model}\`.`, ...schema },
  };
}

/** As the answer of one model or of all of a kind, with what is told beside it. */
function withMetaOf(data: Json, meta: Json): Envelope {
  const [item, model, told] = [itemOf(data), referredModel(data), referredModel(meta)];
  const kind = item === undefined ? model : `${item}List`;
  return {
    name: kind === undefined || told === undefined ? undefined : `${kind}With${told}Answer`,
    schema: {
      description: `${item === undefined ? `One \`${model}\`` : `All of them, as \`${item}\``}, and what is told beside.`,
      type: 'object',
      required: ['data', 'meta'],
      properties: { data, meta },
    },
  };
}

function pageOf(data: Json): Envelope {
  const item = itemOf(data);
  return {
    name: item === undefined ? undefined : `${item}Page`,
    schema: {
      description: `A page of a list${item === undefined ? '' : ` of \`${item}\``}.`,
      type: 'object',
      required: ['data', 'meta'],
      properties: { data, meta: modelReference('PageMeta') },
    },
  };
}

/** The model of an array's items. */
function itemOf({ type, items }: Json): string | undefined {
  return type === 'array' ? referredModel(items as Json) : undefined;
}

/** What a page says of itself. */
export const pageMetaSchema = {
  type: 'object',
  description: 'Where a page stands in its list.',
  required: ['limit'],
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 100, description: 'The most items of the page.', examples: [20] },
    nextCursor: {
      type: 'string',
      maxLength: 2048,
      description:
        'To ask for the next page with. Absent at the end; a page may hold fewer items than its limit, even none.',
      examples: ['djEuY3Vyc29y'],
    },
    total: {
      type: 'integer',
      minimum: 0,
      maximum: 2_147_483_647,
      description: 'The size of the list, only where a counter is kept.',
      examples: [60],
    },
  },
} as const;
