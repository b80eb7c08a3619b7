/** What was open when a year was closed: how each thing stood, and why. */
import type { FC } from 'hono/jsx';
import type { Cycle } from '../../shared/domain/cycle.ts';
import { longDate } from '../../shared/text/thai.ts';
import { FoldedAct, Table } from '../../shared/web/components.tsx';
import {
  groupName,
  type OpenGroup,
  openGroups,
  openWords,
  thingHref,
  thingName,
  thingWords,
} from './open-at-closing.ts';

interface LeftOpenProps {
  readonly cycle: Cycle | undefined;
  /** Of organizations. */
  readonly names: ReadonlyMap<string, string>;
}

export const LeftOpen: FC<LeftOpenProps> = ({ cycle, names }) => {
  if (cycle?.state !== 'closed') return null;
  const groups = openGroups(cycle.openStates ?? {});
  const on = cycle.done.close;
  return (
    <section aria-labelledby="closed">
      <h2 class="govuk-heading-m" id="closed">
        ปิดปีงบประมาณแล้ว{cycle.closedBy && ` โดย ${cycle.closedBy.position}`}
        {on && ` เมื่อ${longDate(on)}`}
      </h2>
      {groups.length === 0 ? (
        <p class="govuk-body">ไม่มีเรื่องค้างเมื่อปิดปีงบประมาณ</p>
      ) : (
        <>
          <Table
            caption="เรื่องที่ยังเปิดอยู่เมื่อปิดปีงบประมาณ"
            rows={groups}
            columns={[
              { head: 'เรื่อง', heads: true, cell: ({ kind, state }) => openWords(kind, state).what },
              { head: 'สถานะเมื่อปิด', cell: ({ kind, state }) => openWords(kind, state).state },
              { head: 'จำนวน', figure: true, cell: ({ ids }) => ids.length },
              {
                head: 'เหตุผลที่บันทึกไว้',
                cell: (group) => cycle.whyOpen?.[groupName(group)] ?? '–',
              },
            ]}
          />
          {groups.map((group) => (
            <Each cycle={cycle} group={group} names={names} />
          ))}
        </>
      )}
    </section>
  );
};

const Each: FC<{ cycle: Cycle; group: OpenGroup; names: ReadonlyMap<string, string> }> = ({
  cycle,
  group,
  names,
}) => {
  const { kind, state, ids } = group;
  const words = openWords(kind, state);
  const title = `${words.what}: ${words.state} ${ids.length} เรื่อง`;
  return (
    <FoldedAct title={title}>
      <Table
        caption={title}
        captionHidden
        rows={ids}
        columns={[
          {
            head: 'เรื่อง',
            heads: true,
            cell: (id) => (
              <a class="govuk-link" href={thingHref(cycle, kind, id)}>
                {thingWords(id, names)}
              </a>
            ),
          },
          {
            head: 'เหตุผลที่บันทึกไว้',
            cell: (id) =>
              cycle.whyOpen?.[thingName(kind, id)] ?? cycle.whyOpen?.[groupName(group)] ?? '–',
          },
        ]}
      />
    </FoldedAct>
  );
};
