/** One layout for every mail: the same blocks as plain text and as HTML that needs no pictures and no tables. */

/** What a mail is made of, top to bottom. Texts may come from people: they are escaped here. */
export type Block =
  | { readonly text: string }
  /** Labelled facts, each on its line: วัน: … */
  | { readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly heading: string; readonly list: readonly string[]; readonly ordered?: true }
  /** The one link. Its address is shown too, for those whose mail shows no buttons. */
  | { readonly link: string; readonly url: string }
  /** Something to be read off and typed elsewhere. */
  | { readonly code: string; readonly label: string };

export interface Page {
  readonly title: string;
  /** Who speaks, under the name of the system. */
  readonly from?: string | undefined;
  readonly blocks: readonly Block[];
  readonly footer?: string | undefined;
}

export const SYSTEM_NAME = 'ระบบติดตามแผนป้องกันการทุจริต';

export function asText({ blocks, footer }: Page): string {
  const parts = blocks.map(textOf);
  return `${[...parts, ...(footer ? [`--\n${footer}`] : [])].join('\n\n')}\n`;
}

export function asHtml({ title, from, blocks, footer }: Page): string {
  const [first, ...rest] = blocks.map(htmlOf);
  return `<!doctype html>
<html lang="th">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>${darkStyles}</style>
</head>
<body class="page" style="${styles.page}">
<div role="article" lang="th" style="${styles.column}">
<div style="${styles.band}">
<div style="${styles.system}">${SYSTEM_NAME}</div>${from ? `\n<div style="${styles.from}">${escaped(from)}</div>` : ''}
</div>
<div class="card" style="${styles.card}">
<h1 class="ink" style="${styles.title}">${escaped(title)}</h1>
${[first, ...rest].join('\n')}${footer ? `\n<p class="soft" style="${styles.footer}">${escaped(footer)}</p>` : ''}
</div>
</div>
</body>
</html>
`;
}

function textOf(block: Block): string {
  if ('text' in block) return block.text;
  if ('facts' in block) return block.facts.map(([label, value]) => `${label}: ${value}`).join('\n');
  if ('list' in block) {
    const mark = (index: number) => (block.ordered ? `${index + 1}.` : '-');
    const lines = block.list.map((line, index) => `${mark(index)} ${line}`);
    return [block.heading, ...lines].join('\n');
  }
  if ('link' in block) return `${block.link}: ${block.url}`;
  return `${block.label}: ${block.code}`;
}

function htmlOf(block: Block): string {
  if ('text' in block) return `<p style="${styles.text}">${escaped(block.text)}</p>`;
  if ('facts' in block) {
    const pairs = block.facts.map(
      ([label, value]) =>
        `<dt class="soft" style="${styles.label}">${escaped(label)}</dt><dd style="${styles.value}">${escaped(value)}</dd>`,
    );
    return `<dl class="panel" style="${styles.facts}">${pairs.join('\n')}</dl>`;
  }
  if ('list' in block) {
    const tag = block.ordered ? 'ol' : 'ul';
    const items = block.list.map((line) => `<li style="${styles.item}">${escaped(line)}</li>`);
    return `<h2 class="ink" style="${styles.heading}">${escaped(block.heading)}</h2>
<${tag} style="${styles.list}">${items.join('\n')}</${tag}>`;
  }
  if ('link' in block) {
    const url = escaped(block.url);
    return `<p style="${styles.action}"><a class="button" href="${url}" style="${styles.button}">${escaped(block.link)}</a></p>
<p class="soft" style="${styles.address}">หรือเปิด ${url}</p>`;
  }
  return `<p style="${styles.text}">${escaped(block.label)}</p>
<p class="panel" style="${styles.code}">${escaped(block.code)}</p>`;
}

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      // A date is not broken over two lines.
      .replace(/(\d{1,2}) ([ก-๙.]+) (\d{4})/g, '$1&nbsp;$2&nbsp;$3')
  );
}

const styles = {
  page: "margin:0;padding:0;background-color:#edf2f9;color:#0b0c0c;font-family:Sarabun,'Noto Sans Thai','Leelawadee UI',Thonburi,Tahoma,sans-serif;font-size:17px;line-height:1.65;-webkit-text-size-adjust:100%",
  column: 'max-width:640px;margin:0 auto',
  band: 'background-color:#1d3c6e;color:#ffffff;padding:14px 24px',
  system: 'font-size:17px;font-weight:700;line-height:1.45',
  from: 'font-size:15px;line-height:1.45',
  card: 'background-color:#ffffff;padding:24px 24px 28px',
  title: 'margin:0 0 16px;font-size:23px;line-height:1.4;font-weight:700;color:#0b0c0c',
  heading: 'margin:24px 0 8px;font-size:18px;line-height:1.45;font-weight:700;color:#0b0c0c',
  text: 'margin:0 0 16px;white-space:pre-line;overflow-wrap:anywhere',
  facts: 'margin:0 0 20px;padding:14px 18px 4px;background-color:#edf2f9;overflow-wrap:anywhere',
  label: 'margin:0;font-size:15px;line-height:1.4;color:#484949',
  value: 'margin:0 0 10px;font-weight:700;white-space:pre-line',
  list: 'margin:0 0 20px;padding-left:26px;overflow-wrap:anywhere',
  item: 'margin:0 0 6px;padding-left:2px',
  action: 'margin:24px 0 8px',
  button:
    'display:inline-block;padding:10px 22px;background-color:#0f7a52;color:#ffffff;font-weight:700;text-decoration:none;border-bottom:3px solid #083d29',
  address:
    'margin:0 0 20px;font-size:14px;line-height:1.5;color:#484949;overflow-wrap:anywhere;word-break:break-word',
  code: 'margin:0 0 20px;padding:14px 18px;background-color:#edf2f9;font-size:32px;line-height:1.3;font-weight:700;letter-spacing:6px',
  footer:
    'margin:28px 0 0;padding-top:14px;border-top:1px solid #b1b4b6;font-size:15px;line-height:1.55;color:#484949;overflow-wrap:anywhere',
} as const;

/** For mail programs that follow the reader's choice of a dark screen. */
const darkStyles =
  '@media (prefers-color-scheme:dark){.page{background-color:#0b0f16!important;color:#f3f2f1!important}.card{background-color:#161d29!important}.ink{color:#f3f2f1!important}.panel{background-color:#22304a!important}.soft{color:#c3c9d4!important}.button{background-color:#0f7a52!important;color:#ffffff!important}}';
