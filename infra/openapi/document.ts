import { version } from '../../lib/domains/operations/system/version.ts';
import { hasMeta, isPage, successOf } from '../../lib/http/reply.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import type { FunctionDefinition } from '../functions.ts';
import { envelopeSchemas, pageMetaSchema } from './envelopes.ts';
import type { Json } from './json.ts';
import { headerDefinitions } from './limits.ts';
import { withExamples } from './model-examples.ts';
import { createModels, type Models, type SchemasInUse } from './models.ts';
import { describeOperation, type HttpFunction, operationIdOf } from './operation.ts';
import { problemExamples } from './problem-examples.ts';
import { fieldErrorSchema, problemSchema } from './problem-schema.ts';
import { problemCodesOf, problemSchemas } from './problems.ts';
import { securitySchemes } from './security.ts';
import { describeTags } from './tags.ts';

/** The OpenAPI 3.1 document of every HTTP route, from the schemas that validate. */
export function describeApi(functions: readonly FunctionDefinition[]): Json {
  const routes = functions.filter(isHttp).filter(({ trigger }) => trigger.path !== '$default');
  const models = createModels(schemasOf(routes.map(({ trigger }) => trigger)));
  const routesByPath = Map.groupBy(routes, ({ trigger }) => trigger.path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Polyclinic API',
      version,
      description:
        'The backend of an outpatient clinic with a pharmacy. Errors are RFC 9457 problems with a stable code.',
      contact: { name: 'The Polyclinic developers' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: describeTags(routes.map(({ domain }) => domain)),
    paths: Object.fromEntries([...routesByPath].map(([path, methods]) => [path, describePath(methods, models)])),
    components: {
      schemas: describeModels(routes, models),
      examples: problemExamples(routes.map(({ trigger }) => problemCodesOf(trigger))),
      headers: headerDefinitions,
      securitySchemes,
    },
  };
}

function isHttp(definition: FunctionDefinition): definition is HttpFunction {
  return definition.trigger.kind === 'http';
}

function schemasOf(triggers: readonly HttpTrigger[]): SchemasInUse {
  return {
    inputs: triggers.flatMap(({ params, query, body }) => [params, query, body].flatMap((each) => each?.() ?? [])),
    outputs: triggers.flatMap((trigger) => {
      const { body } = successOf(trigger);
      if (typeof body === 'string') return [];
      if (isPage(body)) return [body.items()];
      if (hasMeta(body)) return [body.data(), body.meta()];
      return [typeof body === 'function' ? body() : body.schema()];
    }),
  };
}

function describePath(methods: readonly HttpFunction[], models: Models): Json {
  return Object.fromEntries(
    methods.map((route) => [route.trigger.method.toLowerCase(), describeOperation(route, models)]),
  );
}

function describeModels(routes: readonly HttpFunction[], models: Models): Json {
  const triggers = routes.map(({ trigger }) => trigger);
  const schemas = joined(
    models.schemas,
    envelopeSchemas(triggers, models),
    ...routes.map((route) => problemSchemas(route.trigger, operationIdOf(route))),
    { Problem: problemSchema, FieldError: fieldErrorSchema, PageMeta: pageMetaSchema },
  );
  return Object.fromEntries(Object.entries(withExamples(schemas)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** All models under their names; throws where two have the same one, in whatever case. */
function joined(...parts: readonly Record<string, Json>[]): Record<string, Json> {
  const entries = parts.flatMap((part) => Object.entries(part));
  const names = entries.map(([name]) => name.toLowerCase());
  const twice = entries.find(([name], at) => names.indexOf(name.toLowerCase()) !== at);
  if (twice)
    throw new Error(
      `Two models of the document are called ${twice[0]}; one may be an id, and one what follows from an id.`,
    );
  return Object.fromEntries(entries);
}
