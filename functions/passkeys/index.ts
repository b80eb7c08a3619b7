/** Wires the function that knows passkeys. It reads and keeps nothing. */
import * as z from 'zod';
import type { Platform } from '../../shared/platform.ts';
import { once } from '../../shared/wiring.ts';
import { createAnswerPasskeys } from './answer-passkeys.ts';

const environment = z.object({
  NITHET_PUBLIC_URL: z.url().default('http://localhost:3000'),
});

export function wire({ env }: Pick<Platform, 'env'>) {
  const { NITHET_PUBLIC_URL } = environment.parse(env);
  return { answerPasskeys: createAnswerPasskeys(new URL(NITHET_PUBLIC_URL)) };
}

const onAws = once(() => wire({ env: process.env }));

export const answerPasskeys = (input: unknown) => onAws().answerPasskeys(input);
