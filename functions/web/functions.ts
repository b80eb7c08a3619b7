/**
 * Has another function work on something, by Lambda's own interface.
 *
 * The SDK's client for Lambda would make a tenth of the site's bundle.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
import { AwsClient } from 'aws4fetch';
import * as z from 'zod';

/** What Lambda itself puts into the environment. */
const lambdaEnvironment = z.object({
  AWS_REGION: z.string().min(1),
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().optional(),
});

export interface Functions {
  /** Does not wait for the work. @throws {Error} where Lambda does not take the input on */
  handOver(functionName: string, input: unknown): Promise<void>;
  /** What the function answers. @throws {Error} where it fails or Lambda does not call it */
  ask(functionName: string, input: unknown): Promise<unknown>;
}

export function createFunctions(
  env: Readonly<Record<string, string | undefined>>,
  send: (request: Request) => Promise<Response> = fetch,
): Functions {
  const settings = lambdaEnvironment.parse(env);
  const region = settings.AWS_REGION;
  const signer = new AwsClient({
    service: 'lambda',
    region,
    accessKeyId: settings.AWS_ACCESS_KEY_ID,
    secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
    ...(settings.AWS_SESSION_TOKEN && { sessionToken: settings.AWS_SESSION_TOKEN }),
  });
  const call = async (functionName: string, input: unknown, type: 'Event' | 'RequestResponse') => {
    const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
    const request = await signer.sign(`https://lambda.${region}.amazonaws.com${path}`, {
      method: 'POST',
      headers: { 'x-amz-invocation-type': type },
      body: JSON.stringify(input),
    });
    return send(request);
  };
  return {
    async handOver(functionName, input) {
      const { status } = await call(functionName, input, 'Event');
      if (status !== 202) throw new Error(`lambda did not take on ${functionName}: ${status}`);
    },
    async ask(functionName, input) {
      const response = await call(functionName, input, 'RequestResponse');
      // Lambda answers 200 where the function threw, too, and says so in a header.
      const failed = response.headers.get('x-amz-function-error');
      if (response.status !== 200 || failed !== null)
        throw new Error(`${functionName} failed: ${failed ?? response.status}`);
      return response.json();
    },
  };
}
