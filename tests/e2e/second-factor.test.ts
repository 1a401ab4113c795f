import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lib/clock.ts';
import { eventually, type HttpAnswer, request } from '../support/client.ts';
import { codeOf, wrongCodeFor } from '../support/second-factor.ts';
import { allInTime, apiUrl, logIn, newAddress, register, roundMilliseconds, tokensOf, whoAmI } from './running.ts';

/** Sends as somebody who is signed in. */
function clientOf(accessToken: string) {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (path: string, data?: unknown) => request(`${apiUrl}/v1/auth/${path}`, { method: 'POST', headers, data });
}

async function signedIn(address: string) {
  const { accessToken } = tokensOf(await logIn(address));
  return { accessToken, post: clientOf(accessToken) };
}

const logInWithMfa = (mfaToken: unknown, code: string) =>
  request(`${apiUrl}/v1/auth/login/mfa`, { method: 'POST', data: { mfaToken, code, transport: 'body' } });
const tokenOf = ({ json }: HttpAnswer) => (json.data as { mfaToken: string }).mfaToken;

describe('the second factor', () => {
  it('is set up, asked for at sign-in, and turned off again', async () => {
    const address = newAddress();
    await register(address);
    const { accessToken, post } = await signedIn(address);

    const enrolled = await post('mfa/totp');
    expect(enrolled.status).toBe(200);
    expect((await post('mfa/totp')).json.data).toEqual(enrolled.json.data);
    const { secret } = enrolled.json.data as { secret: string };

    const wrong = await post('mfa/totp/confirm', { code: wrongCodeFor(secret, systemClock) });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'WRONG_CODE']);
    const confirmed = await post('mfa/totp/confirm', { code: codeOf(secret, systemClock) });
    expect(confirmed.status).toBe(200);
    const { recoveryCodes } = confirmed.json.data as { recoveryCodes: string[] };
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await whoAmI(accessToken)).json.data).toMatchObject({ mfaEnabled: true });

    const firstStep = await logIn(address);
    expect(firstStep.json.data).toEqual({ mfaRequired: true, mfaToken: expect.any(String) });
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

  it('lets one of ten in who have the same recovery code', async () => {
    const answers = await eventually(
      'ten answers in time',
      async () => {
        const address = newAddress();
        await register(address);
        const { post } = await signedIn(address);
        const { secret } = (await post('mfa/totp')).json.data as { secret: string };
        const confirmed = await post('mfa/totp/confirm', { code: codeOf(secret, systemClock) });
        const [code = ''] = (confirmed.json.data as { recoveryCodes: string[] }).recoveryCodes;
        const firstSteps = await Promise.all(Array.from({ length: 5 }, () => logIn(address)));
        const tokens = [...firstSteps, ...firstSteps].map(tokenOf);
        return allInTime(tokens.map((token) => () => logInWithMfa(token, code)));
      },
      roundMilliseconds,
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)]);
  });
});
