/** What a file is by its content; its name says nothing. */
import { fileTypeFromBuffer } from 'file-type';
import { type FileKind, fileKindSchema, fileKinds } from '../../shared/domain/evidence.ts';

/** `undefined` where it is nothing that may be attached; a document with macros is of another kind. */
export async function kindOf(bytes: Uint8Array): Promise<FileKind | undefined> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return fileKindSchema.options.find((kind) => fileKinds[kind].extension === found?.ext);
}
