/**
 * Has another function work on something without waiting for it, by Lambda's own interface.
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

/** @throws {Error} where Lambda does not take the input on */
export type HandOver = (functionName: string, input: unknown) => Promise<void>;

export function createHandOver(
  env: Readonly<Record<string, string | undefined>>,
  send: (request: Request) => Promise<Response> = fetch,
): HandOver {
  const settings = lambdaEnvironment.parse(env);
  const region = settings.AWS_REGION;
  const signer = new AwsClient({
    service: 'lambda',
    region,
    accessKeyId: settings.AWS_ACCESS_KEY_ID,
    secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
    ...(settings.AWS_SESSION_TOKEN && { sessionToken: settings.AWS_SESSION_TOKEN }),
  });
  return async (functionName, input) => {
    const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
    const request = await signer.sign(`https://lambda.${region}.amazonaws.com${path}`, {
      method: 'POST',
      headers: { 'x-amz-invocation-type': 'Event' },
      body: JSON.stringify(input),
    });
    const { status } = await send(request);
    if (status !== 202) throw new Error(`lambda did not take on ${functionName}: ${status}`);
  };
}
