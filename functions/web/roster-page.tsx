/** Pages of the register: bringing in a list, what it would change, how far it has come. */
import type { FC } from 'hono/jsx';
import { provinceNames } from '../../shared/domain/provinces.ts';
import type { RosterChange, RosterImport, RosterPart } from '../../shared/domain/roster.ts';
import { dateTime, longDate } from '../../shared/text/thai.ts';
import {
  Button,
  ConfirmForm,
  DateInput,
  EmptyState,
  type FieldError,
  FileField,
  Notification,
  Select,
  SummaryCard,
  SummaryCards,
  SummaryList,
  Table,
  Tag,
} from '../../shared/web/components.tsx';

const stateLabels = {
  compared: 'รอยืนยัน',
  applying: 'กำลังนำเข้า',
  done: 'นำเข้าแล้ว',
} satisfies Record<RosterImport['state'], string>;
const stateTones = { compared: 'yellow', applying: 'blue', done: 'green' } as const;

export function provinceTitle(province: string): string {
  return `ทะเบียนจังหวัด${provinceNames[province] ?? province}`;
}

interface RosterStartProps {
  readonly imports: readonly RosterImport[];
  readonly province: string;
  readonly from: { readonly value?: { day: string; month: string; year: string } };
  readonly errors: readonly FieldError[];
}

export const RosterStartPage: FC<RosterStartProps> = ({ imports, province, from, errors }) => {
  return (
    <>
      <h1 class="govuk-heading-l">ทะเบียนหน่วยงาน</h1>
      <p class="govuk-body">
        นำเข้าบัญชีรายชื่อองค์กรปกครองส่วนท้องถิ่นของกรมส่งเสริมการปกครองท้องถิ่น
        ระบบจะแสดงความแตกต่างจากทะเบียนปัจจุบันให้ตรวจก่อน และยังไม่บันทึกจนกว่าจะยืนยัน
      </p>
      <form method="post" action="/roster" enctype="multipart/form-data" novalidate>
        <FileField
          name="file"
          label="ไฟล์ทะเบียน (.csv)"
          hint="แถวแรกเป็นหัวตาราง ต้องมีรหัส 7 หลัก ชื่อ และอำเภอ ส่วนประเภท ละติจูด และลองจิจูด มีหรือไม่มีก็ได้"
          accept={['.csv', 'text/csv']}
          errors={errors}
        />
        <Select
          name="province"
          label="นำเข้าเฉพาะ"
          value={province}
          errors={errors}
          options={[
            { value: '', text: 'ทุกจังหวัดที่อยู่ในไฟล์' },
            ...Object.entries(provinceNames).map(([value, text]) => ({ value, text })),
          ]}
        />
        <DateInput
          name="from"
          label="ชื่อที่เปลี่ยนมีผลตั้งแต่วันที่"
          hint="เอกสารที่ลงวันที่ก่อนวันนี้ยังใช้ชื่อเดิม เช่น 16 4 2563"
          errors={errors}
          {...from}
        />
        <Button>ตรวจความแตกต่าง</Button>
      </form>
      <h2 class="govuk-heading-m">การนำเข้าที่ผ่านมา</h2>
      {imports.length === 0 ? (
        <EmptyState>ยังไม่เคยนำเข้าทะเบียน</EmptyState>
      ) : (
        <Table
          caption="การนำเข้าที่ผ่านมา"
          captionHidden
          rows={imports}
          columns={[
            {
              head: 'ไฟล์',
              heads: true,
              cell: ({ runId, fileName }) => (
                <a class="govuk-link" href={`/roster/${runId}`}>
                  {fileName}
                </a>
              ),
            },
            { head: 'เมื่อ', cell: ({ at }) => dateTime(new Date(at)) },
            { head: 'โดย', cell: ({ by }) => by.position },
            {
              head: 'สถานะ',
              cell: ({ state }) => <Tag tone={stateTones[state]}>{stateLabels[state]}</Tag>,
            },
          ]}
        />
      )}
    </>
  );
};

