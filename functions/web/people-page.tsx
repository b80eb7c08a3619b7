/** The list of the people of an organization or office. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { type User, userOn } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { roleLabels } from '../../shared/text/accounts.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  Field,
  Notification,
  Table,
} from '../../shared/web/components.tsx';
import { Address, State } from './people-fields.tsx';
import type { PeoplePlace } from './people-frame.ts';
import { page, type WebEnv } from './web-environment.tsx';

interface List {
  readonly place: PeoplePlace;
  readonly members: readonly User[];
  /** Of an office: those whose people it looks after. */
  readonly organizations: readonly Organization[];
  readonly today: LocalDate;
  readonly now: Date;
}

export function listPage(c: Context<WebEnv>, props: List) {
  const { place, members, organizations, today, now } = props;
  const wanted = (c.req.query('q') ?? '').trim();
  return page(
    c,
    { title: 'ผู้ใช้งาน', line: place.name },
    <>
      {c.req.query('invited') !== undefined && (
        <Notification kind="success" title="ส่งคำเชิญทางอีเมลแล้ว">
          <p class="govuk-body">ผู้รับเชิญเข้าใช้งานได้เมื่อเข้าสู่ระบบด้วยอีเมลนั้น ภายใน 14 วัน</p>
        </Notification>
      )}
      <span class="govuk-caption-l">{place.name}</span>
      <h1 class="govuk-heading-l">ผู้ใช้งาน</h1>
      <p class="govuk-body">ทุกคนใช้อีเมลของตนเอง ไม่ใช้บัญชีร่วมกัน เพื่อให้ทราบว่าใครเป็นผู้ทำรายการ</p>
      {members.length === 0 ? (
        <EmptyState>ยังไม่มีผู้ใช้งาน</EmptyState>
      ) : (
        <Table
          caption={`ผู้ใช้งานของ${place.name}`}
          captionHidden
          rows={inOrder(members, today)}
          columns={[
            {
              head: 'ตำแหน่ง',
              heads: true,
              cell: ({ userId, position }) => (
                <a class="govuk-link" href={`/people/${userId}`}>
                  {position}
                </a>
              ),
            },
            { head: 'บทบาท', cell: (member) => roleText(member) },
            { head: 'อีเมล', cell: (member) => <Address {...member} /> },
            { head: 'สถานะ', cell: (member) => <State user={member} today={today} now={now} /> },
          ]}
        />
      )}
      {place.roles.length > 0 && <ButtonLink href={`${place.path}/invite`}>เชิญผู้ใช้งาน</ButtonLink>}
      {organizations.length > 0 && (
        <OrganizationsOf {...{ organizations, wanted, today }} path={place.path} />
      )}
    </>,
  );
}

/** Those who may sign in first. */
function inOrder(members: readonly User[], today: LocalDate): User[] {
  const rank = (user: User) => Number(!userOn(user, today).active);
  return members.toSorted(
    (a, b) => rank(a) - rank(b) || a.role.localeCompare(b.role) || a.email.localeCompare(b.email),
  );
}

function roleText({ role, provinces }: User): string {
  if (role !== 'regional') return roleLabels[role];
  return `${roleLabels[role]} (${provinces.map((province) => provinceNames[province]).join(' ')})`;
}

const OrganizationsOf: FC<{
  organizations: readonly Organization[];
  wanted: string;
  path: string;
  today: LocalDate;
}> = ({ organizations, wanted, path, today }) => {
  const named = organizations
    .map((organization) => ({ organization, ...nameOn(organization, today) }))
    .filter(({ name, shortName }) => `${name} ${shortName}`.includes(wanted));
  return (
    <section aria-label="ผู้ใช้งานของ อปท.">
      <h2 class="govuk-heading-m">ผู้ใช้งานของ อปท. ในจังหวัด</h2>
      <form method="get" action={path}>
        <Field name="q" type="search" label="ชื่อ อปท." value={wanted} width={20} />
        <Button kind="secondary">ค้นหา</Button>
      </form>
      {named.length === 0 ? (
        <EmptyState>ไม่พบ อปท. ชื่อนี้</EmptyState>
      ) : (
        <ul class="govuk-list">
          {named.map(({ organization, shortName }) => (
            <li>
              <a class="govuk-link" href={`/organizations/${organization.orgId}/people`}>
                {shortName}
              </a>{' '}
              อ.{organization.amphoe.name}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
