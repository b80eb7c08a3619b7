/**
 * A paper as plain data: what stands on it, in order, whoever prints it. PDF and DOCX are made from the same
 * blocks, so that the copy to edit and the copy to sign say the same.
 */
import type { Emblem } from '../domain/emblem.ts';

/** A stretch of a page. Every text is plain text; nothing in it is ever read as markup. */
export type Block =
  /** The office's emblem, or a neutral placeholder. */
  | { readonly kind: 'emblem'; readonly heightCm: number }
  /** Centred and bold; not in the outline. `points` as TH Sarabun counts them. */
  | { readonly kind: 'title'; readonly text: string; readonly points: number }
  /** In the outline and the table of contents. `centred` for the parts of a book. */
  | {
      readonly kind: 'heading';
      readonly level: 1 | 2 | 3;
      readonly text: string;
      readonly centred?: boolean;
      /** In the outline only: letters print no heading. */
      readonly hidden?: boolean;
    }
  | {
      readonly kind: 'paragraph';
      readonly text: string;
      /** `first`: the first line stands 2.5 cm in, as letters do. */
      readonly indent?: 'first' | 'none' | 'signature';
      readonly align?: 'left' | 'centre' | 'right';
      readonly bold?: boolean;
      readonly small?: boolean;
    }
  /** A numbered or marked clause with a hanging indent. */
  | {
      readonly kind: 'clause';
      readonly marker: string;
      readonly text: string;
      readonly level: 1 | 2;
    }
  /** เรื่อง … / เรียน …: labels and what they say, the continuation under the text. */
  | { readonly kind: 'fields'; readonly rows: readonly Field[] }
  /** ที่ … on the left, the sender's address on the right, level with each other; the emblem between. */
  | { readonly kind: 'letter-head'; readonly no: string; readonly address: readonly string[] }
  /** บันทึกข้อความ: emblem on the left, the title in the middle, then the dotted lines of the form. */
  | {
      readonly kind: 'memo-head';
      readonly unit: string;
      readonly no: string;
      readonly date: string;
      readonly subject: string;
    }
  | Table
  | Chart
  /** Over the right half of the page, each line centred; never parted. */
  | { readonly kind: 'signature'; readonly lines: readonly string[] }
  | { readonly kind: 'space'; readonly lines: number }
  /** Dotted lines over the whole width, to write on by hand. */
  | { readonly kind: 'lines'; readonly count: number }
  /** Pushes what follows down by that share of the page's free height. */
  | { readonly kind: 'fill' }
  | { readonly kind: 'page-break' }
  | { readonly kind: 'contents'; readonly title: string };

export interface Field {
  readonly label: string;
  readonly text: string;
}

export interface Table {
  readonly kind: 'table';
  /** Read out by screen readers; not printed. */
  readonly summary: string;
  readonly columns: readonly Column[];
  /** One cell for each column. */
  readonly rows: readonly (readonly string[])[];
  /** Bold last row (รวม). */
  readonly total?: boolean;
  /** A size smaller, for many columns. */
  readonly small?: boolean;
}

export interface Column {
  readonly title: string;
  /** Centimetres; the one column without a width takes what is left. */
  readonly widthCm?: number;
  readonly align?: 'left' | 'centre' | 'right';
}

/** Horizontal bars, each of several parts; told apart by shade and figure, not by colour alone. */
export interface Chart {
  readonly kind: 'chart';
  readonly title: string;
  readonly parts: readonly { readonly name: string; readonly shade: string }[];
  readonly bars: readonly { readonly label: string; readonly values: readonly number[] }[];
}

export interface Section {
  readonly landscape?: boolean;
  /**
   * How its pages are numbered, at the top: ก ข ค before the body of a book, figures in it, and in letters
   * figures from the second page on. Not at all where left out.
   */
  readonly numbered?: 'letters' | 'figures' | 'after-first';
  /** Numbers begin anew. */
  readonly restart?: boolean;
  readonly blocks: readonly Block[];
}

export interface Paper {
  /** Without extension: รูปเล่มรายงาน-อบต.ท่าเสม็ด-2563-6M. */
  readonly fileName: string;
  readonly title: string;
  /** Who issues it. */
  readonly author: string;
  /** `YYYY-MM-DD`; stands for the file's own dates, so that the same paper always has the same bytes. */
  readonly date: string;
  /** Digits of the page numbers. */
  readonly thaiNumerals: boolean;
  readonly emblem?: Emblem;
  readonly sections: readonly Section[];
  /** Names within which no line may break. */
  readonly unbroken?: readonly string[];
  /** What is missing, as the page names it: โปรดระบุ …. */
  readonly gaps: readonly string[];
}

/**
 * Whether the block at `n` goes along to the next page with what follows: a sentence with the signature under it,
 * what is said over a table with the table.
 */
export function staysWithNext(blocks: readonly Block[], n: number): boolean {
  const block = blocks[n];
  if (block?.kind !== 'paragraph' && block?.kind !== 'title' && block?.kind !== 'space')
    return false;
  const below = blocks.slice(n + 1).find(({ kind }) => kind !== 'space');
  return below?.kind === 'signature' || leadsToTable(blocks, n);
}

function leadsToTable(blocks: readonly Block[], n: number): boolean {
  const next = blocks[n + 1];
  if (next?.kind === 'table' || next?.kind === 'lines') return true;
  return next?.kind === 'paragraph' || next?.kind === 'title' ? leadsToTable(blocks, n + 1) : false;
}

/** Notes what is missing and prints it as a gap that names it. */
export interface Gaps {
  /** `text`, or the gap's name where there is none. */
  readonly or: (text: string | undefined, name: string) => string;
  readonly missing: (name: string) => string;
  readonly names: () => readonly string[];
}

export function gaps(): Gaps {
  const names = new Set<string>();
  const missing = (name: string) => {
    names.add(name);
    return `(โปรดระบุ${name})`;
  };
  return {
    or: (text, name) => (text === undefined || text.trim() === '' ? missing(name) : text),
    missing,
    names: () => [...names],
  };
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text, indent: 'first' });
export const plain = (text: string): Block => ({ kind: 'paragraph', text, indent: 'none' });
export const clause = (marker: string, text: string, level: 1 | 2 = 1): Block => ({
  kind: 'clause',
  marker,
  text,
  level,
});
export const heading = (level: 1 | 2 | 3, text: string, centred = false): Block => ({
  kind: 'heading',
  level,
  text,
  centred,
});
