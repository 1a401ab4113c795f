import type { Permission, Role } from './permissions.ts';

/** A signed-in person behind a request. */
export interface Person {
  readonly kind: 'person';
  readonly userId: string;
  /** Absent where another issuer keeps the sessions. */
  readonly sessionId?: string | undefined;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  /** Doctors and staff act only inside their clinic. */
  readonly clinicId?: string | undefined;
  readonly emailVerified: boolean;
  /** When another issuer gave out the token that they came with; absent where the token is ours. */
  readonly tokenIssuedAt?: Date | undefined;
}

/** A program behind a request, by its API key: it may do what the key's scopes say, and is nobody's account. */
export interface Machine {
  readonly kind: 'machine';
  readonly keyId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Requests that the key may make in a day, by UTC. */
  readonly dailyQuota: number;
}

export type Caller = Person | Machine;

/** The id by which a caller is audited, counted and told apart. */
export function callerId(caller: Caller): string {
  return caller.kind === 'person' ? caller.userId : caller.keyId;
}
