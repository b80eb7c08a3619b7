/** Forms for what papers say, and how they would say it. */
import type { Child, FC } from 'hono/jsx';
import type { Edition } from '../../shared/domain/framework.ts';
import type {
  Letterhead,
  Numerals,
  StandingTextChanges,
  StandingTexts,
} from '../../shared/domain/letterhead.ts';
import { thaiDigits } from '../../shared/text/thai.ts';
import {
  Button,
  Field,
  type FieldError,
  FileField,
  Notification,
  Radios,
  SummaryList,
  Textarea,
} from '../../shared/web/components.tsx';
import { linesOf, placeholderWords, textNames } from './letterhead-form.ts';
import type { Form } from './request-body.ts';

interface LetterheadPageProps {
  readonly path: string;
  readonly letterhead: Letterhead;
  readonly mayChange: boolean;
  /** Standard texts of an organization's book. */
  readonly templates: StandingTexts | undefined;
  /** A preview, filled in. */
  readonly texts: StandingTexts | undefined;
  readonly numerals: Numerals;
  readonly seen: string;
  readonly saved: boolean;
  readonly form: Form | undefined;
  readonly errors: readonly FieldError[];
}

export const LetterheadPage: FC<LetterheadPageProps> = (props) => {
  const { path, letterhead, mayChange, templates, saved } = props;
  return (
    <>
      {saved && <Notification kind="success" title="บันทึกแล้ว เอกสารที่ดาวน์โหลดจากนี้ไปใช้ข้อมูลใหม่" />}
      <h1 class="govuk-heading-l">ข้อมูลสำหรับหนังสือและเอกสาร</h1>
      <p class="govuk-body">
        {templates
          ? 'ใช้ในบันทึกข้อความ ประกาศ หนังสือนำส่ง และรูปเล่มรายงานของหน่วยงาน'
          : 'ใช้ในหนังสือแจ้ง หนังสือเวียน หนังสือแจ้งผล และรายงานการนิเทศของสำนักงาน'}
      </p>
      <Emblem {...props} />
      {mayChange ? <LetterheadForm {...props} /> : <ReadOnly letterhead={letterhead} />}
      {props.texts && <Preview {...props} texts={props.texts} path={path} />}
    </>
  );
};

const Emblem: FC<LetterheadPageProps> = ({ path, letterhead, mayChange, errors }) => {
  return (
    <section aria-labelledby="emblem-head">
      <h2 class="govuk-heading-m" id="emblem-head">
        ตราสัญลักษณ์
      </h2>
      {letterhead.emblem ? (
        <p class="govuk-body">
          <img class="emblem" src={`${path}/emblem`} alt="ตราสัญลักษณ์ที่ใช้อยู่" height="96" />
        </p>
      ) : (
        <p class="govuk-body">ยังไม่มีตรา เอกสารจะเว้นที่ไว้</p>
      )}
      {mayChange && (
        <form method="post" action={`${path}/emblem`} enctype="multipart/form-data" novalidate>
          <FileField
            name="emblem"
            label="เลือกไฟล์ตราสัญลักษณ์"
            hint="ภาพ PNG หรือ JPEG ไม่เกิน 150 กิโลไบต์ พื้นหลังสีขาวหรือโปร่งใส"
            accept={['image/png', 'image/jpeg']}
            errors={errors}
          />
          <div class="actions">
            <Button kind="secondary">ใช้ตรานี้</Button>
            {letterhead.emblem && (
              <Button kind="warning" name="do" value="remove">
                นำตราออก
              </Button>
            )}
          </div>
        </form>
      )}
    </section>
  );
};

const LetterheadForm: FC<LetterheadPageProps> = (props) => {
  const { path, letterhead, templates, form, errors, seen } = props;
  const typed = (name: string, stored: string) => form?.get(name) ?? stored;
  return (
    <form method="post" action={path} novalidate>
      <input type="hidden" name="seen" value={seen} />
      <h2 class="govuk-heading-m">หัวหนังสือ</h2>
      <Radios
        name="numerals"
        label="ตัวเลขในเอกสาร"
        options={[
          { value: 'thai', text: 'เลขไทย (๑๒๓)' },
          { value: 'arabic', text: 'เลขอารบิก (123)' },
        ]}
        value={typed('numerals', letterhead.numerals)}
        errors={errors}
      />
      <Textarea
        name="address"
        label="ที่ตั้ง"
        hint="บรรทัดละหนึ่งส่วน ตามที่พิมพ์มุมขวาบนของหนังสือ ไม่เกิน 4 บรรทัด ไม่ต้องพิมพ์ชื่อหน่วยงานซ้ำ"
        value={typed('address', letterhead.address.join('\n'))}
        errors={errors}
      />
      <Field
        name="letterPrefix"
        label="เลขหนังสือส่วนหน้า"
        hint="ส่วนก่อนเครื่องหมายทับ เช่น นศ 75301 เลขลำดับออกตามทะเบียนของหน่วยงาน"
        value={typed('letterPrefix', letterhead.letterPrefix)}
        errors={errors}
        width={20}
      />
      <Field
        name="unit"
        label="ส่วนราชการเจ้าของเรื่อง"
        hint="พิมพ์ท้ายหนังสือ เช่น สำนักปลัด งานวิเคราะห์นโยบายและแผน"
        value={typed('unit', letterhead.unit)}
        errors={errors}
      />
      <Field
        name="phone"
        label="โทรศัพท์"
        type="tel"
        value={typed('phone', letterhead.phone)}
        errors={errors}
        width={20}
      />
      <Field
        name="email"
        label="ไปรษณีย์อิเล็กทรอนิกส์"
        value={typed('email', letterhead.email)}
        errors={errors}
        width={30}
      />
      {!templates && (
        <Textarea
          name="committee"
          label="คณะกรรมการที่รับรายงานการนิเทศติดตาม"
          rows={2}
          value={typed('committee', letterhead.committee)}
          errors={errors}
        />
      )}
      {templates && (
        <TextFields
          templates={templates}
          changes={letterhead.texts}
          form={form}
          errors={errors}
          without="acts"
        />
      )}
      <div class="actions">
        <Button>บันทึก</Button>
        {templates && (
          <Button kind="secondary" name="do" value="preview" formaction={`${path}#preview`}>
            ดูตัวอย่างโดยยังไม่บันทึก
          </Button>
        )}
      </div>
    </form>
  );
};

