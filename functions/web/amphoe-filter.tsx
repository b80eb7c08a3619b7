import type { FC } from 'hono/jsx';
import { Select } from '../../shared/web/components.tsx';

/** Narrows a list of organizations to one district (อำเภอ), or shows all. */
export const AmphoeFilter: FC<{
  names: readonly string[];
  chosen: string | undefined;
}> = ({ names, chosen }) => (
  <Select
    name="amphoe"
    label="อำเภอ"
    value={chosen}
    options={[
      { value: '', text: 'ทุกอำเภอ' },
      ...names.map((name) => ({ value: name, text: name })),
    ]}
  />
);
