/** Addresses and short texts that people type: read once, refused with a reason, safe in any mail. */
import * as z from 'zod';

export type AddressRead =
  | { readonly address: string }
  | { readonly refused: 'empty' | 'unseen' | 'foreign-letters' | 'too-long' | 'malformed' };

/**
 * The address in `typed`, in lower case.
 *
 * Letters that only look like Latin ones are refused rather than replaced: what somebody typed must never turn into
 * the address of another. A line break, which could begin a new header of a mail, is no part of an address either.
 */
export function readAddress(typed: string): AddressRead {
  const text = typed.trim();
  if (text === '') return { refused: 'empty' };
  if (text.length > 254) return { refused: 'too-long' };
  if (UNSEEN.test(text)) return { refused: 'unseen' };
  if (/[^\x20-\x7e]/.test(text)) return { refused: 'foreign-letters' };
  const parsed = z.email().safeParse(text.toLowerCase());
  return parsed.success ? { address: parsed.data } : { refused: 'malformed' };
}

/**
 * One line of text from `typed`, or nothing where it holds no text, too much, or characters that nobody sees:
 * controls, line breaks, marks that turn the direction of reading.
 */
export function readLine(typed: string, most: number): string | undefined {
  const text = typed.trim().normalize('NFC');
  const isFine = text !== '' && text.length <= most && !UNSEEN.test(text);
  return isFine ? text : undefined;
}

const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
