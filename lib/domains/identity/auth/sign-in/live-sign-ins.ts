import { systemClock } from '../../../../clock.ts';
import { newId } from '../../../../ids.ts';
import { commit } from '../../../../live/commit.ts';
import { read } from '../../../../live/read.ts';
import { sleep } from '../../../../live/sleep.ts';
import { take } from '../../../../live/take.ts';
import { writeAlone } from '../../../../live/write-alone.ts';
import { secrets } from '../../../../secrets/secrets.ts';
import { createLiveAccessTokenIssuer } from '../../tokens/live-access-tokens.ts';
import { livePasswords } from '../passwords/live-passwords.ts';
import { createSignInService } from './sign-in.ts';

/** Signing in as it is deployed, for the functions of both its steps. */
export const liveSignIns = createSignInService({
  passwords: livePasswords,
  accessTokens: createLiveAccessTokenIssuer(),
  clock: systemClock,
  newId,
  sleep,
  read,
  commit,
  writeAlone,
  take,
  secrets,
});
