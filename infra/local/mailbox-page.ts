/** The mailbox of the embedded mode: every accepted mail, to be read by people and, as JSON, by programs. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { dateTime } from '../../shared/text/thai.ts';
import type { AcceptedMail, MailArchive, ReadMail } from './mail-archive.ts';

export interface MailboxOptions {
  readonly archive: MailArchive;
  /** Where the site is, to get back to. */
  readonly siteUrl: string;
  /** Whether mails leave through a mail server as well. */
  readonly mailsLeave: boolean;
}

export interface MailboxServerOptions extends MailboxOptions {
  readonly port: number;
  /** Address to listen on. A loopback address answers to its own names only. */
  readonly host: string;
}

const MAILS_A_PAGE = 50;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

type Html = ReturnType<typeof html>;

/** @throws the system's error if the port is in use. */
export async function startMailboxServer({ port, host, ...options }: MailboxServerOptions) {
  const app = mailboxApp(options, LOOPBACK.includes(host) ? LOOPBACK : undefined);
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, host);
  await once(server, 'listening');
  return { close: () => void server.close() };
}

/** @param hosts names that a request may ask for: a foreign name may be a foreign site's trick */
export function mailboxApp(options: MailboxOptions, hosts?: readonly string[]) {
  const { archive } = options;
  const app = new Hono();

  app.use(async (context, next) => {
    const name = new URL(context.req.url).hostname;
    if (hosts && !hosts.includes(name)) return context.text('unknown host', 421);
    await next();
    context.header('Cache-Control', 'no-store');
    return undefined;
  });
  // Before the rule for the other pages, so that its own one holds.
  app.get('/mails/:id/html', headersOfMail, (context) => mailHtml(context, archive));
  app.use(headersOfPages);
  app.get('/', async (context) => context.html(await listPage(options, listRequest(context))));
  app.get('/mails/:id', (context) => mailPage(context, options));
  app.get('/mails/:id/attachments/:number', (context) => attachment(context, archive));
  app.get('/store', (context) => {
    const filter = { to: context.req.query('to'), since: context.req.query('since') };
    const body = ReadableStream.from(storeJson(archive, filter));
    return context.body(body, 200, { 'Content-Type': 'application/json; charset=utf-8' });
  });
  app.get('/store/:file{.+\\.eml}', async (context) => {
    const source = await archive.source(context.req.param('file').slice(0, -'.eml'.length));
    if (!source) return notFound(context);
    return context.body(new Uint8Array(source), 200, { 'Content-Type': 'message/rfc822' });
  });
  app.get('/mailbox.css', (context) => context.body(STYLES, 200, { 'Content-Type': 'text/css' }));
  app.get('/mailbox.js', (context) =>
    context.body(SCRIPT, 200, { 'Content-Type': 'text/javascript' }),
  );
  app.get('/fonts/:name', async (context) => {
    const name = context.req.param('name');
    if (!FONTS.some((font) => font.file === name)) return notFound(context);
    const font = await readFile(require.resolve(`@fontsource/sarabun/files/${name}`));
    return context.body(new Uint8Array(font), 200, { 'Content-Type': 'font/woff2' });
  });
  app.notFound(notFound);
  app.onError((error, context) => {
    console.error('mailbox:', error.message);
    return context.html(page('เกิดข้อผิดพลาด', html`<p>เปิดหน้านี้ไม่ได้ โปรดลองอีกครั้ง</p>`), 500);
  });
  return app;
}

const commonHeaders = {
  referrerPolicy: 'no-referrer',
  // The mailbox is plain HTTP on the machine itself.
  strictTransportSecurity: false,
} as const;

const headersOfPages = secureHeaders({
  ...commonHeaders,
  xFrameOptions: 'DENY',
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    fontSrc: ["'self'"],
    frameSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
});

const SANDBOX = ['allow-same-origin', 'allow-popups', 'allow-popups-to-escape-sandbox'];

/** For a mail's own HTML, which comes from outside: nothing in it may run, be sent or be fetched. */
const headersOfMail = secureHeaders({
  ...commonHeaders,
  xFrameOptions: 'SAMEORIGIN',
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    imgSrc: ['data:'],
    frameAncestors: ["'self'"],
    sandbox: SANDBOX,
  },
});

const require = createRequire(import.meta.url);

function notFound(context: Context) {
  const back = html`<p>จดหมายหรือหน้าที่ขอไม่มีอยู่ในกล่องนี้ <a href="/">กลับไปที่กล่องจดหมาย</a></p>`;
  return context.html(page('ไม่พบหน้านี้', back), 404);
}

