import type { FunctionResources } from '../function-resources.ts';
import type { Grant } from '../grants.ts';

/** The stream of a table as the trigger of a function. */
export interface StreamTrigger extends FunctionResources {
  readonly kind: 'stream';
  /** The table's short name, one of `infra/tables.ts`. */
  readonly table: string;
  /** The kinds of changes that reach the function. */
  readonly changes: readonly ('INSERT' | 'MODIFY' | 'REMOVE')[];
  readonly batchSize: number;
  readonly grants: readonly Grant[];
}

/** Declares the table stream that triggers a function. */
export function stream(fields: Omit<StreamTrigger, 'kind'>): StreamTrigger {
  return { kind: 'stream', ...fields };
}
