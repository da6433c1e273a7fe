// A certified OpenID provider for the sign-in tests. It says its port, waits for one line with the client's address, and
// then signs everybody in as the one person whose claims the last line named. It ends when its input does.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';

const [, , path, clientId, clientSecret] = process.argv;
let claims = {};
let handle = (_, response) => response.writeHead(503).end();

const server = createServer((request, response) => handle(request, response));
server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const told = JSON.parse(line);
    claims = told.claims ?? claims;
    if (told.home) start(told.home);
    say({ done: true });
  })
  .on('close', () => process.exit(0));

function say(what) {
  process.stdout.write(JSON.stringify(what) + '\n');
}

function start(home) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') };
  const provider = new Provider(`http://127.0.0.1:${server.address().port}${path}`, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${home}/account/callback`],
        post_logout_redirect_uris: [`${home}/account/signed-out`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'RS256',
        token_endpoint_auth_method: 'client_secret_post',
        require_auth_time: true,
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    pkce: { required: () => true },
    // As Entra ID does it: everything stands in the ID token.
    conformIdTokenClaims: false,
    claims: {
      openid: ['sub', 'tid', 'oid', 'sid', 'company_id'],
      profile: ['name', 'preferred_username'],
      email: ['email'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `${path}/interaction/${interaction.uid}` },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...claims }) }),
    loadExistingGrant: async (context) => {
      const { client, session, provider: self } = context.oidc;
      const grant = new self.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  handle = (request, response) => {
    if (!request.url.startsWith(path)) return response.writeHead(404).end();
    if (request.url.startsWith(`${path}/interaction/`)) {
      const result = { login: { accountId: 'the-person' } };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    }

    // Mounted below a path, as Entra's directories are.
    request.originalUrl = request.url;
    request.url = request.url.slice(path.length) || '/';
    return callback(request, response);
  };
}
