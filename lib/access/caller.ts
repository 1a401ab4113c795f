import type { Permission, Role } from './permissions.ts';

/** The signed-in person who sends a request. */
export interface Person {
  readonly kind: 'person';
  readonly userId: string;
  /** The id of the session; absent where another issuer keeps the sessions. */
  readonly sessionId?: string | undefined;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  /** The clinic of doctors and staff, who act only inside it. */
  readonly clinicId?: string | undefined;
  readonly emailVerified: boolean;
  /** When another issuer issued the token of the request; absent where the token is ours. */
  readonly tokenIssuedAt?: Date | undefined;
}

/** The program that sends a request, known by its API key: it may do what the key's scopes say, and has no account. */
export interface Machine {
  readonly kind: 'machine';
  readonly keyId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Requests that the key may make in a day, by UTC. */
  readonly dailyQuota: number;
  /** The clinic that the key is bound to, inside which alone it acts; absent where it is bound to none. */
  readonly clinicId?: string | undefined;
}

export type Caller = Person | Machine;

/** Whether the caller is a machine whose key is bound to a clinic. */
export function isBound(caller: Caller): caller is Machine & { readonly clinicId: string } {
  return caller.kind === 'machine' && caller.clinicId !== undefined;
}

/** Whether what belongs to a clinic is within the reach of the caller: a key that is bound to one knows what is of it alone. */
export function reachesClinic(caller: Caller, clinicId: string | undefined): boolean {
  return !isBound(caller) || caller.clinicId === clinicId;
}

/** The id by which a caller is audited and counted. */
export function callerId(caller: Caller): string {
  return caller.kind === 'person' ? caller.userId : caller.keyId;
}
