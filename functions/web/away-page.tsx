/** Where an organization tells on which days it cannot receive a team, or the office notes it down. */
import type { Context } from 'hono';
import * as z from 'zod';
import { type FiscalYear, fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { nameOn, orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { dayOff } from '../../shared/domain/season-setup.ts';
import { longDate } from '../../shared/text/thai.ts';
import { type FieldError, Notification } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { DaysOffEditor, daysOffAfter } from './days-off.tsx';
import { refuse } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { seenIn } from './season-forms.tsx';
import { createSetUpSeason } from './set-up-season.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const awayPath = z.object({
  orgId: orgIdSchema,
  year: z.coerce.number().pipe(fiscalYearSchema),
  province: z.string().optional(),
});

/** Who asks, about whom; a foreign organization, or one of another province, is not found. */
function placeOf(c: Context<WebEnv>) {
  const { orgId, year, province } = pathOf(c, awayPath);
  if (province !== undefined && provinceOf(orgId) !== province) throw new ProblemError(404);
  const user = authorized(c, 'read-organization', { orgId });
  return { orgId, year, user };
}

export async function answerAway(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  errors: readonly FieldError[] = [],
  form?: Form,
) {
  const { orgId, year, user } = placeOf(c);
  const { setups, roster, seasons } = dependencies;
  const today = todayOf(dependencies);
  const [organization, absence, schedule] = await Promise.all([
    roster.find(orgId),
    setups.absence(year, orgId),
    seasons.schedule(year, provinceOf(orgId)),
  ]);
  const name = nameOn(found(organization), today);
  const days = absence?.days ?? [];
  const visit = schedule?.entries.find(
    (entry) =>
      entry.orgId === orgId &&
      entry.state === 'scheduled' &&
      entry.date >= today &&
      dayOff(days, entry.date) !== undefined,
  );
  const own = can(user, 'answer-visit', { orgId });
  const mayTell = own || c.req.path.startsWith('/provinces/');
  const title = `วันที่${own ? '' : name.shortName}ไม่สะดวกรับการนิเทศ`;
  return page(
    c,
    {
      title,
      line: `${name.shortName} · ปีงบประมาณ พ.ศ. ${year}`,
      breadcrumbs: crumbs(orgId, year, own, name.shortName, title),
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <>
      <span class="govuk-caption-l">{name.name}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      {visit && (
        <Notification title={`วันนิเทศที่กำหนดไว้ ${longDate(visit.date)} อยู่ในช่วงที่ไม่สะดวก`}>
          <p class="govuk-body">
            การแจ้งในหน้านี้ไม่เปลี่ยนวันนิเทศที่กำหนดแล้ว{' '}
            <a
              class="govuk-notification-banner__link"
              href={
                own
                  ? `/organizations/${orgId}/visits/${year}/${visit.visitNo}`
                  : `/provinces/${provinceOf(orgId)}/visits/${year}/${orgId}/${visit.visitNo}`
              }
            >
              {own ? 'ขอเปลี่ยนวันนิเทศ' : 'ดูการนิเทศนี้'}
            </a>
          </p>
        </Notification>
      )}
      <p class="govuk-body">
        สำนักงาน ป.ป.ช. ประจำจังหวัดใช้ข้อมูลนี้จัดกำหนดการ โดยไม่จัดวันนิเทศตรงกับวันที่แจ้งไว้
      </p>
      {mayTell && (
        <DaysOffEditor
          action={c.req.path}
          hidden={{ rev: String(absence?.rev ?? 0) }}
          days={days}
          errors={errors}
          form={form}
          empty="ยังไม่ได้แจ้งวันใด"
          reasonHint="เช่น ประชุมสภา งานประเพณี เลือกตั้ง"
        />
      )}
    </>,
  );
}

function crumbs(orgId: string, year: FiscalYear, own: boolean, name: string, title: string) {
  const above = own
    ? { text: name, href: `/organizations/${orgId}` }
    : {
        text: 'ตั้งค่าการนิเทศของปี',
        href: `/provinces/${provinceOf(orgId)}/visits/${year}/setup#away`,
      };
  return [above, { text: title }];
}

export async function takeAway(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { orgId, year, user } = placeOf(c);
  // The office notes it down among its own pages.
  const byOffice = c.req.path.startsWith('/provinces/');
  if (!byOffice && !can(user, 'answer-visit', { orgId })) refuse({ refused: 'forbidden' });
  const form = await readForm(c);
  const absence = await dependencies.setups.absence(year, orgId);
  const days = daysOffAfter(absence?.days ?? [], form);
  if ('errors' in days) return answerAway(c, dependencies, days.errors, form);
  const { tellAbsence } = createSetUpSeason({ ...dependencies, audit: dependencies.audits });
  const place = { fiscalYear: year, orgId };
  const outcome = await tellAbsence(user, place, seenIn(form, 'rev'), days);
  if ('saved' in outcome) return c.redirect(c.req.path, 303);
  if (outcome.refused !== 'changed') return refuse(outcome);
  const message = 'มีผู้อื่นแก้ไขรายการนี้หลังจากที่ท่านเปิดหน้า ด้านบนคือรายการล่าสุด โปรดทำรายการอีกครั้ง';
  return answerAway(c, dependencies, [{ id: 'from', message }], form);
}
