/** Titles that follow from the type of an organization. */
import { type OrganizationType, provinceOf } from './organization.ts';

interface Titled {
  readonly orgId: string;
  readonly type: OrganizationType;
  readonly name: string;
  /** The organization that it has become part of, whose chief executive acts for it. */
  readonly takenOverBy?: Omit<Titled, 'takenOverBy'> | undefined;
}

const BANGKOK = '10';

export function isBangkok({ type, orgId }: Pick<Titled, 'type' | 'orgId'>): boolean {
  return type === 'special' && provinceOf(orgId) === BANGKOK;
}

/** The chief executive's title in full: นายกองค์การบริหารส่วนตำบลท่าเสม็ด, นายกเทศมนตรีตำบล…, นายกเมืองพัทยา. */
export function executiveOf(organization: Titled): string {
  if (organization.takenOverBy) return executiveOf(organization.takenOverBy);
  const { type, name } = organization;
  switch (type) {
    case 'pao':
    case 'sao':
      return `นายก${name}`;
    case 'city':
    case 'town':
    case 'subdistrict':
      return `นายก${name.replace(/^เทศบาล/, 'เทศมนตรี')}`;
    case 'special':
      return isBangkok(organization) ? 'ผู้ว่าราชการกรุงเทพมหานคร' : `นายก${name}`;
  }
}
