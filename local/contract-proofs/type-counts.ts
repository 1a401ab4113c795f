import type { Published } from './published.ts';
import { routesOf } from './published.ts';

/** What a generator wrote. */
export interface TypeCounts {
  readonly lines: number;
  /** Types and interfaces that it exports. */
  readonly types: number;
  /** Types of the bodies, parameters and data of one route, by its operation id. */
  readonly byRoute: ReadonlyMap<string, readonly string[]>;
}

/**
 * Counts what generated code exports. A type is of a route where its name begins with the route's operation id, is no model's, and
 * is not that of an answer without data: a problem, or a status whose answers have no body.
 */
export function countTypes(code: string, document: Published): TypeCounts {
  const names = [...code.matchAll(/^export (?:declare )?(?:type|interface|enum) (\w+)/gm)].map(([, name = '']) => name);
  const models = new Set(Object.keys(document.components.schemas));
  const owners = routesOf(document).sort((a, b) => b.operationId.length - a.operationId.length);
  const byRoute = new Map<string, string[]>(owners.map(({ operationId }) => [operationId, []]));
  for (const name of names.filter((each) => !models.has(each))) {
    const owner = owners.find(({ operationId }) => pascal(name).startsWith(pascal(operationId)));
    if (owner && !isWithoutData(name.slice(pascal(owner.operationId).length), owner.responses))
      byRoute.get(owner.operationId)?.push(name);
  }
  return { lines: code.split('\n').length - 1, types: names.length, byRoute };
}

function isWithoutData(rest: string, responses: Published['paths'][string][string]['responses']): boolean {
  const [, status] = /^(?:Response)?(\d{3})(?!\d)/.exec(rest) ?? [];
  if (status === undefined) return /^(Response)?(Error|Problem)/.test(rest);
  return Number(status) >= 400 || responses[status]?.content === undefined;
}

function pascal(name: string): string {
  return name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
