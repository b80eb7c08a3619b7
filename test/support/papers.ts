/** Facts for papers, and what readers of each format see in them. */
import { strFromU8, unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { extractText, getDocumentProxy } from 'unpdf';
import type { ReportFacts, SeasonFacts, VisitFacts } from '../../shared/documents/facts.ts';
import { packagedPress } from '../../shared/documents/packaged-press.ts';
import { firstEditions, titlesFor } from '../../shared/domain/framework.ts';
import { standardLetterhead } from '../../shared/domain/letterhead.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { standardVisitForms } from '../../shared/domain/visit-form-editions.ts';
import { once } from '../../shared/wiring.ts';
import { anEntry, aVisit, fy2563, officer } from './builders.ts';
import { thaSametLines } from './tha-samet.ts';

/** One typesetter for all tests of a file. */
export const press = once(() => packagedPress());

const organization: ReportFacts['organization'] = {
  orgId: '80-0711',
  type: 'sao',
  name: 'องค์การบริหารส่วนตำบลท่าเสม็ด',
  shortName: 'อบต.ท่าเสม็ด',
  amphoe: 'ชะอวด',
  provinceName: 'นครศรีธรรมราช',
  website: 'www.thasamed.go.th',
};
const dimensionTitles = titlesFor(firstEditions, '2562-2564', fy2563);
const officeName = 'สำนักงาน ป.ป.ช. ประจำจังหวัดนครศรีธรรมราช';

/** The report of ท่าเสม็ด as handed in on 16 April 2563. */
export function someFacts(changes: Partial<ReportFacts> = {}): ReportFacts {
  return {
    organization,
    officeName,
    plan: {
      from: fy2563,
      to: fy2563,
      workingGroup: {
        orderNo: '75/2560',
        orderDate: localDate('2017-04-28'),
        members: [{ position: 'ปลัด อบต. ท่าเสม็ด', role: 'คณะทำงาน' }],
      },
    },
    dimensionTitles,
    fiscalYear: fy2563,
    round: '6M',
    lines: thaSametLines,
    planBudgets: {},
    april: [],
    problemsMaking: '',
    problemsCarryingOut: 'บุคลากรมีจำกัด',
    handedIn: {
      receivedAt: '2020-04-16T03:00:00.000Z',
      contentHash: 'a'.repeat(64),
      channel: 'web',
      submittedBy: officer,
      receipt: '2563-6M-80-0711-1-K',
      version: 1,
      daysLate: 0,
    },
    signatory: { position: 'นายกองค์การบริหารส่วนตำบลท่าเสม็ด', capacity: 'holder' },
    issuedOn: localDate('2020-04-16'),
    letterhead: standardLetterhead,
    numbers: {},
    editionTexts: {},
    ...changes,
  };
}

export function someVisit(changes: Partial<VisitFacts> = {}): VisitFacts {
  return {
    organization,
    entry: anEntry(),
    dimensionTitles,
    team: { name: 'คณะที่ 1', members: [{ position: 'เจ้าพนักงานป้องกันการทุจริต' }] },
    openRecommendations: [],
    ...changes,
  };
}

/** A visit that has been held and reported on. */
export function heldVisit(): VisitFacts {
  const said = {
    heldOn: localDate('2020-05-27'),
    attendees: 'ผู้บริหารและหัวหน้าส่วนราชการ',
    byDimension: ['ผลมิติหนึ่ง', 'ผลมิติสอง', 'ผลมิติสาม', 'ผลมิติสี่'] satisfies [
      string,
      string,
      string,
      string,
    ],
    problemsMaking: '',
    problemsCarryingOut: '',
    findings: 'เอกสารหลักฐานครบถ้วน',
    recommendations: ['เผยแพร่ประกาศบนเว็บไซต์'],
    recordedOn: localDate('2020-05-28'),
    recordedBy: officer,
    submitted: true,
  };
  return someVisit({ visit: aVisit({ report: said }) });
}

export function someSeason(changes: Partial<SeasonFacts> = {}): SeasonFacts {
  return {
    office: {
      province: '80',
      provinceName: 'นครศรีธรรมราช',
      name: officeName,
      phone: '0 7500 0000',
      email: 'nacc-80@example.go.th',
      signatory: { position: `ผู้อำนวยการ${officeName}`, capacity: 'holder' },
      letterhead: standardLetterhead,
    },
    fiscalYear: fy2563,
    issuedOn: localDate('2020-05-08'),
    letter: { no: 'ปช 0044(นศ)/ว 12', date: localDate('2020-05-08') },
    forms: standardVisitForms,
    visits: [someVisit()],
    ...changes,
  };
}

/** Text without white space; sara am in one piece, however it was taken out. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, '').replace(/\u0E4D([\u0E48-\u0E4B]?)\u0E32/g, '$1\u0E33');
}

/** What a browser's reader finds in a PDF: squeezed text by page, titles of the outline, tags. */
export async function readPdf(bytes: Uint8Array) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(pdf, { mergePages: false });
  const outline = await pdf.getOutline();
  const first = await pdf.getPage(1);
  return {
    pages: text.map(squeezed),
    whole: squeezed(text.join('')),
    titles: titlesOf(outline ?? []),
    tagged: (await pdf.getMarkInfo())?.Marked === true && (await first.getStructTree()) !== null,
    tags: async (page: number) => JSON.stringify(await (await pdf.getPage(page)).getStructTree()),
    landscape: async (page: number) => {
      const { width, height } = (await pdf.getPage(page)).getViewport({ scale: 1 });
      return width > height;
    },
  };
}

interface Entry {
  readonly title: string;
  readonly items: readonly Entry[];
}

function titlesOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ title, items }) => [title, ...titlesOf(items)]);
}

/** What Word's readers find: the rows of each table, and all text. */
export async function readDocx(bytes: Uint8Array) {
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) });
  const tables = [...value.matchAll(/<table>([\s\S]*?)<\/table>/g)].map(([, table = '']) =>
    [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
      [...row.matchAll(/<t[dh]>([\s\S]*?)<\/t[dh]>/g)].map(([, cell = '']) => plainText(cell)),
    ),
  );
  return { tables, text: plainText(value) };
}

function plainText(html: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}

/** The parts of an Office file by name. */
export function partsOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  return new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
}