async function* storeJson(archive: MailArchive, filter: Parameters<MailArchive['accepted']>[0]) {
  const encoder = new TextEncoder();
  yield encoder.encode('{"emails":[');
  let separator = '';
  for (const { id } of archive.accepted(filter)) {
    const mail = await archive.read(id);
    // Its file may have been taken away by hand.
    if (!mail) continue;
    yield encoder.encode(separator + JSON.stringify(mail));
    separator = ',';
  }
  yield encoder.encode(']}');
}

interface ListRequest {
  readonly to: string;
  /** From 1. */
  readonly page: number;
}

function listRequest(context: Context): ListRequest {
  const page = Number(context.req.query('page') ?? 1);
  return {
    to: context.req.query('to')?.trim() ?? '',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

async function listPage(
  { archive, siteUrl, mailsLeave }: MailboxOptions,
  { to, page: asked }: ListRequest,
) {
  const found = archive.accepted({ toLike: to }).toReversed();
  const pages = Math.max(1, Math.ceil(found.length / MAILS_A_PAGE));
  const number = Math.min(asked, pages);
  const from = (number - 1) * MAILS_A_PAGE;
  const shown = found.slice(from, from + MAILS_A_PAGE);
  const rows = await Promise.all(shown.map((mail) => listRow(archive, mail, to)));
  const content = html`
    <p class="hint">${
      mailsLeave
        ? 'สำเนาจดหมายทุกฉบับที่ระบบส่งออกทางเครื่องแม่ข่ายของสำนักงาน'
        : 'จดหมายทุกฉบับที่ระบบส่งจะมาอยู่ที่นี่ ไม่มีฉบับใดออกไปภายนอก'
    } · <a href="${siteUrl}">ไปที่ระบบนิเทศ</a></p>
    ${searchForm(to)}
    ${found.length === 0 ? emptyState(to) : html`<ol class="mails" reversed>${rows}</ol>`}
    ${pages > 1 ? pageLinks(number, pages, to) : ''}`;
  return page('กล่องจดหมาย', content, html`<span class="count">${figure(found.length)} ฉบับ</span>`);
}

function searchForm(to: string) {
  return html`
    <form class="search" method="get" action="/" role="search">
      <label for="to">ที่อยู่ผู้รับ</label>
      <input id="to" name="to" type="search" value="${to}" autocomplete="off" spellcheck="false" />
      <button>ค้นหา</button>
      ${to ? html`<a href="/">แสดงทั้งหมด</a>` : ''}
    </form>`;
}

function emptyState(to: string) {
  return to
    ? html`<p class="empty">ไม่มีจดหมายถึงที่อยู่ซึ่งมีคำว่า “${to}”</p>`
    : html`<p class="empty">ยังไม่มีจดหมาย<br />เมื่อระบบส่งจดหมาย จดหมายจะมาอยู่ที่นี่ โหลดหน้านี้ใหม่เพื่อดู</p>`;
}

async function listRow(archive: MailArchive, { id, at, destinations }: AcceptedMail, to: string) {
  const mail = await archive.read(id);
  const attachments = mail?.attachments ?? [];
  const files = attachments.filter(({ contentType }) => !isCalendar(contentType)).length;
  const tags = [
    ...(files > 0 ? [`แนบ ${files} แฟ้ม`] : []),
    ...(files < attachments.length ? ['นัดหมาย'] : []),
  ];
  return html`
    <li>
      <a class="subject" href="/mails/${id}${query({ to })}">${mail?.subject || '(ไม่มีเรื่อง)'}</a>
      ${tags.length > 0 ? html`<span class="tag">${tags.join(' · ')}</span>` : ''}
      <span class="to">ถึง ${destinations.join(', ')}</span>
      <time datetime="${at}">${dateTime(new Date(at))}</time>
    </li>`;
}

function pageLinks(number: number, pages: number, to: string) {
  const link = (target: number, text: string, relation: string) =>
    html`<a rel="${relation}" href="/${query({ to, page: String(target) })}">${text}</a>`;
  return html`
    <nav class="pages" aria-label="หน้า">
      ${number > 1 ? link(number - 1, '‹ ใหม่กว่า', 'prev') : html`<span></span>`}
      <span>หน้า ${figure(number)} จาก ${figure(pages)}</span>
      ${number < pages ? link(number + 1, 'เก่ากว่า ›', 'next') : html`<span></span>`}
    </nav>`;
}

async function mailPage(context: Context, { archive }: MailboxOptions) {
  const mail = await readAsked(context, archive);
  if (!mail) return notFound(context);
  const to = context.req.query('to') ?? '';
  const asText = !mail.html || context.req.query('view') === 'text';
  const body = asText
    ? html`<div class="text">${linked(mail.text)}</div>`
    : html`<iframe src="/mails/${mail.id}/html" title="เนื้อความของจดหมาย"
        sandbox="${SANDBOX.join(' ')}"></iframe>`;
  const content = html`
    <p class="back"><a href="/${query({ to })}">‹ กล่องจดหมาย</a>${neighbours(archive, mail.id, to)}</p>
    <dl class="envelope">
      <dt>ถึง</dt><dd>${mail.to.join(', ')}</dd>
      <dt>จาก</dt><dd>${mail.from}</dd>
      <dt>เมื่อ</dt><dd><time datetime="${mail.at}">${dateTime(new Date(mail.at))}</time></dd>
    </dl>
    <p class="views">
      ${mail.html ? viewLink(mail, 'html', 'จัดรูปแบบ', !asText, to) : ''}
      ${viewLink(mail, 'text', 'ข้อความล้วน', asText, to)}
      <a href="${mail.eml}" download>ต้นฉบับ (.eml)</a>
    </p>
    ${body}
    ${attachmentList(mail)}`;
  return context.html(page(mail.subject || '(ไม่มีเรื่อง)', content));
}

function viewLink({ id }: ReadMail, view: string, text: string, current: boolean, to: string) {
  return current
    ? html`<b aria-current="page">${text}</b>`
    : html`<a href="/mails/${id}${query({ view, to })}">${text}</a>`;
}

function neighbours(archive: MailArchive, id: string, to: string) {
  const mails = archive.accepted({ toLike: to });
  const place = mails.findIndex((mail) => mail.id === id);
  const link = (mail: AcceptedMail | undefined, text: string) =>
    mail ? html`<a href="/mails/${mail.id}${query({ to })}">${text}</a>` : '';
  return html`<span>${link(mails[place - 1], '‹ ก่อนหน้า')} ${link(mails[place + 1], 'ถัดไป ›')}</span>`;
}

function attachmentList({ id, attachments }: ReadMail) {
  if (attachments.length === 0) return '';
  return html`
    <h2>แฟ้มแนบ</h2>
    <ul class="attachments">
      ${attachments.map(
        ({ filename, contentType, size }, number) => html`
          <li><a href="/mails/${id}/attachments/${number}" download="${filename}">${filename}</a>
            <span>${contentType} · ${sizeText(size)}</span></li>`,
      )}
    </ul>`;
}

async function mailHtml(context: Context, archive: MailArchive) {
  const mail = await readAsked(context, archive);
  if (!mail) return notFound(context);
  const base = '<base target="_blank">';
  const document = /<head[^>]*>/i.test(mail.html)
    ? mail.html.replace(/<head[^>]*>/i, (head) => head + base)
    : base + mail.html;
  return context.html(document);
}

async function attachment(context: Context, archive: MailArchive) {
  const mail = await readAsked(context, archive);
  const found = mail?.attachments[Number(context.req.param('number'))];
  if (!found) return notFound(context);
  const name = encodeURIComponent(found.filename).replaceAll("'", '%27');
  return context.body(new Uint8Array(Buffer.from(found.content, found.encoding)), 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
  });
}

function readAsked(context: Context, archive: MailArchive) {
  return archive.read(context.req.param('id') ?? '');
}

/** Text with its addresses on the web as links. */
function linked(text: string) {
  return text
    .split(/(https?:\/\/[^\s<>"”)]+)/)
    .map((part, n) =>
      n % 2 === 1
        ? html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>`
        : html`${part}`,
    );
}

function query(parameters: Readonly<Record<string, string>>) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}

const isCalendar = (contentType: string) =>
  /^(text\/calendar|application\/ics)\b/.test(contentType);

const figure = (count: number) => count.toLocaleString('en-US');

function sizeText(bytes: number) {
  return bytes < 1024 ? `${bytes} ไบต์` : `${figure(Math.round(bytes / 1024))} กิโลไบต์`;
}

function page(title: string, content: Html, beside: Html | string = '') {
  return html`<!doctype html>
<html lang="th">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title} – กล่องจดหมายของนิเทศ</title>
    <link rel="stylesheet" href="/mailbox.css" />
    <script src="/mailbox.js" defer></script>
  </head>
  <body>
    <header><a href="/">นิเทศ <b>กล่องจดหมาย</b></a></header>
    <main><h1>${title} ${beside}</h1>${content}</main>
  </body>
</html>`;
}

const THAI = 'U+02D7,U+0303,U+0331,U+0E01-0E5B,U+200C-200D,U+25CC';
const LATIN = 'U+0000-00FF,U+2000-200B,U+200E-206F';
const FONTS = [
  { file: 'sarabun-thai-400-normal.woff2', weight: 400, range: THAI },
  { file: 'sarabun-thai-700-normal.woff2', weight: 700, range: THAI },
  { file: 'sarabun-latin-400-normal.woff2', weight: 400, range: LATIN },
  { file: 'sarabun-latin-700-normal.woff2', weight: 700, range: LATIN },
];

const FACES = FONTS.map(
  ({ file, weight, range }) =>
    `@font-face{font-family:Sarabun;font-weight:${weight};font-display:swap;src:url(/fonts/${file}) format("woff2");unicode-range:${range}}`,
).join('\n');

const STYLES = `${FACES}
:root { --navy: #1d3c6e; --pale: #edf2f9; --line: #b1b4b6; --quiet: #505a5f; --link: #1a5699 }
* { box-sizing: border-box }
body { margin: 0; font: 17px/1.6 Sarabun, "Noto Sans Thai", tahoma, sans-serif; color: #0b0c0c; background: #fff }
a { color: var(--link) }
a:hover { color: #0f2a52 }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid #fd0; outline-offset: 0; box-shadow: inset 0 0 0 2px #0b0c0c }
header { background: var(--navy); padding: .75rem max(1rem, calc((100% - 60rem) / 2)) }
header a { color: #fff; text-decoration: none }
header a:hover { color: #fff; text-decoration: underline }
header b { margin-left: .5rem; padding-left: .75rem; border-left: 1px solid #ffffff80 }
main { max-width: 62rem; margin: 0 auto; padding: 1.25rem 1rem 3rem }
h1 { font-size: 1.6rem; line-height: 1.4; margin: 0 0 .5rem; overflow-wrap: anywhere }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem }
.count { margin-left: .4rem; font-size: 1rem; font-weight: 400; color: var(--quiet) }
.hint { margin: 0 0 1.25rem; color: var(--quiet) }
.search { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; padding: .75rem 1rem; background: var(--pale); border-left: 4px solid var(--navy) }
.search label { font-weight: 700 }
.search input { flex: 1 1 14rem; min-width: 0; font: inherit; padding: .3rem .6rem; border: 2px solid #0b0c0c; border-radius: 0 }
button { font: inherit; font-weight: 700; color: #fff; background: var(--navy); border: 0; padding: .4rem 1.1rem; cursor: pointer }
.mails { list-style: none; margin: 1rem 0; padding: 0 }
.mails li { position: relative; display: grid; grid-template: "subject tag time" "to to to" / 1fr auto auto; gap: 0 .75rem; padding: .7rem .5rem; border-bottom: 1px solid var(--line) }
.mails li:hover { background: var(--pale) }
.subject { grid-area: subject; font-weight: 700; overflow-wrap: anywhere }
.subject::after { content: ""; position: absolute; inset: 0 }
.tag { grid-area: tag; align-self: start; padding: 0 .5rem; font-size: .85rem; background: var(--pale); color: var(--navy); border: 1px solid var(--navy) }
.mails time { grid-area: time; color: var(--quiet); white-space: nowrap }
.to { grid-area: to; color: var(--quiet); overflow-wrap: anywhere }
.empty { margin: 2rem 0; padding: 2.5rem 1rem; text-align: center; color: var(--quiet); border: 2px dashed var(--line) }
.pages { display: grid; grid-template-columns: 1fr auto 1fr; gap: 1rem }
.pages :last-child { text-align: right }
.back { display: flex; justify-content: space-between; margin: 0 0 1rem }
.back span { display: flex; gap: 1rem }
.envelope { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1rem; margin: 0; padding: .75rem 1rem; background: var(--pale); border-left: 4px solid var(--navy) }
.envelope dt { color: var(--quiet) }
.envelope dd { margin: 0; overflow-wrap: anywhere }
.views { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 1rem 0 .5rem }
.views a[download] { margin-left: auto }
iframe { display: block; width: 100%; height: 44rem; border: 1px solid var(--line); background: #fff }
.text { padding: 1rem; border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere }
.attachments { margin: 0; padding: 0; list-style: none }
.attachments li { padding: .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
.attachments span { color: var(--quiet) }
@media (max-width: 40rem) {
  h1 { font-size: 1.35rem }
  .mails li { grid-template: "subject" "tag" "to" "time" / 1fr }
  .tag { justify-self: start }
  .search button { flex: 1 0 auto }
}
`;

// Makes the frame as tall as the mail in it; without the script it scrolls.
const SCRIPT = `
const frame = document.querySelector('iframe');
const fit = () => {
  const content = frame.contentDocument?.documentElement;
  if (!content) return;
  frame.style.height = '0';
  frame.style.height = content.scrollHeight + 4 + 'px';
};
frame?.addEventListener('load', fit);
if (frame) addEventListener('resize', fit);
if (frame?.contentDocument?.readyState === 'complete') fit();
`;
