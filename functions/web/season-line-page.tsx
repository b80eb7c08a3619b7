/** The season's days for the LINE group of each district. */
import type { Context } from 'hono';
import { nameOn } from '../../shared/domain/organization.ts';
import { inOrder } from '../../shared/domain/schedule.ts';
import { dayAndDate } from '../../shared/text/thai.ts';
import { byThai } from '../../shared/text/thai-order.ts';
import { EmptyState } from '../../shared/web/components.tsx';
import { type LineText, LineTexts } from './line-texts.tsx';
import { type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { hoursOf, teamName } from './visit-words.ts';
import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

export async function answerSeasonLine(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const texts = await textsOf(dependencies, frame);
  const title = 'ข้อความกำหนดการสำหรับกลุ่มไลน์';
  return page(
    c,
    seasonOptions(frame, title),
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        เลือกข้อความในกรอบแล้วคัดลอกไปวางในกลุ่มไลน์ของอำเภอ ข้อความมีเฉพาะการนิเทศที่เผยแพร่แล้วตั้งแต่วันนี้เป็นต้นไป
        และไม่ใช้แทนหนังสือแจ้ง
      </p>
      {texts.length === 0 && (
        <EmptyState>
          ไม่มีการนิเทศที่เผยแพร่แล้วตั้งแต่วันนี้เป็นต้นไป{' '}
          <a class="govuk-link" href={frame.base}>
            ไปหน้าการนิเทศติดตาม
          </a>
        </EmptyState>
      )}
      <LineTexts texts={texts} rows={7} />
    </>,
  );
}

/** A text for each district that the team still comes to, in the order of the alphabet. */
async function textsOf(
  dependencies: WebDependencies,
  { season: { fiscalYear, province } }: SeasonFrame,
): Promise<LineText[]> {
  const { seasons, roster, publicUrl } = dependencies;
  const [schedule, teams, organizations] = await Promise.all([
    seasons.schedule(fiscalYear, province),
    seasons.teams(fiscalYear, province),
    roster.all(province),
  ]);
  const today = todayOf(dependencies);
  const byId = new Map(organizations.map((one) => [one.orgId, one]));
  const ahead = (schedule?.entries ?? []).filter(
    ({ state, date }) => state === 'scheduled' && date >= today,
  );
  const lines = inOrder(ahead).flatMap((entry) => {
    const organization = byId.get(entry.orgId);
    if (!organization) return [];
    const host = entry.hostOrgId === entry.orgId ? undefined : byId.get(entry.hostOrgId ?? '');
    const { shortName } = nameOn(organization, entry.date);
    const where = host ? ` ร่วมที่${nameOn(host, entry.date).shortName}` : '';
    const line = `${dayAndDate(entry.date)} ${hoursOf(entry)} ${shortName}${where} (${teamName(teams, entry.teamId)})`;
    return { amphoe: organization.amphoe.name, line };
  });
  const link = `${new URL('/', publicUrl).href}?openExternalBrowser=1`;
  return [...Map.groupBy(lines, ({ amphoe }) => amphoe)]
    .toSorted(([a], [b]) => byThai(a, b))
    .map(([amphoe, ofAmphoe]) => ({
      amphoe,
      text: [
        `กำหนดการนิเทศติดตาม ปีงบประมาณ พ.ศ. ${fiscalYear} อำเภอ${amphoe} ${ofAmphoe.length} แห่ง`,
        ...ofAmphoe.map(({ line }) => line),
        `ดูรายละเอียดและตอบรับในระบบ: ${link}`,
      ].join('\n'),
    }));
}
