import { schemes } from './password-schemes.ts';
import { createPasswords, type Passwords } from './passwords.ts';

/** Passwords as they are hashed and checked on the runtime that this is. */
export const livePasswords: Passwords = createPasswords(schemes);
