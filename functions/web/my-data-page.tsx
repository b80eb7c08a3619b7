/** The notice on personal data, and the page of what is kept of a person. */
import type { FC } from 'hono/jsx';
import { actLabel, noteText } from '../../shared/text/acts.ts';
import { dateTime } from '../../shared/text/thai.ts';
import { ButtonLink, EmptyState, SummaryList, Table } from '../../shared/web/components.tsx';
import type { KeptOfPerson } from './my-data-answers.tsx';

/** Events that the page shows; the file holds all. */
const SHOWN = 50;

export const PrivacyPage: FC = () => (
  <>
    <h1 class="govuk-heading-l">การใช้ข้อมูลส่วนบุคคล</h1>
    <p class="govuk-body">
      สำนักงาน ป.ป.ช. เก็บข้อมูลของท่านเท่าที่จำเป็นต่อการกำกับติดตามแผนปฏิบัติการป้องกันการทุจริต
      ซึ่งเป็นการปฏิบัติหน้าที่ตามกฎหมาย ตามพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562
    </p>
    <h2 class="govuk-heading-m">เก็บอะไร และนานเท่าใด</h2>
    <Table
      caption="ข้อมูลที่เก็บ"
      captionHidden
      rows={KEPT}
      columns={[
        { head: 'ข้อมูล', heads: true, cell: ({ what }) => what },
        { head: 'ใช้ทำอะไร', cell: ({ why }) => why },
        { head: 'เก็บนานเท่าใด', cell: ({ howLong }) => howLong },
      ]}
    />
    <h2 class="govuk-heading-m">สิทธิของท่าน</h2>
    <ul class="govuk-list govuk-list--bullet">
      <li>
        ดูและดาวน์โหลดข้อมูลของท่านได้ที่{' '}
        <a class="govuk-link" href="/my-data">
          ข้อมูลของฉัน
        </a>
      </li>
      <li>
        หากตำแหน่งหรืออีเมลไม่ถูกต้อง แจ้งเพื่อนร่วมงานหรือสำนักงาน ป.ป.ช. ประจำจังหวัดให้แก้ไขในหน้ารายชื่อผู้ใช้งาน
      </li>
      <li>
        เมื่อพ้นจากหน้าที่และปิดบัญชีแล้วครบ 1 ปี ระบบลบอีเมลและพาสคีย์ของท่านเอง หรือขอให้ลบก่อนได้
        ประวัติการดำเนินการยังคงอยู่โดยระบุเป็นรหัสผู้ใช้งาน
      </li>
    </ul>
  </>
);

const KEPT = [
  {
    what: 'อีเมล ตำแหน่ง บทบาท และหน่วยงาน',
    why: 'เข้าสู่ระบบ และกำหนดว่าทำรายการใดได้',
    howLong: 'ระหว่างดำรงตำแหน่ง และ 1 ปีหลังพ้นหน้าที่ จากนั้นระบบลบอีเมลเอง',
  },
  {
    what: 'เวลาที่เข้าใช้งานและชนิดของเบราว์เซอร์',
    why: 'ให้ท่านตรวจสอบและสิ้นสุดการเข้าใช้งานเอง',
    howLong: 'ไม่เกิน 12 ชั่วโมง',
  },
  {
    what: 'อีเมลที่ขอรหัสและที่อยู่เครือข่าย',
    why: 'ป้องกันการสุ่มรหัส',
    howLong: 'ไม่เกิน 1 ชั่วโมง',
  },
  {
    what: 'อีเมลและโทรศัพท์ของผู้ติดต่อของหน่วยงาน',
    why: 'แจ้งกำหนดการและประสานงาน',
    howLong: 'จนกว่าจะมีผู้ติดต่อคนใหม่ และไม่เกิน 1 ปีหลังพ้นหน้าที่',
  },
  {
    what: 'ประวัติการดำเนินการ: ผู้ใช้งาน ตำแหน่ง รายการ และเวลา',
    why: 'หลักฐานของทางราชการ',
    howLong: 'ตามอายุของเอกสารราชการ',
  },
];

export const MyDataPage: FC<KeptOfPerson> = ({ account, sessions, passkeys, events }) => (
  <>
    <h1 class="govuk-heading-l">ข้อมูลของฉัน</h1>
    <p class="govuk-body">
      ข้อมูลทั้งหมดที่ระบบเก็บไว้กับบัญชีของท่าน{' '}
      <a class="govuk-link" href="/privacy">
        ใช้ทำอะไรและเก็บนานเท่าใด
      </a>
    </p>
    <SummaryList
      rows={[
        { key: 'อีเมล', value: <span class="address">{account.email}</span> },
        { key: 'ตำแหน่ง', value: account.position },
        ...(account.person ? [{ key: 'ชื่อที่แจ้งไว้', value: account.person }] : []),
        { key: 'รหัสผู้ใช้งาน', value: account.userId },
        { key: 'พาสคีย์', value: `${passkeys} รายการ` },
        { key: 'การเข้าใช้งานที่เปิดอยู่', value: `${sessions.length} เครื่อง` },
      ]}
    />
    <ButtonLink href="/my-data.json">ดาวน์โหลดข้อมูลทั้งหมด (JSON)</ButtonLink>
    <h2 class="govuk-heading-m">สิ่งที่ท่านทำในระบบ</h2>
    {events.length === 0 ? (
      <EmptyState>ยังไม่มีรายการ</EmptyState>
    ) : (
      <Table
        caption={`รายการล่าสุด ${Math.min(SHOWN, events.length)} จาก ${events.length} รายการ`}
        rows={events.slice(0, SHOWN)}
        columns={[
          { head: 'เมื่อ', cell: ({ at }) => dateTime(new Date(at)) },
          { head: 'การดำเนินการ', heads: true, cell: ({ act }) => actLabel(act) },
          { head: 'หมายเหตุ', cell: noteText },
        ]}
      />
    )}
    <p class="govuk-body">
      หากข้อมูลไม่ถูกต้อง กรุณาแจ้งเพื่อนร่วมงานหรือสำนักงาน ป.ป.ช. ประจำจังหวัดให้แก้ไขในหน้ารายชื่อผู้ใช้งาน
    </p>
  </>
);