export const RosterImportPage: FC<{ run: RosterImport }> = ({ run }) => {
  const { provinces, state, applied, runId, problems } = run;
  const sum = (field: 'new' | 'named' | 'placed' | 'gone' | 'unchanged') =>
    provinces.reduce((total, each) => total + each[field], 0);
  const changes = sum('new') + sum('named') + sum('placed');
  return (
    <>
      <h1 class="govuk-heading-l">
        {state === 'compared' ? 'ตรวจทะเบียนก่อนนำเข้า' : 'ผลการนำเข้าทะเบียน'}
      </h1>
      {state === 'done' && (
        <Notification kind="success" title={`นำเข้าทะเบียน ${applied.length} จังหวัดเรียบร้อยแล้ว`} />
      )}
      {state === 'applying' && (
        <div class="govuk-inset-text" role="status">
          <p class="govuk-body">
            <label for="progress">
              กำลังนำเข้า {applied.length} จาก {provinces.length} จังหวัด หน้านี้จะแสดงผลเองเมื่อเสร็จ
            </label>
          </p>
          <progress id="progress" max={provinces.length} value={applied.length}>
            {applied.length}/{provinces.length}
          </progress>
        </div>
      )}
      <SummaryCards>
        <SummaryCard figure={sum('new')} label="เพิ่มใหม่" />
        <SummaryCard figure={sum('named')} label="เปลี่ยนชื่อหรือประเภท" />
        <SummaryCard figure={sum('placed')} label="แก้อำเภอหรือพิกัด" />
        <SummaryCard figure={sum('gone')} label="ไม่อยู่ในไฟล์" />
        <SummaryCard figure={sum('unchanged')} label="ไม่เปลี่ยน" />
      </SummaryCards>
      <SummaryList
        rows={[
          { key: 'ไฟล์', value: run.fileName },
          { key: 'ชื่อที่เปลี่ยนมีผลตั้งแต่', value: longDate(run.from) },
        ]}
      />
      {problems.length > 0 && (
        <details class="govuk-details" open={state === 'compared'}>
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">
              แถวที่อ่านไม่ได้และจะไม่นำเข้า {problems.length} แถว
            </span>
          </summary>
          <ul class="govuk-list govuk-list--bullet govuk-details__text">
            {problems.map(({ line, why }) => (
              <li>
                บรรทัดที่ {line}: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
      {state === 'compared' &&
        (changes === 0 ? (
          <p class="govuk-body">ไฟล์นี้ตรงกับทะเบียนปัจจุบันทุกแห่ง ไม่มีสิ่งที่ต้องนำเข้า</p>
        ) : (
          <ConfirmForm action={`/roster/${runId}/apply`} button={`ยืนยันนำเข้า ${changes} รายการ`}>
            <p class="govuk-body">
              ระบบจะเพิ่มและแก้ไขตามตารางด้านล่าง ผู้ประสานงานและรายงานของแต่ละหน่วยงานคงเดิมทั้งหมด
              หน่วยงานที่ไม่อยู่ในไฟล์จะไม่ถูกลบ
            </p>
          </ConfirmForm>
        ))}
      <Table
        caption="รายจังหวัด"
        rows={provinces}
        columns={[
          {
            head: 'จังหวัด',
            heads: true,
            cell: ({ province }) => (
              <a class="govuk-link" href={`/roster/${runId}/${province}`}>
                {provinceNames[province] ?? province}
              </a>
            ),
          },
          { head: 'เพิ่มใหม่', figure: true, cell: (each) => each.new },
          { head: 'เปลี่ยนชื่อหรือประเภท', figure: true, cell: (each) => each.named },
          { head: 'แก้ที่ตั้ง', figure: true, cell: (each) => each.placed },
          { head: 'ไม่อยู่ในไฟล์', figure: true, cell: (each) => each.gone },
          { head: 'ไม่เปลี่ยน', figure: true, cell: (each) => each.unchanged },
        ]}
      />
    </>
  );
};

const changeLabels = {
  new: 'เพิ่มใหม่',
  named: 'เปลี่ยนชื่อหรือประเภท',
  placed: 'แก้อำเภอหรือพิกัด',
} satisfies Record<RosterChange['change'], string>;
const changeTones = { new: 'green', named: 'orange', placed: 'blue' } as const;

export const RosterPartPage: FC<{ part: RosterPart }> = ({ part }) => {
  const { province, changes, gone, unchanged } = part;
  return (
    <>
      <h1 class="govuk-heading-l">{provinceTitle(province)}</h1>
      <p class="govuk-body">ไม่เปลี่ยน {unchanged} แห่ง</p>
      {changes.length === 0 ? (
        <EmptyState>ไม่มีรายการเพิ่มหรือเปลี่ยนในจังหวัดนี้</EmptyState>
      ) : (
        <Table
          caption={`เพิ่มหรือเปลี่ยน ${changes.length} แห่ง`}
          rows={changes}
          columns={[
            { head: 'หน่วยงาน', heads: true, cell: ({ shortName }) => shortName },
            { head: 'รหัส', cell: ({ code }) => code },
            { head: 'อำเภอ', cell: ({ amphoe }) => amphoe.name },
            {
              head: 'รายการ',
              cell: ({ change }) => <Tag tone={changeTones[change]}>{changeLabels[change]}</Tag>,
            },
            { head: 'ชื่อเดิม', cell: ({ change, before }) => (change === 'named' ? before : '–') },
          ]}
        />
      )}
      {gone.length > 0 && (
        <Table
          caption={`ไม่อยู่ในไฟล์ ${gone.length} แห่ง`}
          rows={gone}
          columns={[
            { head: 'หน่วยงาน', heads: true, cell: ({ shortName }) => shortName },
            { head: 'เลขประจำหน่วยงาน', cell: ({ orgId }) => orgId },
            {
              head: 'หากรวมกับหน่วยงานอื่น',
              cell: ({ orgId, shortName }) => (
                <a class="govuk-link" href={`/organizations/${orgId}/merger`}>
                  บันทึกการรวม<span class="govuk-visually-hidden"> {shortName}</span>
                </a>
              ),
            },
          ]}
        />
      )}
    </>
  );
};
