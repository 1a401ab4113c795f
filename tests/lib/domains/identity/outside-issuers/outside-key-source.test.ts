import { describe, expect, it } from '@jest/globals';
import { readOutsideKeys } from '../../../../../lib/domains/identity/outside-issuers/outside-key-source.ts';
import { startUntrustedServer } from '../../../../support/untrusted-server.ts';
import { unusedPort } from '../../../../support/unused-ports.ts';

/** How reading the keys of the issuer at a URL ends. */
function failureAt(issuer: string): Promise<unknown> {
  return readOutsideKeys({ issuer, audience: ['clinic-api'], audienceClaim: 'aud' }, 20_000).catch((error) => error);
}

describe('an issuer that is not reached', () => {
  it('for nobody trusts its certificate stays of no use, and the message says what there is to do', async () => {
    const server = await startUntrustedServer();

    const failure = await failureAt(server.url).finally(() => server.close());

    expect(failure).toMatchObject({ name: 'IssuerUnusable', cause: { message: 'fetch failed' } });
    expect(String(failure)).toContain(`the certificate of ${new URL(server.url).host} is not trusted`);
    expect(String(failure)).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('for nobody listens there may be back soon', async () => {
    const failure = await failureAt(`http://127.0.0.1:${await unusedPort()}`);

    expect(failure).toMatchObject({ message: 'fetch failed' });
    expect(failure).not.toMatchObject({ name: 'IssuerUnusable' });
  });
});
