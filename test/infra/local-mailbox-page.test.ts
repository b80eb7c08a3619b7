import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { mailArchive } from '../../infra/local/mail-archive.ts';
import { mailboxApp, startMailboxServer } from '../../infra/local/mailbox-page.ts';

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html?: string;
}

/** A mailbox of `mails`, in their order, a minute apart from 09:00 in Thailand on. */
async function aMailbox(mails: readonly Mail[], hosts?: readonly string[]) {
  const archive = await mailArchive();
  const ids: string[] = [];
  for (const [n, { to, subject, html = '<p>เรียน ผู้บริหาร</p>' }] of mails.entries()) {
    const source = await new MailComposer({
      from: 'office@x.go.th',
      to,
      subject,
      text: 'ส่งรายงาน: https://nithet.example.go.th/o/80-0711\n',
      html,
      attachments: [{ filename: 'หนังสือ.pdf', content: Buffer.from('%PDF') }],
    })
      .compile()
      .build();
    const at = new Date(Date.UTC(2020, 3, 16, 2, n)).toISOString();
    const mail = { at, source: 'office@x.go.th', destinations: [to], tags: {} };
    ids.push((await archive.keep(mail, source)).id);
  }
  const app = mailboxApp({ archive, siteUrl: 'http://localhost:3000', mailsLeave: false }, hosts);
  const get = async (path: string) => {
    const response = await app.request(`http://localhost${path}`);
    return { response, status: response.status, text: await response.text() };
  };
  return { app, get, ids };
}

const letters = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ to: `officer${n}@x.go.th`, subject: `ฉบับที่ ${n}.` }));

const subjectsIn = (text: string) => [...text.matchAll(/ฉบับที่ (\d+)\./g)].map(([, n]) => Number(n));

describe('the inbox', () => {
  test('lists the newest mail first, with recipient and Thai time', async () => {
    const { get } = await aMailbox(letters(3));
    const { status, text } = await get('/');
    expect(status).toBe(200);
    expect(subjectsIn(text)).toEqual([2, 1, 0]);
    expect(text).toContain('16 เม.ย. 2563 เวลา 09.02 น.');
    expect(text).toContain('ถึง officer2@x.go.th');
    expect(text).toContain('แนบ 1 แฟ้ม');
  });

  test('shows fifty mails a page, and the last page for one beyond it', async () => {
    const { get } = await aMailbox(letters(120));
    expect(subjectsIn((await get('/?page=2')).text)).toEqual(
      Array.from({ length: 50 }, (_, n) => 69 - n),
    );
    expect(subjectsIn((await get('/?page=99')).text)).toHaveLength(20);
    expect(subjectsIn((await get('/?page=-1')).text)).toHaveLength(50);
  });

  test('finds mails by a part of the address, and says so where there are none', async () => {
    const { get, ids } = await aMailbox(letters(12));
    const { text } = await get('/?to=officer11@');
    expect(subjectsIn(text)).toEqual([11]);
    expect(text).toContain(`/mails/${ids[11]}?to=officer11%40`);
    expect((await get('/?to=<b>')).text).toContain('ซึ่งมีคำว่า “&lt;b&gt;”');
    expect((await (await aMailbox([])).get('/')).text).toContain('ยังไม่มีจดหมาย');
  });
});

describe('a mail', () => {
  const html = '<html><head></head><body><script>steal()</script><p>สวัสดี</p></body></html>';
  const mails = [{ to: 'a@x.go.th', subject: '<script>alert(1)</script>', html }];

  test('can run nothing and fetch nothing, and its links open elsewhere', async () => {
    const { get, ids } = await aMailbox(mails);
    const { text } = await get(`/mails/${ids[0]}`);
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('allow-scripts');

    const { response, text: body } = await get(`/mails/${ids[0]}/html`);
    expect(body).toContain('<head><base target="_blank">');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
    expect(response.headers.get('content-security-policy')).toMatch(/sandbox (?!.*allow-scripts)/);
  });

  test('is there as text with links, as its source, and with its attachments', async () => {
    const { get, ids } = await aMailbox(mails);
    expect((await get(`/mails/${ids[0]}?view=text`)).text).toContain(
      '<a href="https://nithet.example.go.th/o/80-0711"',
    );
    const source = await get(`/store/${ids[0]}.eml`);
    expect(source.response.headers.get('content-type')).toBe('message/rfc822');
    expect(source.text).toMatch(/^From: office@x\.go\.th\r\n/);
    const file = await get(`/mails/${ids[0]}/attachments/0`);
    expect(file.text).toBe('%PDF');
    expect(file.response.headers.get('content-disposition')).toContain('attachment');
  });

  test('that is not there gives a page that leads back', async () => {
    const { get } = await aMailbox(mails);
    for (const path of [
      '/mails/x',
      '/mails/x/html',
      '/store/..%2Fversion.eml',
      '/mails/x/attachments/0',
    ]) {
      expect(await get(path)).toMatchObject({
        status: 404,
        text: expect.stringContaining('href="/"'),
      });
    }
  });
});

describe('the mailbox as JSON', () => {
  const store = z.object({
    emails: z.array(
      z.object({ id: z.string(), to: z.array(z.string()), subject: z.string(), eml: z.string() }),
    ),
  });

  test('holds all mails in the order of acceptance, those after one, or those to an address', async () => {
    const { get, ids } = await aMailbox(letters(12));
    const emails = async (query: string) =>
      store.parse(JSON.parse((await get(`/store${query}`)).text)).emails;
    expect((await emails('')).map(({ id }) => id)).toEqual(ids);
    expect((await emails(`?since=${ids[9]}`)).map(({ id }) => id)).toEqual(ids.slice(10));
    expect(await emails('?to=OFFICER1@x.go.th')).toMatchObject([
      { to: ['officer1@x.go.th'], subject: 'ฉบับที่ 1.', eml: `/store/${ids[1]}.eml` },
    ]);
    expect(await emails('?to=nobody')).toEqual([]);
  });
});

test('a name that is not its own is answered with nothing', async () => {
  const { app } = await aMailbox(letters(1), ['localhost', '127.0.0.1']);
  expect((await app.request('http://127.0.0.1:3001/store')).status).toBe(200);
  const foreign = await app.request('http://foreign.example:3001/store');
  expect(foreign.status).toBe(421);
  expect(await foreign.text()).not.toContain('ฉบับที่');
});

test('a port that is in use is said to be', async () => {
  const archive = await mailArchive();
  const options = {
    archive,
    siteUrl: 'http://localhost:3000',
    mailsLeave: false,
    port: 23917,
    host: '127.0.0.1',
  };
  const server = await startMailboxServer(options);
  await expect(startMailboxServer(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  server.close();
});
