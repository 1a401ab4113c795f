import { describe, expect, it } from '@jest/globals';
import { eventually, mailsTo, request, tokenIn } from '../support/client.ts';
import { apiUrl, logIn, mailboxUrl, newAddress, register, tokensOf } from './running.ts';

describe('the verification mail', () => {
  it('comes once more for who asks, in the language of their browser, with a token that verifies in place of the first', async () => {
    const address = newAddress();
    await register(address, {}, { 'accept-language': 'fr, de-AT;q=0.9, en;q=0.5' });
    const { accessToken } = tokensOf(await logIn(address));

    const resent = await request(`${apiUrl}/v1/auth/verify-email/resend`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
    });

    expect(resent.status).toBe(202);
    const tokens = await eventually('both mails', async () => {
      const found = new Set((await mailsTo(mailboxUrl, address)).map(tokenIn));
      return found.size > 1 ? [...found] : undefined;
    });
    expect(tokens).toHaveLength(2);
    const subjects = new Set((await mailsTo(mailboxUrl, address)).map(({ subject }) => subject));
    expect([...subjects]).toEqual(['Bestätigen Sie Ihre E-Mail-Adresse']);
    const verify = (token: unknown) => request(`${apiUrl}/v1/auth/verify-email`, { method: 'POST', data: { token } });
    const statuses = [];
    for (const token of tokens) statuses.push((await verify(token)).status);
    expect(statuses.sort()).toEqual([204, 400]);
  });
});
