// An authorization server that is not ours: oidc-provider, certified for OpenID Connect.
// It prints "listening <issuer>". The line "rotate" on its input gives it new keys; it then prints "rotated".
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { generateKeyPairSync, randomUUID, webcrypto } from 'node:crypto';

// Node.js 18, as Debian 12 has it, does not have these yet; the packages expect them.
globalThis.crypto ??= webcrypto;
URL.parse ??= (url, base) => URL.canParse(url, base) ? new URL(url, base) : null;
const { default: Provider } = await import('oidc-provider');

const algorithms = ['RS256', 'PS256', 'ES256'];
const scopes = ['zscaler.net::1234567::FirewallAdmin', 'zscaler.net::1234567::Auditor', 'beta.net::1::FirewallAdmin'];

function newKey(alg) {
  const { privateKey } = alg === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: `${alg}-${randomUUID()}` };
}

function newProvider(issuer) {
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'peer-client',
      client_secret: 'peer-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    }],
    jwks: { keys: algorithms.map(newKey) },
    scopes,
    ttl: { ClientCredentials: 3600 },
    enabledJWA: { idTokenSigningAlgValues: algorithms },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      // RFC 8707: the resource decides about the token. The last part of its path is the algorithm.
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: scopes.join(' '),
          audience: 'https://api.example',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3600,
          jwt: { sign: { alg: resource.split('/').at(-1) } },
        }),
      },
    },
  });
  provider.on('server_error', (_, error) => console.error(error));
  return provider.callback();
}

let answer;
const server = createServer((request, response) => answer(request, response));
server.listen(0, '127.0.0.1', async () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  answer = newProvider(issuer);
  console.log(`listening ${issuer}`);

  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== 'rotate') continue;
    answer = newProvider(issuer);
    console.log('rotated');
  }
  // The test has gone, and so does the server.
  process.exit();
});
