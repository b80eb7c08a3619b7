/** What offices and organizations supply for their papers, and the texts that the nation sets for an edition. */
import {
  type Letterhead,
  letterheadSchema,
  type StandingTextChanges,
  standardLetterhead,
  standingTextChangesSchema,
} from '../domain/letterhead.ts';
import { parseItem, type Table } from './table.ts';

export interface LetterheadStore {
  /** An organization's; the standard one while it has set none. */
  ofOrganization(orgId: string): Promise<Letterhead>;
  ofOffice(province: string): Promise<Letterhead>;
  saveForOrganization(orgId: string, letterhead: Letterhead): Promise<void>;
  saveForOffice(province: string, letterhead: Letterhead): Promise<void>;
  /** Texts for one edition of the framework; none while nobody has set any. */
  editionTexts(editionId: string): Promise<StandingTextChanges>;
  saveEditionTexts(editionId: string, texts: StandingTextChanges): Promise<void>;
}

export function letterheadStore(table: Table): LetterheadStore {
  const load = async (pk: string) => {
    const item = await table.get({ pk, sk: 'LETTERHEAD' });
    return item ? parseItem(letterheadSchema, item) : standardLetterhead;
  };
  return {
    ofOrganization: (orgId) => load(`ORG#${orgId}`),
    ofOffice: (province) => load(`PROVINCE#${province}`),
    saveForOrganization: (orgId, letterhead) =>
      table.put({ pk: `ORG#${orgId}`, sk: 'LETTERHEAD' }, letterhead),
    saveForOffice: (province, letterhead) =>
      table.put({ pk: `PROVINCE#${province}`, sk: 'LETTERHEAD' }, letterhead),
    async editionTexts(editionId) {
      const item = await table.get({ pk: 'SETTINGS', sk: `TEXTS#${editionId}` });
      return item ? parseItem(standingTextChangesSchema, item) : {};
    },
    saveEditionTexts: (editionId, texts) =>
      table.put({ pk: 'SETTINGS', sk: `TEXTS#${editionId}` }, { ...texts }),
  };
}
