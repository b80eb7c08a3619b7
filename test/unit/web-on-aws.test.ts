import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createHandOver } from '../../functions/web/hand-over.ts';
import { onlyThroughOrigin } from '../../functions/web/origin.ts';
import { ORIGIN_HEADER } from '../../shared/web/edge.ts';

const env = {
  AWS_REGION: 'ap-southeast-7',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
};

test('work is handed over signed, and not waited for', async () => {
  const sent: Request[] = [];
  const handOver = createHandOver(env, async (request) => {
    sent.push(request);
    return new Response(null, { status: 202 });
  });
  await handOver('nithet-deliver-code', { email: 'officer@example.go.th', code: '12345678' });
  const [request] = sent;
  expect(request?.url).toBe(
    'https://lambda.ap-southeast-7.amazonaws.com/2015-03-31/functions/nithet-deliver-code/invocations',
  );
  expect(request?.method).toBe('POST');
  expect(request?.headers.get('x-amz-invocation-type')).toBe('Event');
  expect(request?.headers.get('x-amz-security-token')).toBe('token');
  expect(request?.headers.get('authorization')).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/ap-southeast-7\/lambda\/aws4_request, SignedHeaders=[a-z0-9;-]*x-amz-invocation-type[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
  );
  expect(await request?.json()).toEqual({ email: 'officer@example.go.th', code: '12345678' });
});

test('work that Lambda does not take on is an error of the request that asked for it', async () => {
  const handOver = createHandOver(env, async () => new Response('', { status: 429 }));
  await expect(handOver('nithet-plan-visits', {})).rejects.toThrow(/nithet-plan-visits: 429/);
});

test.for([
  ['the present secret', 'the-present-secret', 200],
  ['the one before it, while CloudFront changes over', 'the-secret-before', 200],
  ['a guess', 'the-present-secreT', 403],
  ['no secret', undefined, 403],
] as const)('with %s, a request is answered %3$s', async ([, secret, status]) => {
  const site = new Hono().get('/', (c) => c.text('here'));
  const app = new Hono()
    .use(onlyThroughOrigin(['the-present-secret', 'the-secret-before']))
    .mount('/', site.fetch);
  const answer = await app.request('/', secret ? { headers: { [ORIGIN_HEADER]: secret } } : {});
  expect(answer.status).toBe(status);
});
