import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createFunctions } from '../../functions/web/functions.ts';
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
  const { handOver } = createFunctions(env, async (request) => {
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
  const { handOver } = createFunctions(env, async () => new Response('', { status: 429 }));
  await expect(handOver('nithet-plan-visits', {})).rejects.toThrow(/nithet-plan-visits: 429/);
});

test('an answer is waited for, and a failure of the function is an error', async () => {
  const answers = [
    Response.json({ rows: 32 }),
    Response.json({ errorMessage: 'no' }, { headers: { 'x-amz-function-error': 'Unhandled' } }),
    new Response('', { status: 429 }),
  ];
  const types: (string | null)[] = [];
  const { ask } = createFunctions(env, async (request) => {
    types.push(request.headers.get('x-amz-invocation-type'));
    return answers.shift() ?? new Response();
  });
  expect(await ask('nithet-read-table', { text: 'ก' })).toEqual({ rows: 32 });
  await expect(ask('nithet-read-table', {})).rejects.toThrow(/nithet-read-table failed: Unhandled/);
  await expect(ask('nithet-read-table', {})).rejects.toThrow(/nithet-read-table failed: 429/);
  expect(types).toEqual(Array(3).fill('RequestResponse'));
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
