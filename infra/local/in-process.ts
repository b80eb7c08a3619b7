/** Lets a client of the AWS SDK reach an engine in this process, without a network. */

/** What a service's client sends: its headers name the operation, its body carries the input. */
export interface ServiceRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the service answers, in its own wire format. */
export interface ServiceAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

interface SentRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const decoder = new TextDecoder();

/**
 * Configures an SDK client so that `answer` takes each of its requests.
 *
 * An error thrown by `answer` reaches the caller as a broken connection would: without a status.
 */
export function inProcess(answer: (request: ServiceRequest) => Promise<ServiceAnswer>) {
  return {
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // There is no one to keep out: a signature would only cost time.
    signer: { sign: async <Request>(request: Request) => request },
    requestHandler: {
      async handle({ headers, body }: SentRequest) {
        const text = typeof body === 'string' ? body : decoder.decode(body);
        const answered = await answer({ headers, body: text });
        return {
          response: {
            statusCode: answered.status,
            headers: { 'content-type': answered.contentType },
            body: Buffer.from(answered.body),
          },
        };
      },
    },
  };
}
