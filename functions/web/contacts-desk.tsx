/** The people of an organization, as its office sees them: whose mail does not arrive, and the form to mend it. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { type Contact, nameOn, orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { contactRoleLabels, mediumDate } from '../../shared/text/thai.ts';
import {
  Button,
  Field,
  type FieldError,
  Notification,
  SummaryList,
  Tag,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { currentRound } from './board.ts';
import { createMendContact } from './mend-contact.ts';
import { crumbsTo, lineOf, provinceFrame, provincePath, refuse } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import {
  found,
  page,
  pathOf,
  signedIn,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const contactPath = provincePath.extend({ orgId: orgIdSchema });

const mendingSchema = z.object({
  contactId: z.string(),
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  phone: z.string().trim().max(60),
});

export function createContactDesk(dependencies: WebDependencies) {
  const mendContact = createMendContact({ ...dependencies, audit: dependencies.audits });

  return {
    read: async (c: Context<WebEnv>) => answerContacts(c, dependencies),

    async mend(c: Context<WebEnv>) {
      const { province, orgId } = contactOf(c);
      const form = await readForm(c);
      const parsed = mendingSchema.safeParse(Object.fromEntries(form));
      if (!parsed.success) {
        const message = 'กรุณากรอกอีเมลให้ถูกต้อง เช่น plan@example.go.th';
        return answerContacts(c, dependencies, { form, message });
      }
      const outcome = await mendContact(signedIn(c), { orgId, ...parsed.data });
      if ('mended' in outcome) {
        return c.redirect(`/provinces/${province}/contacts/${orgId}?done`, 303);
      }
      if (outcome.refused !== 'same-address') return refuse(outcome);
      const message = 'อีเมลนี้คือที่อยู่ที่ส่งไม่ถึง กรุณากรอกที่อยู่ใหม่';
      return answerContacts(c, dependencies, { form, message });
    },
  };
}

/** @throws {ProblemError} 404 for an organization of another province */
function contactOf(c: Context<WebEnv>) {
  const path = pathOf(c, contactPath);
  if (provinceOf(path.orgId) !== path.province) throw new ProblemError(404);
  return path;
}

interface Mistaken {
  readonly form: Form;
  readonly message: string;
}

async function answerContacts(
  c: Context<WebEnv>,
  { roster, settings, now }: WebDependencies,
  mistaken?: Mistaken,
) {
  const frame = await provinceFrame(c);
  const { province, orgId } = contactOf(c);
  const organization = found(await roster.find(orgId));
  const today = todayOf({ now });
  const { name, shortName } = nameOn(organization, today);
  const { fiscalYear, round } = currentRound(today, (await settings.load()).rules);
  const wrongId = mistaken?.form.get('contactId');
  const errors = mistaken ? [{ id: `email-${wrongId}`, message: mistaken.message }] : [];
  const report = `/provinces/${province}/reports/${orgId}/${fiscalYear}/${round}`;
  const mayMend = can(frame.user, 'review-report', { orgId });
  return page(
    c,
    {
      title: `ผู้ติดต่อของ${shortName}`,
      line: lineOf(frame),
      errors,
      status: mistaken ? 422 : 200,
      breadcrumbs: crumbsTo(frame, { text: shortName, href: report }, { text: 'ผู้ติดต่อ' }),
    },
    <>
      {c.req.query('done') !== undefined && !mistaken && (
        <Notification kind="success" title="บันทึกที่อยู่ใหม่แล้ว">
          <p class="govuk-body">การแจ้งเตือนครั้งถัดไปจะส่งไปยังที่อยู่นี้</p>
        </Notification>
      )}
      <span class="govuk-caption-l">{name}</span>
      <h1 class="govuk-heading-l">ผู้ติดต่อ</h1>
      {organization.contacts
        .toSorted((a, b) => Number(a.health === 'ok') - Number(b.health === 'ok'))
        .map((contact) => (
          <section class="panel-plain">
            <ContactFacts contact={contact} />
            {mayMend && contact.health !== 'ok' && (
              <MendForm
                contact={contact}
                errors={errors}
                typed={wrongId === contact.contactId ? mistaken?.form : undefined}
              />
            )}
          </section>
        ))}
    </>,
  );
}

const ContactFacts: FC<{ contact: Contact }> = ({ contact }) => (
  <>
    <h2 class="govuk-heading-m">{contactRoleLabels[contact.role]}</h2>
    <SummaryList
      rows={[
        { key: 'ตำแหน่ง', value: contact.position },
        ...(contact.until
          ? [{ key: 'รับแจ้งเตือนถึง', value: `${mediumDate(contact.until)} (ส่งมอบงานหรือปิดบัญชีแล้ว)` }]
          : []),
        {
          key: 'อีเมล',
          value: (
            <>
              <span class="address">{contact.email}</span> <HealthTag health={contact.health} />
            </>
          ),
        },
        { key: 'โทรศัพท์', value: contact.phone ?? 'ไม่มีข้อมูล' },
      ]}
    />
  </>
);

const HealthTag: FC<{ health: Contact['health'] }> = ({ health }) => {
  switch (health) {
    case 'ok':
      return <Tag tone="green">ส่งถึง</Tag>;
    case 'bounced':
      return <Tag tone="red">อีเมลส่งไม่ถึง</Tag>;
    case 'complained':
      return <Tag tone="red">ผู้รับแจ้งว่าเป็นสแปม</Tag>;
  }
};

const MendForm: FC<{
  contact: Contact;
  errors: readonly FieldError[];
  typed: Form | undefined;
}> = ({ contact: { contactId, phone }, errors, typed }) => (
  <form method="post" novalidate>
    <input type="hidden" name="contactId" value={contactId} />
    <Field
      name="email"
      id={`email-${contactId}`}
      label="อีเมลใหม่"
      hint="โทรสอบถามหน่วยงานก่อนกรอก"
      type="email"
      errors={errors}
      value={typed?.get('email')}
    />
    <Field
      name="phone"
      id={`phone-${contactId}`}
      label="โทรศัพท์ (ถ้าเปลี่ยน)"
      type="tel"
      value={typed?.get('phone') ?? phone}
      width={20}
    />
    <Button>บันทึกที่อยู่ใหม่</Button>
  </form>
);
