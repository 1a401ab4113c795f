import { describe, expect, it } from '@jest/globals';
import { eventually, mailsTo, request, tokenIn } from '../support/client.ts';
import { apiUrl, logIn, mailboxUrl, newAddress, password, refresh, register, tokensOf, whoAmI } from './running.ts';

describe('the first path', () => {
  it('finds every dependency ready', async () => {
    // A dependency has two seconds to answer, which a busy machine may not give it at once.
    const answer = await eventually('an answer of 200', async () => {
      const each = await request(`${apiUrl}/health/ready`);
      return each.status === 200 ? each : undefined;
    });

    expect(answer.json.data).toMatchObject({
      status: 'ok',
      checks: { dynamodb: { status: 'ok' }, sqs: { status: 'ok' }, s3: { status: 'ok' }, mail: { status: 'ok' } },
    });
  });

  it('leads from registering over the mail to a verified person who signs in, stays in and goes out', async () => {
    const address = newAddress();

    const registered = await register(address);
    expect(registered.status).toBe(201);
    expect(registered.text).not.toContain(password);

    const verification = await eventually('the verification mail', async () => (await mailsTo(mailboxUrl, address))[0]);
    const token = tokenIn(verification);
    const verified = await request(`${apiUrl}/v1/auth/verify-email`, { method: 'POST', data: { token } });
    expect(verified.status).toBe(204);
    // A mail may come twice.
    const subjects = await eventually('another mail', async () => {
      const found = new Set((await mailsTo(mailboxUrl, address)).map(({ subject }) => subject));
      return found.size > 1 ? [...found] : undefined;
    });
    expect(subjects).toEqual(['Confirm your email address', 'Welcome to Polyclinic']);

    const loggedIn = await logIn(address);
    expect(loggedIn.status).toBe(200);
    const me = await whoAmI(tokensOf(loggedIn).accessToken);
    expect(me.status).toBe(200);
    expect(me.json.data).toMatchObject({ email: address, emailVerified: true });

    const refreshed = await refresh(tokensOf(loggedIn).refreshToken);
    expect(refreshed.status).toBe(200);
    const { accessToken, refreshToken } = tokensOf(refreshed);
    const loggedOut = await request(`${apiUrl}/v1/auth/logout`, { method: 'POST', data: { refreshToken } });
    expect(loggedOut.status).toBe(204);
    await eventually('the access token is refused', async () =>
      (await whoAmI(accessToken)).status === 401 ? true : undefined,
    );
  });

  /** Other tests sign in as they do, each time on a device that is new, and read records as admins are told of. */
  const ofOtherTests = new Set(['New sign-in to your account', 'Unusual access to patient records']);

  it('knows the seeded people with their roles and clinics, verified, and wrote to none of them', async () => {
    const expected = [
      ['admin@polyclinic.test', 'admin', undefined],
      ['doctor@polyclinic.test', 'doctor', '019a0000-0000-7000-8000-00000000c001'],
      ['staff@polyclinic.test', 'staff', '019a0000-0000-7000-8000-00000000c001'],
      ['doctor2@polyclinic.test', 'doctor', '019a0000-0000-7000-8000-00000000c002'],
      ['doctor3@polyclinic.test', 'doctor', '019a0000-0000-7000-8000-00000000c001'],
      ['doctor4@polyclinic.test', 'doctor', '019a0000-0000-7000-8000-00000000c002'],
      ['staff2@polyclinic.test', 'staff', '019a0000-0000-7000-8000-00000000c002'],
      ['user@polyclinic.test', 'user', undefined],
    ] as const;

    for (const [email, role, clinicId] of expected) {
      const answer = await logIn(email, { password: 'Polyclinic1' });
      expect(answer.json.data).toMatchObject({ user: { email, roles: [role], emailVerified: true } });
      expect((answer.json.data as { user: { clinicId?: string } }).user.clinicId).toBe(clinicId);
      const subjects = (await mailsTo(mailboxUrl, email)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => !ofOtherTests.has(subject))).toEqual([]);
    }
  });

  it('serves the refresh token in a cookie to a browser', async () => {
    const address = newAddress();
    await register(address);

    const answer = await logIn(address, { transport: 'cookie' });

    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie.split('; ')).toEqual(
      expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/v1/auth']),
    );
    const refreshed = await request(`${apiUrl}/v1/auth/refresh`, {
      method: 'POST',
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    expect(refreshed.status).toBe(200);
  });
});
