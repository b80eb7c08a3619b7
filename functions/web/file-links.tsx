/** Files as other pages show them: by name, with the way to the page where they are attached and taken out. */
import type { FC } from 'hono/jsx';
import { type FileList, present } from '../../shared/domain/evidence.ts';
import {
  type Evidence,
  type FilePlace,
  placeIdOf,
  placeOf,
} from '../../shared/domain/file-place.ts';
import { fileStateLabels, sizeWords } from '../../shared/text/files.ts';
import { Table, Tag } from '../../shared/web/components.tsx';

/** Path of the page of a place's files. */
export function filesPath(orgId: string, place: FilePlace): string {
  return `/organizations/${orgId}/files/${placeIdOf(place)}`;
}

/** Files that count, by place. */
export function countsOf(lists: readonly FileList[]): ReadonlyMap<string, number> {
  return new Map(
    lists.map((list) => [
      list.place,
      present(list).filter(({ state }) => state !== 'rejected').length,
    ]),
  );
}

interface PlaceFilesProps {
  readonly orgId: string;
  readonly place: FilePlace;
  readonly lists: readonly FileList[];
  readonly mayAdd: boolean;
  /** What the files are, for those who do not see what stands around. */
  readonly what: string;
}

/** The files of one place in a line, and the way to add one. */
export const PlaceFiles: FC<PlaceFilesProps> = ({ orgId, place, lists, mayAdd, what }) => {
  const path = filesPath(orgId, place);
  const list = lists.find((each) => each.place === placeIdOf(place));
  const files = list ? present(list).filter(({ state }) => state !== 'rejected') : [];
  if (files.length === 0 && !mayAdd) return null;
  return (
    <span class="cell-note">
      {files.map(({ fileId, name, state }, index) => (
        <>
          {index > 0 && ' · '}
          {state === 'clean' ? (
            <a class="govuk-link file-name" href={`${path}/${fileId}`}>
              {name}
            </a>
          ) : (
            <span class="file-name">
              {name} ({fileStateLabels[state]})
            </span>
          )}
        </>
      ))}
      {files.length > 0 && ' · '}
      <a class="govuk-link no-print" href={path}>
        {!mayAdd ? 'รายละเอียดไฟล์' : files.length > 0 ? 'แนบหรือนำไฟล์ออก' : 'แนบไฟล์'}
        <span class="govuk-visually-hidden"> {what}</span>
      </a>
    </span>
  );
};

interface EvidenceTableProps {
  readonly orgId: string;
  readonly evidence: readonly Evidence[];
  /** How the files stand now. */
  readonly lists: readonly FileList[];
  /** Numbers of the rows by their items. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** What a version was handed in with. */
export const EvidenceTable: FC<EvidenceTableProps> = ({ orgId, evidence, lists, numbers }) =>
  evidence.length === 0 ? null : (
    <Table
      caption={`หลักฐานที่ส่งพร้อมฉบับนี้ ${evidence.length} ไฟล์`}
      rows={evidence.map((each) => ({
        ...each,
        at: placeOf(each.place),
        state: lists
          .find(({ place }) => place === each.place)
          ?.files.find(({ fileId }) => fileId === each.fileId)?.state,
      }))}
      columns={[
        {
          head: 'รายการ',
          cell: ({ at }) =>
            at.of === 'row' ? `ลำดับที่ ${numbers.get(at.itemId) ?? '–'}` : 'สำเนาเอกสารที่ผู้บริหารลงนาม',
        },
        {
          head: 'ไฟล์',
          heads: true,
          cell: ({ at, fileId, name, state }) =>
            state === 'clean' ? (
              <a class="govuk-link file-name" href={`${filesPath(orgId, at)}/${fileId}`}>
                {name}
              </a>
            ) : (
              <span class="file-name">{name}</span>
            ),
        },
        { head: 'ขนาด', cell: ({ size }) => sizeWords(size) },
        {
          head: 'สถานะ',
          cell: ({ at, state = 'rejected' }) => (
            <>
              <Tag tone={state === 'clean' ? 'green' : state === 'pending' ? 'blue' : 'red'}>
                {fileStateLabels[state]}
              </Tag>
              {state === 'pending' && (
                <a class="govuk-link cell-note no-print" href={filesPath(orgId, at)}>
                  ดูหรือพิจารณา
                </a>
              )}
            </>
          ),
        },
      ]}
    />
  );
