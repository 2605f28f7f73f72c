// An authorization server that is not ours: oidc-provider, certified for OpenID Connect.
// It prints "listening <issuer>". The line "rotate" on its input gives it new keys; it then prints "rotated".
// Its argument is the public key, as a JWK, of the client that authenticates by private_key_jwt.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { generateKeyPairSync, randomUUID, webcrypto } from 'node:crypto';

// Node.js 18, as Debian 12 has it, does not have these yet; the packages expect them.
globalThis.crypto ??= webcrypto;
URL.parse ??= (url, base) => URL.canParse(url, base) ? new URL(url, base) : null;
const { default: Provider } = await import('oidc-provider');

const algorithms = ['RS256', 'PS256', 'ES256'];
const scopes = ['zscaler.net::1234567::FirewallAdmin', 'zscaler.net::1234567::Auditor', 'beta.net::1::FirewallAdmin'];

const noRedirects = { redirect_uris: [], response_types: [] };

function newKey(alg) {
  const { privateKey } = alg === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: `${alg}-${randomUUID()}` };
}

function newProvider(issuer) {
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'peer-client', client_secret: 'peer-secret', grant_types: ['client_credentials'], ...noRedirects },
      // The API itself, which asks about tokens.
      { client_id: 'api-by-secret', client_secret: 'api:secret+%', grant_types: [], ...noRedirects, introspection_signed_response_alg: 'ES256' },
      {
        client_id: 'api-by-key',
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [JSON.parse(process.argv[2])] },
        grant_types: [],
        ...noRedirects,
      },
    ],
    jwks: { keys: algorithms.map(newKey) },
    scopes,
    ttl: { ClientCredentials: 3600 },
    enabledJWA: { idTokenSigningAlgValues: algorithms, introspectionSigningAlgValues: algorithms },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      jwtIntrospection: { enabled: true },
      revocation: { enabled: true },
      // RFC 8707: the resource decides about the token. The last part of its path is the algorithm, or "opaque".
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: scopes.join(' '),
          audience: 'https://api.example',
          accessTokenFormat: resource.endsWith('/opaque') ? 'opaque' : 'jwt',
          accessTokenTTL: 3600,
          jwt: resource.endsWith('/opaque') ? undefined : { sign: { alg: resource.split('/').at(-1) } },
        }),
      },
    },
  });
  introspectJwts(provider);
  provider.on('server_error', (_, error) => console.error(error));
  return provider.callback();
}

// It answers about opaque tokens only. Each JWT gets an opaque twin by which the server knows it, and a question about the one is passed on as
// one about the other; who asks, what is answered and what is revoked stays with the server.
function introspectJwts(provider) {
  const twins = new Map();
  provider.use(async (ctx, next) => {
    if (['/token/introspection', '/token/revocation'].includes(ctx.path)) {
      const form = Object.fromEntries(new URLSearchParams(await text(ctx.req)));
      ctx.req.body = { ...form, token: twins.get(form.token) ?? form.token };
      return next();
    }
    await next();
    if (ctx.path !== '/token' || ctx.body?.access_token?.split('.').length !== 3) return;
    const twin = new provider.ClientCredentials({ client: ctx.oidc.client, scope: ctx.body.scope });
    twin.setAudience('https://api.example');
    twins.set(ctx.body.access_token, await twin.save(3600));
  });
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
