/** The sample that a newcomer meets: นครศรีธรรมราช with อบต.ท่าเสม็ด and made-up neighbours. */
import type { FiscalYear } from '../../../shared/domain/fiscal-year.ts';
import { type MadeUpProvince, madeUpProvince } from './province.ts';
import { thaSamet } from './tha-samet.ts';

const NEIGHBOURS = 44;
const SEED = 7;

export function sampleProvince(year: FiscalYear): MadeUpProvince {
  const neighbours = madeUpProvince({
    province: '80',
    organizations: NEIGHBOURS,
    seed: SEED,
    year,
    bounces: 0.05,
  });
  return { ...neighbours, organizations: [thaSamet(), ...neighbours.organizations] };
}
