import { describe, expect, it } from '@jest/globals';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { eventually, type Mail, mailsTo, request, tokenIn } from '../support/client.ts';
import { sizes } from '../support/sizes.ts';
import {
  allInTime,
  apiUrl,
  logIn,
  mailboxUrl,
  newAddress,
  password,
  refresh,
  register,
  registerAndVerify,
  roundMilliseconds,
  tokensOf,
  whoAmI,
} from './running.ts';

const newPassword = 'Better-Battery-7';

const post = (path: string, data: unknown, accessToken = '') =>
  request(`${apiUrl}/v1/auth/${path}`, {
    method: 'POST',
    data,
    ...(accessToken && { headers: { authorization: `Bearer ${accessToken}` } }),
  });
const mailAbout = (subject: string, address: string): Promise<Mail> =>
  eventually(`the mail “${subject}”`, async () =>
    (await mailsTo(mailboxUrl, address)).find((mail) => mail.subject === subject),
  );

describe('a forgotten password', () => {
  it('is set anew by the mail, which ends the sessions of before', async () => {
    const address = newAddress();
    await register(address);
    const session = tokensOf(await logIn(address));

    expect((await post('forgot-password', { email: address.toUpperCase() })).status).toBe(202);
    const token = tokenIn(await mailAbout('Set a new password', address));
    const reset = await post('reset-password', { token, password: newPassword });

    expect(reset.status).toBe(204);
    expect((await post('reset-password', { token, password })).json.code).toBe('INVALID_TOKEN');
    expect((await refresh(session.refreshToken)).status).toBe(401);
    await eventually('the access token is refused', async () =>
      (await whoAmI(session.accessToken)).status === 401 ? true : undefined,
    );
    expect((await logIn(address)).json.code).toBe('INVALID_CREDENTIALS');
    expect((await logIn(address, { password: newPassword })).status).toBe(200);
    expect((await mailAbout('Your password was changed', address)).text).not.toContain(token);
  });

  it(`is set once by ${sizes.resetsOverHttp} who show the token at the same time`, async () => {
    const answers = await eventually(
      'all answers in time',
      async () => {
        const address = newAddress();
        await register(address);
        await post('forgot-password', { email: address });
        const token = tokenIn(await mailAbout('Set a new password', address));
        const passwords = Array.from({ length: sizes.resetsOverHttp }, (_, at) => `Better-Battery-${at}`);
        return allInTime(passwords.map((password) => () => post('reset-password', { token, password })));
      },
      roundMilliseconds,
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(sizes.resetsOverHttp - 1).fill(400)]);
  });

  it('answers an address that nobody has like any other', async () => {
    const address = newAddress();
    await register(address);

    const answers = [
      await post('forgot-password', { email: address }),
      await post('forgot-password', { email: newAddress() }),
    ];

    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [202, ''],
      [202, ''],
    ]);
  });
});

describe('an invitation', () => {
  it('leads by its mail to a first password and a verified address', async () => {
    const address = newAddress();
    const { accessToken } = tokensOf(await logIn('admin@polyclinic.test', { password: seededPassword }));
    const invited = await request(`${apiUrl}/v1/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
      data: { email: address, name: 'Grace Hopper', roles: ['user'] },
    });
    expect(invited.status).toBe(201);

    const token = tokenIn(await mailAbout('You are invited to Polyclinic', address));
    const accepted = await post('reset-password', { token, password: newPassword });

    expect(accepted.status).toBe(204);
    const signedIn = await logIn(address, { password: newPassword });
    expect(signedIn.json.data).toMatchObject({ user: { email: address, emailVerified: true } });
    await mailAbout('Welcome to Polyclinic', address);
    const subjects = (await mailsTo(mailboxUrl, address)).map(({ subject }) => subject);
    expect(subjects).not.toContain('Your password was changed');
  });
});

describe('an invitation that was lost', () => {
  it('is sent again by an admin, and the first link is good for nothing then', async () => {
    const address = newAddress();
    const { accessToken } = tokensOf(await logIn('admin@polyclinic.test', { password: seededPassword }));
    const asAdmin = (path: string, data?: unknown) =>
      request(`${apiUrl}/v1/users${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}` },
        ...(data !== undefined && { data }),
      });
    const invited = await asAdmin('', { email: address, name: 'Grace Hopper', roles: ['user'] });
    const first = tokenIn(await mailAbout('You are invited to Polyclinic', address));

    const again = await asAdmin(`/${(invited.json.data as { id: string }).id}/invitation`);

    expect(again.status).toBe(202);
    const second = await eventually('the second invitation', async () =>
      (await mailsTo(mailboxUrl, address)).map(tokenIn).find((token) => token !== first),
    );
    expect((await post('reset-password', { token: first, password: newPassword })).json.code).toBe('INVALID_TOKEN');
    expect((await post('reset-password', { token: second, password: newPassword })).status).toBe(204);
  });
});

describe('a change of the password', () => {
  it('ends the other sessions, and the one that asks goes on by its refresh token', async () => {
    const address = newAddress();
    await registerAndVerify(address);
    const [own, other] = [tokensOf(await logIn(address)), tokensOf(await logIn(address))];
    const changeTo = (data: object) => post('change-password', data, own.accessToken);

    const wrong = await changeTo({ currentPassword: 'Wrong-Horse-9', newPassword });
    const changed = await changeTo({ currentPassword: password, newPassword });

    expect([wrong.status, changed.status]).toEqual([422, 204]);
    expect((await refresh(other.refreshToken)).status).toBe(401);
    const refreshed = await refresh(own.refreshToken);
    expect((await whoAmI(tokensOf(refreshed).accessToken)).status).toBe(200);
    await eventually('the access token of before is refused', async () =>
      (await whoAmI(own.accessToken)).status === 401 ? true : undefined,
    );
    await mailAbout('Your password was changed', address);
  });
});
