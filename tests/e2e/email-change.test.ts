import { describe, expect, it } from '@jest/globals';
import { eventually, type Mail, mailsTo, request, tokenIn } from '../support/client.ts';
import { apiUrl, logIn, mailboxUrl, newAddress, password, register, tokensOf, whoAmI } from './running.ts';

const changeEmail = (accessToken: string, email: string) =>
  request(`${apiUrl}/v1/auth/change-email`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
    data: { email, password },
  });
const confirm = (token: string) =>
  request(`${apiUrl}/v1/auth/change-email/confirm`, { method: 'POST', data: { token } });
const mailAbout = (subject: string, address: string): Promise<Mail> =>
  eventually(`the mail “${subject}”`, async () =>
    (await mailsTo(mailboxUrl, address)).find((mail) => mail.subject === subject),
  );

describe('a change of the address', () => {
  it('is asked for, confirmed by the mail to the new address, and told to the old one', async () => {
    const [former, wanted] = [newAddress(), newAddress()];
    await register(former);
    const { accessToken } = tokensOf(await logIn(former));

    expect((await changeEmail(accessToken, wanted)).status).toBe(202);
    const token = tokenIn(await mailAbout('Confirm your new email address', wanted));
    expect((await whoAmI(accessToken)).json.data).toMatchObject({ email: former });
    const confirmed = await confirm(token);

    expect(confirmed.status).toBe(204);
    expect((await whoAmI(accessToken)).json.data).toMatchObject({ email: wanted, emailVerified: true });
    expect((await confirm(token)).json.code).toBe('INVALID_TOKEN');
    expect((await logIn(former)).status).toBe(401);
    expect((await logIn(wanted)).status).toBe(200);
    const notice = await mailAbout('Your email address was changed', former);
    expect(notice.text).not.toContain(wanted);
  });

  it('goes to one of two people who confirm the same address at the same time', async () => {
    const [first, second, wanted] = [newAddress(), newAddress(), newAddress()];
    for (const address of [first, second]) {
      await register(address);
      await changeEmail(tokensOf(await logIn(address)).accessToken, wanted);
    }
    const tokens = await eventually('both mails', async () => {
      const found = new Set((await mailsTo(mailboxUrl, wanted)).map(tokenIn));
      return found.size > 1 ? [...found] : undefined;
    });

    const answers = await Promise.all(tokens.map(confirm));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
    expect(answers.find(({ status }) => status === 400)?.json.code).toBe('INVALID_TOKEN');
  });
});
