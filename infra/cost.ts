/**
 * `npm run cost`: what a month on AWS costs, and how it grows with the number of organizations.
 *
 * Prices in US dollars without tax: Singapore's public ones of early 2026, which Thailand's are near to. They have
 * to be looked up anew before anyone relies on them. No free tier is counted, so that a bill comes out lower.
 */
import { functions } from './functions.ts';

const price = {
  lambdaGigabyteSecondArm: 0.0000133334,
  lambdaMillionRequests: 0.2,
  apiMillionRequests: 1.25,
  cloudFrontMillionRequests: 1.2,
  cloudFrontFunctionMillionCalls: 0.1,
  cloudFrontGigabyte: 0.12,
  dynamoMillionReads: 0.1425,
  dynamoMillionWrites: 0.7125,
  dynamoGigabyteMonth: 0.285,
  dynamoRecoveryGigabyteMonth: 0.228,
  statesThousandTransitions: 0.025,
  sesThousandMails: 0.1,
  snsMillionDeliveries: 0.5,
  schedulerMillionCalls: 1,
  logGigabyte: 0.7,
  alarmMetric: 0.1,
  customMetric: 0.3,
  dashboard: 3,
  secret: 0.4,
  tracesMillion: 5,
  filesGigabyteMonth: 0.025,
  filesThousandWrites: 0.005,
  filesGigabyteRead: 0.12,
  scanGigabyte: 0.09,
  scanThousandFiles: 0.215,
};

const MONTHS = 12;
const BUSY_MONTHS = 2;

/** What organizations and offices do in a year; what is not counted there is assumed, and said so. */
interface Year {
  readonly organizations: number;
  readonly provinces: number;
}

/** Requests of one organization in a year: two rounds, each of about 60 pages and savings of a draft, and visits. */
const REQUESTS_OF_ORGANIZATION = 260;
/** Requests of an office: about 150 on each of 240 working days. */
const REQUESTS_OF_OFFICE = 36_000;
/** Page, and what a browser has not yet got of the rest. */
const KILOBYTES_OF_PAGE = 40;
const SECONDS_OF_REQUEST = 0.08;
const READS_OF_PAGE = 8;
/** A board is one query over its province. */
const READS_OF_BOARD = 40;
const WRITES_OF_REQUEST = 1.5;
/** Mails to one organization in a year: two ladders, about half of them climbed to the end, and a visit. */
const MAILS_OF_ORGANIZATION = 30;
const READS_OF_MAIL = 14;
const WRITES_OF_MAIL = 9;
/** Plans, drafts, bodies, notices and audit that one organization leaves behind in a year. */
const KILOBYTES_OF_ORGANIZATION = 90;
/** Evidence, signed scans, papers for the visit and its photos; each saved by somebody once. */
const FILES_OF_ORGANIZATION = 20;
const MEGABYTES_OF_FILE = 1;
/** Files are kept; a year is paid for with those of the years before. */
const YEARS_OF_FILES = 5;
/** One on each function, and those on mail, cycles, the audit trail, the site and the table. */
const ALARMS = functions.length + 14;
/** An open province makes a step a day and sweeps all its organizations on working days. */
const SWEEPS = 250;
const READS_OF_SWEPT = 10;
const TRANSITIONS_OF_DAY = 12;
const PAGE_OF_SWEEP = 50;
const SECONDS_OF_SWEEP_PAGE = 4;

