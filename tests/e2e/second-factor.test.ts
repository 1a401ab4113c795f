import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lib/clock.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { eventually, type HttpAnswer, mailsTo, request } from '../support/client.ts';
import { codeOf, wrongCodeFor } from '../support/second-factor.ts';
import {
  allInTime,
  apiUrl,
  logIn,
  mailboxUrl,
  newAddress,
  password,
  registerAndVerify,
  roundMilliseconds,
  tokensOf,
  whoAmI,
} from './running.ts';

/** Sends as somebody who is signed in. */
function clientOf(accessToken: string) {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (path: string, data?: unknown) => request(`${apiUrl}/v1/auth/${path}`, { method: 'POST', headers, data });
}

async function signedIn(address: string) {
  const { accessToken } = tokensOf(await logIn(address));
  return { accessToken, post: clientOf(accessToken) };
}

/** Turns the second factor of somebody on who is signed in. */
async function turnOn(post: ReturnType<typeof clientOf>) {
  const { secret } = (await post('mfa/totp', { password })).json.data as { secret: string };
  const confirmed = await post('mfa/totp/confirm', { code: codeOf(secret, systemClock) });
  return { secret, ...(confirmed.json.data as { recoveryCodes: string[] }) };
}

const mailTo = (address: string, subject: string) =>
  eventually(`the mail “${subject}”`, async () =>
    (await mailsTo(mailboxUrl, address)).find((mail) => mail.subject === subject),
  );

const logInWithMfa = (mfaToken: unknown, code: string) =>
  request(`${apiUrl}/v1/auth/login/mfa`, { method: 'POST', data: { mfaToken, code, transport: 'body' } });
const tokenOf = ({ json }: HttpAnswer) => (json.data as { mfaToken: string }).mfaToken;

describe('the second factor', () => {
  it('is set up, asked for at sign-in, and turned off again', async () => {
    const address = newAddress();
    await registerAndVerify(address);
    const { accessToken, post } = await signedIn(address);

    const enrolled = await post('mfa/totp', { password });
    expect(enrolled.status).toBe(200);
    expect((await post('mfa/totp', { password })).json.data).toEqual(enrolled.json.data);
    const { secret } = enrolled.json.data as { secret: string };

    const wrong = await post('mfa/totp/confirm', { code: wrongCodeFor(secret, systemClock) });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'WRONG_CODE']);
    const confirmed = await post('mfa/totp/confirm', { code: codeOf(secret, systemClock) });
    expect(confirmed.status).toBe(200);
    const { recoveryCodes } = confirmed.json.data as { recoveryCodes: string[] };
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await whoAmI(accessToken)).json.data).toMatchObject({ mfaEnabled: true });

    const firstStep = await logIn(address);
    expect(firstStep.json.data).toEqual({
      outcome: 'second_step_required',
      mfaRequired: true,
      mfaToken: expect.any(String),
    });
    const refused = await logInWithMfa(tokenOf(firstStep), wrongCodeFor(secret, systemClock));
    expect([refused.status, refused.json.code]).toEqual([401, 'INVALID_CODE']);
    // The code of the moment may be the one that has turned it on; the next one is good already.
    const secondStep = await logInWithMfa(tokenOf(firstStep), codeOf(secret, systemClock, 1));
    expect(secondStep.status).toBe(200);
    const withRecoveryCode = await logInWithMfa(tokenOf(await logIn(address)), recoveryCodes[0] ?? '');
    expect(withRecoveryCode.status).toBe(200);

    const postAfterwards = clientOf(tokensOf(secondStep).accessToken);
    const used = await postAfterwards('mfa/totp/disable', { code: recoveryCodes[0] });
    expect([used.status, used.json.code]).toEqual([422, 'WRONG_CODE']);
    expect((await postAfterwards('mfa/totp/disable', { code: recoveryCodes[1] })).status).toBe(204);
    expect((await logIn(address)).json.data).toMatchObject({ user: { mfaEnabled: false } });
  });

  it('gives other recovery codes, and is turned off by an admin, which ends the sessions; each is told by mail', async () => {
    const address = newAddress();
    const userId = await registerAndVerify(address);
    const { accessToken, post } = await signedIn(address);
    const first = await turnOn(post);

    const renewed = await post('mfa/recovery-codes', { code: first.recoveryCodes[0] });
    expect(renewed.status).toBe(200);
    const old = await post('mfa/recovery-codes', { code: first.recoveryCodes[1] });
    expect([old.status, old.json.code]).toEqual([422, 'WRONG_CODE']);

    const admin = tokensOf(await logIn('admin@polyclinic.test', { password: seededPassword }));
    const remove = () =>
      request(`${apiUrl}/v1/users/${userId}/mfa`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${admin.accessToken}` },
      });
    expect((await remove()).status).toBe(204);
    const again = await remove();
    expect([again.status, again.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
    await eventually('the access token is refused', async () =>
      (await whoAmI(accessToken)).status === 401 ? true : undefined,
    );
    expect((await logIn(address)).json.data).toMatchObject({ user: { mfaEnabled: false } });
    await mailTo(address, 'Two-step sign-in is on');
    await mailTo(address, 'You have new recovery codes');
    await mailTo(address, 'The clinic turned your two-step sign-in off');
  });

  it('lets one of ten in who have the same recovery code', async () => {
    const answers = await eventually(
      'ten answers in time',
      async () => {
        const address = newAddress();
        await registerAndVerify(address);
        const { post } = await signedIn(address);
        const [code = ''] = (await turnOn(post)).recoveryCodes;
        const firstSteps = await Promise.all(Array.from({ length: 5 }, () => logIn(address)));
        const tokens = [...firstSteps, ...firstSteps].map(tokenOf);
        return allInTime(tokens.map((token) => () => logInWithMfa(token, code)));
      },
      roundMilliseconds,
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)]);
  });
});
