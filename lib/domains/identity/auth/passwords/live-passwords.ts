import { schemes } from './password-schemes.ts';
import { createPasswords, type Passwords } from './passwords.ts';

/** Hashes and checks passwords with the schemes that this runtime has. */
export const livePasswords: Passwords = createPasswords(schemes);
