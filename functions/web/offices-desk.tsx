/** The pages on which the central office sets up and corrects the offices of provinces. */
import type { Context } from 'hono';
import { fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import type { Office } from '../../shared/domain/organization.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { changeAccount } from '../../shared/store/account-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import type { KeptOffice } from '../../shared/store/roster-store.ts';
import type { Settings } from '../../shared/store/settings-store.ts';
import { Notification, Table, Tag } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { eventOf } from './acting.ts';
import { markOf, officeForm, officeFrom } from './office-form.tsx';
import { provincePath } from './province-frame.tsx';
import { readForm } from './request-body.ts';
import {
  authorized,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export function createOfficesDesk(dependencies: WebDependencies) {
  const { accounts, roster, settings, audits, now } = dependencies;

  return {
    async list(c: Context<WebEnv>) {
      authorized(c, 'administer', 'nation');
      const codes = Object.keys(provinceNames);
      const [{ provinces }, offices] = await Promise.all([
        settings.load(),
        Promise.all(codes.map((code) => roster.office(code))),
      ]);
      const rows = codes.map((code, index) => ({
        code,
        office: offices[index],
        takesPart: provinces.includes(code),
      }));
      return page(
        c,
        { title: 'สำนักงานประจำจังหวัด' },
        <>
          {c.req.query('saved') !== undefined && (
            <Notification kind="success" title="บันทึกข้อมูลสำนักงานแล้ว">
              <p class="govuk-body">ขั้นต่อไป: เชิญเจ้าหน้าที่คนแรกของสำนักงาน และนำเข้ารายชื่อ อปท.</p>
            </Notification>
          )}
          <h1 class="govuk-heading-l">สำนักงาน ป.ป.ช. ประจำจังหวัด</h1>
          <Table
            caption="สำนักงานทั้ง 77 จังหวัด"
            captionHidden
            // Those that work with the system first.
            rows={rows.toSorted((a, b) => Number(!a.office) - Number(!b.office))}
            columns={[
              {
                head: 'จังหวัด',
                heads: true,
                cell: ({ code }) => (
                  <a class="govuk-link" href={`/offices/${code}`}>
                    {provinceNames[code]}
                  </a>
                ),
              },
              {
                head: 'สถานะ',
                cell: ({ office, takesPart }) =>
                  office ? (
                    <Tag tone={takesPart ? 'green' : 'yellow'}>
                      {takesPart ? 'ใช้งานระบบ' : 'ตั้งไว้แล้ว ยังไม่เริ่มรอบรายงาน'}
                    </Tag>
                  ) : (
                    <Tag tone="grey">ยังไม่ได้ตั้ง</Tag>
                  ),
              },
              {
                head: 'ผู้ใช้งาน',
                cell: ({ code, office }) =>
                  office && (
                    <a class="govuk-link" href={`/provinces/${code}/people`}>
                      ผู้ใช้งาน
                      <span class="govuk-visually-hidden">ของจังหวัด{provinceNames[code]}</span>
                    </a>
                  ),
              },
            ]}
          />
        </>,
      );
    },

    async form(c: Context<WebEnv>) {
      const province = provinceOf(c);
      return officeForm(c, province, await factsOf(province));
    },

    async save(c: Context<WebEnv>) {
      const province = provinceOf(c);
      const user = authorized(c, 'administer', 'nation');
      const form = await readForm(c);
      const stored = await factsOf(province);
      const read = officeFrom(form, province, stored.office);
      if ('errors' in read)
        return officeForm(c, province, { ...stored, form, errors: read.errors });
      const wanted = { office: read.office, takesPart: form.get('takesPart') === 'yes' };
      const isSaved = markOf(wanted) === markOf(stored);
      const isStale = (form.get('seen') ?? '') !== markOf(stored);
      // A second click finds saved what it wants.
      if (!isSaved && (isStale || !(await saveOffice(user, stored.office, wanted.office)))) {
        const latest = await factsOf(province);
        return officeForm(c, province, { ...latest, form, isStale: true });
      }
      await setTakesPart(user, province, wanted.takesPart);
      await setAreas(user, wanted.office);
      return c.redirect('/offices?saved', 303);
    },
  };

  async function factsOf(
    province: string,
  ): Promise<{ office: KeptOffice | undefined; takesPart: boolean }> {
    const [office, { provinces }] = await Promise.all([roster.office(province), settings.load()]);
    return { office, takesPart: provinces.includes(province) };
  }

  /** Says whether nobody else was quicker. */
  async function saveOffice(
    user: User,
    before: KeptOffice | undefined,
    office: Office,
  ): Promise<boolean> {
    const next = { ...office, ...(before?.rev !== undefined && { rev: before.rev }) };
    const saved = await saveWithEvent<KeptOffice>(audits, {
      owner: `PROVINCE#${office.province}`,
      before,
      next,
      event: eventOf(user, now(), {
        act: before ? 'office-corrected' : 'office-set-up',
        subject: office.province,
      }),
      save: (sealed) => roster.changeOffice(next, sealed),
      settle: roster.officeSettled,
    });
    return saved !== undefined;
  }

  /** The office's officers serve what the office serves. */
  async function setAreas(user: User, { province, alsoServes = [] }: Office): Promise<void> {
    const provinces = [province, ...alsoServes];
    for (const member of await accounts.members(`PROVINCE#${province}`)) {
      const isOwn = member.role === 'provincial' && member.provinces[0] === province;
      if (!isOwn || member.provinces.join() === provinces.join()) continue;
      const names = provinces.map((code) => provinceNames[code] ?? code).join(' ');
      const event = eventOf(user, now(), {
        act: 'account-areas-set',
        subject: member.userId,
        note: `${member.position}: ${names}`,
      });
      await changeAccount({ accounts, audits }, member, { provinces }, event);
    }
  }

  /** A province that takes part gets cycles; nobody is asked for years before the system. */
  async function setTakesPart(user: User, province: string, takesPart: boolean): Promise<void> {
    for (;;) {
      const before = await settings.load();
      if (before.provinces.includes(province) === takesPart) return;
      const others = before.provinces.filter((other) => other !== province);
      const next = {
        ...before,
        provinces: takesPart ? [...others, province].toSorted() : others,
        firstYear: before.firstYear ?? fiscalYearOf(todayOf({ now })),
      };
      const saved = await saveWithEvent<Settings>(audits, {
        owner: 'NATION',
        before,
        next,
        event: eventOf(user, now(), {
          act: takesPart ? 'province-begun' : 'province-stopped',
          subject: provinceNames[province] ?? province,
        }),
        save: (sealed) => settings.change(next, sealed),
        settle: settings.auditSettled,
      });
      // Others set other provinces at the same time: theirs stay as they are.
      if (saved) return;
    }
  }
}

/** @throws {ProblemError} 401 | 404 */
function provinceOf(c: Context<WebEnv>): string {
  authorized(c, 'administer', 'nation');
  const { province } = pathOf(c, provincePath);
  if (!(province in provinceNames)) throw new ProblemError(404);
  return province;
}
