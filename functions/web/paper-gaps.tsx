/** What papers leave room for, each with the page where it is filled in. */
import type { FC } from 'hono/jsx';

/** What is missing, by how its name begins; where it is filled in, and what that page is called. */
type Way = readonly [begins: string, href: string, page: string];

const LETTERHEAD = 'ข้อมูลสำหรับหนังสือและเอกสาร';

/** Ways of an organization, to the gaps of its report's papers. */
export function reportWays(orgId: string): readonly Way[] {
  const plan = `/organizations/${orgId}/plans`;
  const letterhead = `/organizations/${orgId}/letterhead`;
  return [
    ['คณะทำงาน', plan, 'แผน'],
    ['รายการ', plan, 'แผน'],
    ['มิติของรายการ', plan, 'แผน'],
    ['ชื่อโครงการ', plan, 'แผน'],
    ['ตราสัญลักษณ์', letterhead, LETTERHEAD],
    ['ส่วนราชการ', letterhead, LETTERHEAD],
    ['หมายเลขโทรศัพท์', letterhead, LETTERHEAD],
  ];
}

/** Ways of an office. @param base path of the season's page */
export function seasonWays(province: string, base: string): readonly Way[] {
  const letterhead = `/provinces/${province}/letterhead`;
  return [
    ['หมายเลขโทรศัพท์ในหนังสือ', letterhead, LETTERHEAD],
    ['ตราสัญลักษณ์', letterhead, LETTERHEAD],
    ['ส่วนราชการ', letterhead, LETTERHEAD],
    ['รายชื่อคณะ', `${base}/setup`, 'ตั้งค่าฤดูนิเทศ'],
    ['เลขที่และวันที่', `${base}/letters`, 'เลขที่หนังสือแจ้งการนิเทศ'],
    ['', base, 'การนิเทศของแต่ละแห่ง'],
  ];
}

export const GapList: FC<{ gaps: readonly string[]; ways: readonly Way[] }> = ({ gaps, ways }) => (
  <ul class="govuk-list govuk-list--bullet">
    {gaps.map((gap) => {
      const way = ways.find(([begins]) => gap.startsWith(begins));
      return (
        <li>
          {gap}
          {way && (
            <>
              {' '}
              <a class="govuk-link" href={way[1]}>
                เพิ่มที่หน้า{way[2]}
                <span class="govuk-visually-hidden"> สำหรับ{gap}</span>
              </a>
            </>
          )}
        </li>
      );
    })}
  </ul>
);
