import { type Action, type Item, keyOf } from '../../../lib/data/database.ts';
import type { MemoryDatabase, Operation } from '../memory-database.ts';

/** Writes down the calls of a database from now on, as far as they take time: of how many items of which kinds each is. */
export function callShapesOf(database: MemoryDatabase): readonly string[] {
  const shapes: string[] = [];
  database.hooks.before = (operation, request) => void shapes.push(shapeOf(operation, request));
  return shapes;
}

function shapeOf(operation: Operation, request: unknown): string {
  const parts = [request].flat() as (Partial<Action> & { table?: string; item?: Item })[];
  return `${operation} ${parts.map((part) => [part.kind, part.table, kindOf(part)].filter(Boolean).join(' ')).join(', ')}`;
}

/** Of an item its sort key’s first word, which tells what it is about. */
function kindOf(part: Partial<Action>): string {
  return part.kind ? (keyOf(part as Action).sk.split('#')[0] ?? '').replace(/^\d.*/, 'time') : '';
}
