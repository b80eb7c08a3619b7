/** Hands one mail to SES, once, and says what is known of it afterwards. */
import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import * as z from 'zod';

export interface SendMailSettings {
  readonly ses: SESClient;
  /** Address that all mail is sent from. */
  readonly from: string;
  /** Publishes the events that `record-delivery` takes. */
  readonly configurationSet?: string | undefined;
}

export type Sending =
  | { readonly outcome: 'sent'; readonly messageId: string }
  /** This mail will never be taken. */
  | { readonly outcome: 'rejected'; readonly why: string }
  /** It has not left; later it may. */
  | { readonly outcome: 'busy'; readonly why: string }
  /** Nobody knows. */
  | { readonly outcome: 'unknown'; readonly why: string };

export type SendMail = (
  to: string,
  mime: Uint8Array,
  tags: Readonly<Record<string, string>>,
) => Promise<Sending>;

/** @throws {Error} if the client repeats a request whose answer was lost: two mails would leave unnoticed */
export function createSendMail({ ses, from, configurationSet }: SendMailSettings): SendMail {
  return async (to, mime, tags) => {
    if ((await ses.config.maxAttempts()) !== 1) throw new Error('the SES client repeats requests');
    const command = new SendRawEmailCommand({
      Source: from,
      Destinations: [to],
      RawMessage: { Data: mime },
      Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
      ...(configurationSet && { ConfigurationSetName: configurationSet }),
    });
    try {
      const { MessageId = '' } = await ses.send(command);
      return { outcome: 'sent', messageId: MessageId };
    } catch (error) {
      return failureOf(error);
    }
  };
}

const errorSchema = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.int().optional() }).optional(),
});

/** Errors of this one mail. An address that is not verified is our own fault, and can be mended. */
const rejections = ['MessageRejected', 'InvalidParameterValue'];
const ours = /not verified/i;
/** The connection was never made, so nothing can have left. */
const unconnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

function failureOf(error: unknown): Sending {
  const parsed = errorSchema.safeParse(error);
  if (!parsed.success) return { outcome: 'unknown', why: String(error) };
  const { name, message, code = '', $metadata } = parsed.data;
  const why = `${name}: ${message}`;
  const status = $metadata?.httpStatusCode;
  if (rejections.includes(name) && !ours.test(message)) return { outcome: 'rejected', why };
  // Refused for a reason that lies with the account or the load; SES says so of its own failures, too.
  const refused = status !== undefined && status >= 400 && status < 500;
  const declined = name === 'ServiceUnavailable' || name === 'CredentialsProviderError';
  if (refused || declined || unconnected.includes(code)) return { outcome: 'busy', why };
  return { outcome: 'unknown', why };
}
