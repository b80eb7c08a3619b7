/** One place's files: what is there, what may be done with it, and the form to send one more. */
import type { FC } from 'hono/jsx';
import { type AttachedFile, fileKinds } from '../../shared/domain/evidence.ts';
import type { UploadForm } from '../../shared/objects/object-store.ts';
import {
  acceptedWords,
  fileKindLabels,
  fileStateLabels,
  rejectedWords,
  sizeWords,
} from '../../shared/text/files.ts';
import { dateTime } from '../../shared/text/thai.ts';
import {
  Button,
  ConfirmForm,
  EmptyState,
  type FieldError,
  FileField,
  FoldedAct,
  Notification,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import type { FilesDesk } from './file-rights.ts';

export interface FilesPageProps {
  readonly desk: FilesDesk;
  readonly files: readonly AttachedFile[];
  /** Absent where no file can be added. */
  readonly form: UploadForm | undefined;
  /** Files that the place may hold, and how many more fit. */
  readonly most: number;
  readonly room: number;
  readonly base: string;
  readonly done: 'added' | 'waiting' | 'removed' | 'released' | undefined;
  readonly errors: readonly FieldError[];
}

const doneTexts: Readonly<Record<NonNullable<FilesPageProps['done']>, string>> = {
  added: 'แนบไฟล์แล้ว',
  waiting: 'รับไฟล์แล้ว กำลังตรวจไวรัส ท่านทำงานต่อได้ ไฟล์จะไม่สูญหาย',
  removed: 'นำไฟล์ออกแล้ว',
  released: 'ให้เปิดไฟล์ได้แล้ว',
};

export const FilesPage: FC<FilesPageProps> = (props) => {
  const { desk, done, errors, form, room, most } = props;
  return (
    <>
      {done && errors.length === 0 && <Notification kind="success" title={doneTexts[done]} />}
      <span class="govuk-caption-l">{desk.about}</span>
      <h1 class="govuk-heading-l">{desk.title}</h1>
      <FileTable {...props} />
      {form ? (
        <SendForm form={form} errors={errors} room={room} most={most} />
      ) : (
        desk.mayChange && (
          <p class="govuk-inset-text" id="file">
            แนบครบ {most} ไฟล์แล้ว หากต้องการแนบไฟล์อื่น กรุณานำไฟล์ที่ไม่ใช้ออกก่อน
          </p>
        )
      )}
      <p class="govuk-body">
        <a class="govuk-link" href={desk.parent.href}>
          {desk.parent.text}
        </a>
      </p>
    </>
  );
};

const SendForm: FC<{
  form: UploadForm;
  errors: readonly FieldError[];
  room: number;
  most: number;
}> = ({ form, errors, room, most }) => (
  <form method="post" action={form.action} enctype="multipart/form-data">
    {Object.entries(form.fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <FileField
      name="file"
      label="ไฟล์ที่จะแนบ"
      hint={`${acceptedWords} ไฟล์ละไม่เกิน 10 MB แนบได้อีก ${room} จาก ${most} ไฟล์ ครั้งละหนึ่งไฟล์`}
      accept={Object.values(fileKinds).map(({ extension }) => `.${extension}`)}
      errors={errors}
    />
    <Button>แนบไฟล์</Button>
  </form>
);

const FileTable: FC<FilesPageProps> = (props) =>
  props.files.length === 0 ? (
    <EmptyState>ยังไม่มีไฟล์</EmptyState>
  ) : (
    <Table
      className="files"
      caption={`ไฟล์ ${props.files.length} รายการ`}
      rows={props.files}
      columns={[
        { head: 'ไฟล์', heads: true, cell: (file) => <FileName file={file} base={props.base} /> },
        { head: 'สถานะ', cell: (file) => <FileState file={file} /> },
        {
          head: 'แนบเมื่อ',
          cell: ({ addedAt, addedBy }) => (
            <>
              {dateTime(new Date(addedAt))}
              <span class="cell-note">{addedBy.position}</span>
            </>
          ),
        },
        {
          head: 'ทำรายการ',
          speaksForItself: true,
          cell: (file) => <FileActs {...props} file={file} />,
        },
      ]}
    />
  );

const FileName: FC<{ file: AttachedFile; base: string }> = ({ file, base }) => (
  <>
    {file.state === 'clean' ? (
      <a class="govuk-link file-name" href={`${base}/${file.fileId}`}>
        {file.name}
      </a>
    ) : (
      <span class="file-name">{file.name}</span>
    )}
    <span class="cell-note">
      {file.kind && `${fileKindLabels[file.kind]} · `}
      {sizeWords(file.size)}
    </span>
  </>
);

const FileState: FC<{ file: AttachedFile }> = ({ file }) => {
  const { state, rejectedFor, unscannable, released } = file;
  const tones = { pending: 'blue', clean: 'green', rejected: 'red' } as const;
  return (
    <>
      <Tag tone={tones[state]}>{fileStateLabels[state]}</Tag>
      {rejectedFor && <span class="cell-note">{rejectedWords[rejectedFor]}</span>}
      {state === 'pending' && unscannable && (
        <span class="cell-note">ระบบตรวจไวรัสเปิดไฟล์นี้ไม่ได้ เช่น เพราะตั้งรหัสผ่าน รอเจ้าหน้าที่พิจารณา</span>
      )}
      {released && <span class="cell-note">{released.by.position} ให้เปิดได้โดยไม่มีผลตรวจไวรัส</span>}
    </>
  );
};

const FileActs: FC<FilesPageProps & { file: AttachedFile }> = ({ desk, base, file }) => (
  <>
    {desk.mayRelease && file.state === 'pending' && !file.released && (
      <FoldedAct title="เปิดโดยไม่มีผลตรวจไวรัส">
        <ConfirmForm
          action={`${base}/${file.fileId}/release`}
          button="ยืนยันให้เปิดไฟล์นี้ได้"
          kind="warning"
        >
          <p class="govuk-body">
            ยังไม่มีระบบใดตรวจไวรัสในไฟล์นี้ โปรดเปิดด้วยเครื่องที่มีโปรแกรมป้องกันไวรัส
            การตัดสินใจนี้บันทึกไว้ในประวัติในชื่อของท่าน
          </p>
        </ConfirmForm>
      </FoldedAct>
    )}
    {desk.mayChange && (
      <ConfirmForm action={`${base}/${file.fileId}/remove`} button="นำออก" kind="secondary">
        <span class="govuk-visually-hidden">{file.name}</span>
      </ConfirmForm>
    )}
  </>
);
