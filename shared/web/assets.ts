/** Addresses of the built files that pages refer to. */
import * as z from 'zod';

export const assetsSchema = z.object({
  styles: z.string().startsWith('/'),
  script: z.string().startsWith('/'),
  /** Of pages on which a passkey signs. */
  passkey: z.string().startsWith('/'),
  icon: z.string().startsWith('/'),
  /** Those that every page needs at once. */
  fonts: z.array(z.string().startsWith('/')),
});
export type Assets = z.infer<typeof assetsSchema>;
