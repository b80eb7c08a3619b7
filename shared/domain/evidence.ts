/**
 * Files that people attach (หลักฐาน, เอกสารประกอบ): to a row of a report, as the scan of what the chief executive
 * signed on paper, to the host's preparation of a visit, and to the supervision report.
 */
import * as z from 'zod';
import { type Actor, actorSchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { type Evidence, type FilePlace, placeIdSchema } from './file-place.ts';
import { orgIdSchema } from './organization.ts';

/** What may be attached, by its content. */
export const fileKinds = {
  pdf: { extension: 'pdf', contentType: 'application/pdf' },
  jpeg: { extension: 'jpg', contentType: 'image/jpeg' },
  png: { extension: 'png', contentType: 'image/png' },
  docx: {
    extension: 'docx',
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  xlsx: {
    extension: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  pptx: {
    extension: 'pptx',
    contentType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
} as const;
export const fileKindSchema = z.enum(['pdf', 'jpeg', 'png', 'docx', 'xlsx', 'pptx']);
export type FileKind = z.infer<typeof fileKindSchema>;

/** Bytes; a scanned page of A4 in colour has about one million. */
export const LARGEST_FILE = 10_000_000;
/** Files in one place. */
export const mostFiles: Readonly<Record<FilePlace['of'], number>> = {
  row: 5,
  scan: 10,
  preparation: 10,
  'visit-report': 40,
};

const refusedForSchema = z.enum(['type', 'size', 'malware', 'changed']);

export const attachedFileSchema = z.object({
  fileId: z.uuid(),
  /** Cleaned for display; its ending is that of its content. */
  name: z.string().min(1).max(150),
  /** None where the content is of no kind that may be attached. */
  kind: fileKindSchema.optional(),
  /** In bytes. */
  size: z.int().min(0),
  /** SHA-256 in hexadecimal. */
  sha256: z.string().optional(),
  /** `pending`: in quarantine; `clean`: can be opened; `rejected`: thrown away. */
  state: z.enum(['pending', 'clean', 'rejected']),
  rejectedFor: refusedForSchema.optional(),
  /** The scanner could not look into it, for example for a password. */
  unscannable: z.boolean().optional(),
  addedAt: z.iso.datetime(),
  addedBy: actorSchema,
  /** An officer lets it be opened although nothing has scanned it. */
  released: z.object({ at: z.iso.datetime(), by: actorSchema }).optional(),
  /** Taken out by an officer; kept while a version that was handed in has it. */
  removed: z.object({ at: z.iso.datetime(), by: actorSchema }).optional(),
});
export type AttachedFile = z.infer<typeof attachedFileSchema>;

/** All files of one place: one item, so that its limits hold however many add to it at once. */
export const fileListSchema = z.object({
  schemaVersion: z.literal(1),
  orgId: orgIdSchema,
  place: placeIdSchema,
  files: z.array(attachedFileSchema),
  rev: z.int().min(0),
  pendingAudit: auditEventSchema.optional(),
});
export type FileList = z.infer<typeof fileListSchema>;

/** Those that are there: not taken out. */
export function present({ files }: Pick<FileList, 'files'>): readonly AttachedFile[] {
  return files.filter(({ removed }) => removed === undefined);
}

/** Those that count: there, and not rejected. */
export function standingFiles(list: Pick<FileList, 'files'>): readonly AttachedFile[] {
  return present(list).filter(({ state }) => state !== 'rejected');
}

/** What a report is handed in with. */
export function evidenceOf(lists: readonly FileList[]): Evidence[] {
  return lists.flatMap((list) =>
    standingFiles(list).flatMap(({ fileId, name, size, sha256 }) =>
      sha256 === undefined ? [] : [{ place: list.place, fileId, name, size, sha256 }],
    ),
  );
}

export type Adding =
  | { readonly next: FileList }
  /** The place is full, or has this very file under the name given. */
  | { readonly refused: 'too-many' }
  | { readonly refused: 'twice'; readonly name: string };

export function added(list: FileList, file: AttachedFile, most: number): Adding {
  const standing = standingFiles(list);
  const twin = standing.find(({ sha256 }) => sha256 !== undefined && sha256 === file.sha256);
  if (twin) return { refused: 'twice', name: twin.name };
  if (file.state !== 'rejected' && standing.length >= most) return { refused: 'too-many' };
  return { next: { ...list, files: [...list.files, file] } };
}

/** `list` with `changes` made to one of its files. */
export function changed(list: FileList, fileId: string, changes: Partial<AttachedFile>): FileList {
  return {
    ...list,
    files: list.files.map((file) => (file.fileId === fileId ? { ...file, ...changes } : file)),
  };
}

export function without(list: FileList, fileId: string): FileList {
  return { ...list, files: list.files.filter((file) => file.fileId !== fileId) };
}

/** Who speaks where a machine has found something out. */
export const scannerActor: Actor = { userId: 'scanner', position: 'ระบบตรวจไฟล์', role: 'system' };

/** Characters that a file's name has room for on a page, its ending not counted. */
const LONGEST_NAME = 120;

/**
 * What people see of the name that a file came under: no folders, nothing that turns the direction of writing or
 * cannot be seen, not too long; it ends as its content does.
 */
export function cleanFileName(given: string, kind: FileKind | undefined): string {
  const base = given.split(/[/\\]/).at(-1) ?? '';
  const visible = base
    .normalize('NFC')
    // Control characters, marks of direction, what has no width, lone surrogates, private use.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const stem = kind ? visible.replace(/\.[A-Za-z0-9]{1,5}$/, '') : visible;
  const short = [...stem]
    .slice(0, LONGEST_NAME)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  const name = short || 'ไฟล์แนบ';
  return kind ? `${name}.${fileKinds[kind].extension}` : name;
}
