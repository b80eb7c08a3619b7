/** Where people belong: an organization, a province's office, the regions and the centre. */
import { nameOn } from '../../shared/domain/organization.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { todayOf, type WebDependencies } from './web-environment.tsx';

/** Name of the organization or office of `user`, as mails tell it. */
export async function placeNameOf(
  { orgId, role, provinces }: Pick<User, 'orgId' | 'role' | 'provinces'>,
  { roster, now }: Pick<WebDependencies, 'roster' | 'now'>,
): Promise<string> {
  if (orgId) {
    const organization = await roster.find(orgId);
    return organization ? nameOn(organization, todayOf({ now })).name : orgId;
  }
  const [province = ''] = provinces;
  if (role === 'provincial') {
    return (
      (await roster.office(province))?.name ??
      `สำนักงาน ป.ป.ช. ประจำจังหวัด${provinceNames[province] ?? province}`
    );
  }
  return role === 'regional' ? 'สำนักงาน ป.ป.ช. ภาค' : 'สำนักงาน ป.ป.ช. ส่วนกลาง';
}
