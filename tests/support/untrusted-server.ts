import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Made for 127.0.0.1, signed by itself and of use to nobody: no authority vouches for it. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRD0xqiek7gGzlK6B
9O4FtoaxxQi9xTZZ+798Jv9Y+MChRANCAAQRy/Bkd8vGHYeFwt4U1zePGIiFnvkJ
yuRyyF0j4KcQ+WLE4WzztZWLCiphAj+NQzTRXFnqJ2inOvLPmJTADvm4
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUXXqXcqjsPP/dixi0yqkLkU/gWKUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNzE4MTQ0MFoYDzIxMjYxMTAz
MTgxNDQwWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQRy/Bkd8vGHYeFwt4U1zePGIiFnvkJyuRyyF0j4KcQ+WLE4WzztZWL
CiphAj+NQzTRXFnqJ2inOvLPmJTADvm4o2QwYjAdBgNVHQ4EFgQUV5fzZCyBn8TH
dkX9G+EHTV03o6YwHwYDVR0jBBgwFoAUV5fzZCyBn8THdkX9G+EHTV03o6YwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQD6sKfgvad9Zn+mZZ7z9z2V6Fmc12SKFuPwmlD00HNingIgQRrPx468r23woS2k
CQWN1WzIH38mqJkC33HF6OKVr4M=
-----END CERTIFICATE-----`;

/** Starts an https server on this machine whose certificate nobody trusts. */
export async function startUntrustedServer(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer({ key, cert }, (_, response) => void response.end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
