import type { FunctionResources } from '../function-resources.ts';
import type { Grant } from '../grants.ts';

/** The kinds of changes of an item. */
type Change = 'INSERT' | 'MODIFY' | 'REMOVE';

/** The stream of a table as the trigger of a function. */
export interface StreamTrigger extends FunctionResources {
  readonly kind: 'stream';
  /** The table's short name, one of `infra/tables.ts`. */
  readonly table: string;
  /** The kinds of changes that reach the function. */
  readonly changes: readonly Change[];
  /** The sort key of the items whose changes reach the function; those of all items do without it. */
  readonly sortKey?: string;
  readonly batchSize: number;
  readonly grants: readonly Grant[];
}

/** Declares the table stream that triggers a function. */
export function stream(fields: Omit<StreamTrigger, 'kind'>): StreamTrigger {
  return { kind: 'stream', ...fields };
}

/** What of a change, in its record, decides whether it reaches a function. */
interface ChangeRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | { readonly Keys?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined }
    | undefined;
}

/** Whether a change is one that reaches the function, as Lambda decides it by the filters of the trigger. */
export function reaches(
  { changes, sortKey }: Pick<StreamTrigger, 'changes' | 'sortKey'>,
  record: ChangeRecord,
): boolean {
  if (!changes.some((change) => change === record.eventName)) return false;
  return sortKey === undefined || record.dynamodb?.Keys?.sk?.S === sortKey;
}
