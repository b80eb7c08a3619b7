/** A mail server for one test: takes what it is sent, and answers as it is told. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}

export interface SmtpServerOptions {
  /** Its answer to the address of a recipient. @default 250 */
  readonly recipient?: (address: string) => string;
  /** Its answer to the end of a message; without one it hangs up. @default 250 */
  readonly message?: string | undefined;
}

export async function smtpServer(options: SmtpServerOptions = {}) {
  const mails: ReceivedMail[] = [];
  // A sender that is killed in the middle of it resets the connection, which ends the reading.
  const server = createServer((socket) => void serve(socket, options, mails).catch(() => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a server that listens on a port is an object.
  const { port } = server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, mails, close: () => void server.close() };
}

async function serve(socket: Socket, options: SmtpServerOptions, mails: ReceivedMail[]) {
  const { recipient = () => '250 ok', message = 'message' in options ? undefined : '250 ok' } =
    options;
  const say = (text: string) => void socket.write(`${text}\r\n`);
  // A sender may be killed in the middle of it.
  socket.on('error', () => {});
  let from = '';
  let to: string[] = [];
  let source: string[] | undefined;
  say('220 test ESMTP');
  for await (const line of createInterface({ input: socket })) {
    if (source) {
      if (line !== '.') {
        source.push(line.replace(/^\.\./, '.'));
        continue;
      }
      mails.push({ from, to, source: `${source.join('\r\n')}\r\n` });
      source = undefined;
      if (message === undefined) return socket.destroy();
      say(message);
    } else if (/^MAIL FROM/i.test(line)) {
      from = addressIn(line);
      to = [];
      say('250 ok');
    } else if (/^RCPT TO/i.test(line)) {
      const answer = recipient(addressIn(line));
      if (answer.startsWith('2')) to.push(addressIn(line));
      say(answer);
    } else if (/^DATA/i.test(line)) {
      source = [];
      say('354 go on');
    } else {
      say(/^QUIT/i.test(line) ? '221 bye' : '250 ok');
    }
  }
  return socket.end();
}

function addressIn(line: string) {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