/** Dollars of a year, by what they are paid for. */
function costOfYear({ organizations, provinces }: Year): Record<string, number> {
  const ofOrganizations = organizations * REQUESTS_OF_ORGANIZATION;
  const ofOffices = provinces * REQUESTS_OF_OFFICE;
  const requests = ofOrganizations + ofOffices;
  const mails = organizations * MAILS_OF_ORGANIZATION;
  const runsOfWorker = 365 * 24 * 60;
  const swept = organizations * SWEEPS;
  const sweepPages = Math.ceil(organizations / provinces / PAGE_OF_SWEEP) * provinces * SWEEPS;
  const reads =
    ofOrganizations * READS_OF_PAGE +
    ofOffices * READS_OF_BOARD +
    mails * READS_OF_MAIL +
    swept * READS_OF_SWEPT +
    runsOfWorker * 18;
  const writes = requests * WRITES_OF_REQUEST + mails * WRITES_OF_MAIL + runsOfWorker * 2;
  const gigabytes = (organizations * KILOBYTES_OF_ORGANIZATION) / 1e6;
  const files = organizations * FILES_OF_ORGANIZATION;
  const filesGigabytes = (files * MEGABYTES_OF_FILE) / 1000;
  const gigabyteSeconds =
    requests * SECONDS_OF_REQUEST * 1 +
    sweepPages * SECONDS_OF_SWEEP_PAGE * 1 +
    // An idle run of the mail worker; at work it runs longer, but then it sends.
    runsOfWorker * 0.15 * 0.5 +
    mails * 0.1 * 0.5;
  const transitions = provinces * 2 * 365 * TRANSITIONS_OF_DAY + sweepPages * 2;
  const calls = requests + runsOfWorker + transitions / 3 + mails;
  return {
    'CloudFront and API':
      perMillion(
        requests,
        price.apiMillionRequests +
          price.cloudFrontMillionRequests +
          price.cloudFrontFunctionMillionCalls,
      ) +
      ((requests * KILOBYTES_OF_PAGE) / 1e6) * price.cloudFrontGigabyte,
    Functions:
      gigabyteSeconds * price.lambdaGigabyteSecondArm +
      perMillion(calls, price.lambdaMillionRequests) +
      perMillion(runsOfWorker, price.schedulerMillionCalls),
    Table:
      perMillion(reads, price.dynamoMillionReads) +
      perMillion(writes, price.dynamoMillionWrites) +
      gigabytes * MONTHS * (price.dynamoGigabyteMonth + price.dynamoRecoveryGigabyteMonth),
    'Files, scanned by GuardDuty':
      filesGigabytes *
        (YEARS_OF_FILES * MONTHS * price.filesGigabyteMonth +
          price.filesGigabyteRead +
          price.scanGigabyte) +
      (files / 1000) * (2 * price.filesThousandWrites + price.scanThousandFiles),
    Workflow:
      (transitions / 1000) * price.statesThousandTransitions +
      perMillion(transitions / 12, price.tracesMillion),
    Mail:
      (mails / 1000) * price.sesThousandMails + perMillion(mails * 1.1, price.snsMillionDeliveries),
    Logs: ((requests + runsOfWorker + mails + transitions) / 1e6) * 0.8 * price.logGigabyte,
    'Alarms, dashboard, secrets':
      MONTHS *
      (ALARMS * price.alarmMetric + 3 * price.customMetric + price.dashboard + 2 * price.secret),
  };
}

function perMillion(count: number, dollars: number): number {
  return (count / 1e6) * dollars;
}

function print(title: string, year: Year): void {
  const costs = costOfYear(year);
  const total = Object.values(costs).reduce((sum, each) => sum + each, 0);
  // Files are paid for by the month that they lie there.
  const fixed =
    (costs['Alarms, dashboard, secrets'] ?? 0) + (costs['Files, scanned by GuardDuty'] ?? 0);
  // October and April carry most of what people do.
  const busy = fixed / MONTHS + ((total - fixed) * 0.6) / BUSY_MONTHS;
  console.log(`\n${title}`);
  for (const [name, dollars] of Object.entries(costs)) {
    console.log(`  ${name.padEnd(28)}${(dollars / MONTHS).toFixed(2).padStart(10)}`);
  }
  console.log(`  ${'a month on average'.padEnd(28)}${(total / MONTHS).toFixed(2).padStart(10)}`);
  console.log(`  ${'April or October'.padEnd(28)}${busy.toFixed(2).padStart(10)}`);
  console.log(`  ${'a year'.padEnd(28)}${total.toFixed(2).padStart(10)}`);
}

console.log('US dollars, free tiers not counted; assumptions and prices: infra/cost.ts');
print('One province, 102 organizations', { organizations: 102, provinces: 1 });
print('Thailand, 7,850 organizations in 76 provinces', { organizations: 7850, provinces: 76 });
print('A hundred times as many', { organizations: 785_000, provinces: 7600 });
