import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../local/chaos/persistence.ts';
import { registration } from '../../../local/chaos/registration.ts';

const verification = {
  subject: 'Confirm your email address',
  text: 'http://localhost:5173/verify-email?token=abc-123',
  to: 'ada-7@example.com',
  messageId: '<1@localhost>',
};

function walk(step: string, answer: Answer, mails = [verification]) {
  const asked: unknown[] = [];
  const send = async (path: string, data: object) => {
    asked.push([path, data]);
    return answer;
  };
  const walked = registration.begin(7).steps[step]?.({ send, mails: async () => mails });
  return { walked, asked };
}

describe('the flow of registering', () => {
  it.each([
    ['register', { status: 201, isRepeated: false }],
    ['register', { status: 409, code: 'DUPLICATE_EMAIL', isRepeated: true }],
    ['verify', { status: 204, isRepeated: false }],
    ['verify', { status: 400, code: 'INVALID_TOKEN', isRepeated: true }],
  ])('goes on to the end of %s after %j', async (step, answer) => {
    await expect(walk(step, answer).walked).resolves.toBeUndefined();
  });

  it.each([
    ['register', { status: 409, code: 'DUPLICATE_EMAIL', isRepeated: false }],
    ['register', { status: 400, code: 'VALIDATION_FAILED', isRepeated: true }],
    ['verify', { status: 400, code: 'INVALID_TOKEN', isRepeated: false }],
  ])('fails at %s after %j', async (step, answer) => {
    await expect(walk(step, answer).walked).rejects.toThrow(`answered ${answer.status}`);
  });

  it('verifies by the token of its own mail', async () => {
    const strange = { ...verification, to: 'ada-8@example.com', text: '?token=strange' };
    const { walked, asked } = walk('verify', { status: 204, isRepeated: false }, [strange, verification]);

    await walked;

    expect(asked).toEqual([['/v1/auth/verify-email', { token: 'abc-123' }]]);
  });

  it('fails where there is no mail', async () => {
    const { walked } = walk('verify', { status: 204, isRepeated: false }, []);

    await expect(walked).rejects.toThrow('no mail with a token');
  });

  it.each([
    ['is verified', { email: 'ada-7@example.com', emailVerified: true }, 0],
    ['is not verified', { email: 'ada-7@example.com', emailVerified: false }, 1],
    ['is somebody else', { email: 'ada-8@example.com', emailVerified: true }, 1],
  ])('looks whether the person %s', (_, attributes, complaints) => {
    const items = [{ table: 'identity', entity: 'person', pk: 'any', sk: 'any', ...attributes }];

    expect(registration.begin(7).complaintsAbout({ all: items, items, mails: [] })).toHaveLength(complaints);
  });
});
