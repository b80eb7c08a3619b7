/** Which components of what is deployed are past the time frames of docs/security/controls.md. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { addDays, type LocalDate, localDateSchema } from '../shared/domain/local-date.ts';

/** Everything is brought up to date every quarter. */
const DAYS_OF_QUARTER = 92;

const auditSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
    }),
  ),
});

/**
 * One line for each reason not to deploy: a known vulnerability, however young, since nobody knows here when it became
 * known; or components that nobody has brought up to date for a quarter.
 *
 * @param audit what `npm audit --omit=dev --json` says
 * @param lockedOn day on which the list of components last changed
 */
export function overdueComponents(audit: unknown, lockedOn: LocalDate, today: LocalDate): string[] {
  const { vulnerabilities } = auditSchema.parse(audit);
  const known = Object.entries(vulnerabilities).map(([name, { severity, via }]) => {
    const reasons = via.map((each) =>
      typeof each === 'string' ? each : `${each.title} ${each.url}`,
    );
    return `${name} (${severity}): ${reasons.join('; ')}: npm audit fix`;
  });
  const isStale = today > addDays(lockedOn, DAYS_OF_QUARTER);
  return isStale
    ? [...known, `no component was brought up to date since ${lockedOn}: npm update, then test`]
    : known;
}

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

/** Asks the registry and the history of this checkout. @throws where either does not answer */
export async function askForOverdue(today: LocalDate): Promise<string[]> {
  const npm = run('npm', ['audit', '--omit=dev', '--json'], { cwd: root });
  // It ends with 1 where it has found something.
  const { stdout: audit } = await npm.catch((error: unknown) =>
    z.object({ stdout: z.string() }).parse(error),
  );
  const log = ['log', '-1', '--format=%cs', '--', 'package-lock.json'];
  const { stdout: lockedOn } = await run('git', log, { cwd: root });
  const answer = auditSchema.safeParse(JSON.parse(audit));
  if (!answer.success) throw new Error(`npm audit does not answer: ${audit.slice(0, 300)}`);
  return overdueComponents(answer.data, localDateSchema.parse(lockedOn.trim()), today);
}
