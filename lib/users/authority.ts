import type { Caller } from '../auth/caller.ts';

/** Whether the account is the caller's own; an API key has none. */
export function isOwn(caller: Caller, userId: string): boolean {
  return caller.kind === 'person' && caller.userId === userId;
}

/** Whether the caller may know of the person. */
export function maySee(caller: Caller, userId: string): boolean {
  return isOwn(caller, userId) || caller.permissions.has('users:list');
}

/** Whether the caller may change the person, or delete them. */
export function mayChange(caller: Caller, userId: string): boolean {
  return isOwn(caller, userId) || caller.permissions.has('users:manage');
}