interface TextFieldsProps {
  readonly templates: StandingTexts;
  readonly changes: StandingTextChanges;
  readonly form: Form | undefined;
  readonly errors: readonly FieldError[];
  /** Texts that are not to be changed here. */
  readonly without?: keyof StandingTexts;
}

const hints: Partial<Record<keyof StandingTexts, string>> = {
  definitions: 'บรรทัดละหนึ่งคำ เขียนเป็น คำ: ความหมาย',
  acts: 'บรรทัดละหนึ่งประเภท เขียนเป็น ประเภท: ชื่อพระราชบัญญัติ ซึ่งจะอยู่แทน {พระราชบัญญัติตามประเภท} ในฐานกฎหมาย',
};

const TextFields: FC<TextFieldsProps> = ({ templates, changes, form, errors, without }) => (
  <>
    <h2 class="govuk-heading-m">ข้อความประจำในรูปเล่มและประกาศ</h2>
    <p class="govuk-body">
      บรรทัดละหนึ่งย่อหน้าหรือหนึ่งข้อ ระบบใส่เลขข้อให้ ลบทั้งช่องเพื่อกลับไปใช้ข้อความมาตรฐาน คำในวงเล็บปีกกา เช่น{' '}
      {placeholderWords.map((words) => `{${words}}`).join(' ')} ระบบแทนด้วยข้อมูลจริง
    </p>
    {textNames
      .filter(([name]) => name !== without)
      .map(([name, label]) => {
        const text = form?.get(name) ?? linesOf(name, { ...templates, ...changes });
        return (
          <Textarea
            name={name}
            label={changes[name] ? `${label} (แก้ไขแล้ว)` : label}
            hint={hints[name]}
            rows={Math.min(12, 2 + Math.ceil(text.length / 90))}
            value={text}
            errors={errors}
          />
        );
      })}
  </>
);

const ReadOnly: FC<{ letterhead: Letterhead }> = ({ letterhead }) => (
  <SummaryList
    rows={[
      {
        key: 'ตัวเลขในเอกสาร',
        value: letterhead.numerals === 'thai' ? 'เลขไทย' : 'เลขอารบิก',
      },
      { key: 'ที่ตั้ง', value: letterhead.address.join(' ') || '–' },
      { key: 'เลขหนังสือส่วนหน้า', value: letterhead.letterPrefix || '–' },
      { key: 'ส่วนราชการเจ้าของเรื่อง', value: letterhead.unit || '–' },
      { key: 'โทรศัพท์', value: letterhead.phone || '–' },
    ]}
  />
);

const Preview: FC<LetterheadPageProps & { texts: StandingTexts }> = ({ texts, numerals }) => {
  const shown = (text: string) => (numerals === 'thai' ? thaiDigits(text) : text);
  return (
    <section class="panel-plain" aria-labelledby="preview">
      <h2 class="govuk-heading-m" id="preview">
        ตัวอย่าง (ยังไม่บันทึก)
      </h2>
      {textNames
        .filter(([name]) => name !== 'acts')
        .map(([name, label]) => (
          <>
            <h3 class="govuk-heading-s">{shown(label)}</h3>
            {linesOf(name, texts)
              .split('\n')
              .map(
                (line): Child => (
                  <p class="govuk-body">{shown(line)}</p>
                ),
              )}
          </>
        ))}
    </section>
  );
};

interface TextsPageProps extends Omit<TextFieldsProps, 'without'> {
  readonly title: string;
  readonly path: string;
  readonly others: readonly Edition[];
  readonly saved: boolean;
}

/** Texts that the nation sets for an edition; organizations may still have their own. */
export const TextsPage: FC<TextsPageProps> = ({ title, path, others, saved, ...fields }) => (
  <>
    {saved && <Notification kind="success" title="บันทึกแล้ว เอกสารที่ดาวน์โหลดจากนี้ไปใช้ข้อความใหม่" />}
    <h1 class="govuk-heading-l">{title}</h1>
    <p class="govuk-body">
      ใช้กับทุกหน่วยงานที่มีแผนในช่วงนี้ และไม่ได้ตั้งข้อความของตนเอง พระราชบัญญัติในฐานกฎหมายแยกตามประเภทของหน่วยงาน
    </p>
    <p class="govuk-body">
      แผนช่วงอื่น:{' '}
      {others.map(({ editionId, from, to }, index) => (
        <>
          {index > 0 && ' · '}
          <a class="govuk-link" href={`/texts/${editionId}`}>
            พ.ศ. {from}–{to}
          </a>
        </>
      ))}
    </p>
    <form method="post" action={path} novalidate>
      <TextFields {...fields} />
      <Button>บันทึก</Button>
    </form>
  </>
);
