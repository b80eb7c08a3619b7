/** Moves visits directly: by dragging, or by choosing a visit and then its new place; conflicts are shown first. */

interface MoveAnswer {
  readonly startMinute: number;
  readonly durationMinutes: number;
  readonly time: string;
  readonly conflicts: readonly string[];
}

function isAnswer(value: unknown): value is MoveAnswer {
  return typeof value === 'object' && value !== null && 'time' in value && 'conflicts' in value;
}

async function ask(
  address: string,
  facts: Record<string, string>,
): Promise<MoveAnswer | undefined> {
  const url = new URL(address, location.href);
  for (const [name, value] of Object.entries(facts)) url.searchParams.set(name, value);
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  const answer: unknown = response.ok ? await response.json() : undefined;
  return isAnswer(answer) ? answer : undefined;
}

function paragraph(text: string, className: string): HTMLElement {
  const line = document.createElement('p');
  line.className = className;
  line.textContent = text;
  return line;
}

/** Says in `place` what stands against a time. */
function say(place: HTMLElement, title: string, answer: MoveAnswer): void {
  const free = answer.conflicts.length === 0;
  place.replaceChildren(
    paragraph(title, 'govuk-body govuk-!-font-weight-bold'),
    ...(free
      ? [paragraph('✓ ไม่มีข้อขัดข้อง', 'govuk-body')]
      : answer.conflicts.map((text) => paragraph(`✕ ${text}`, 'govuk-error-message'))),
  );
}

/** The form of one visit tells at once whether the chosen time can be had. */
const form = document.querySelector<HTMLFormElement>('form[data-check]');
const told = form?.querySelector<HTMLElement>('[data-check-answer]');
if (form && told) {
  let asked = 0;
  form.addEventListener('change', async () => {
    const value = (name: string) => String(new FormData(form).get(name) ?? '');
    const facts = Object.fromEntries(
      ['date', 'teamId', 'startMinute', 'durationMinutes'].map((name) => [name, value(name)]),
    );
    asked += 1;
    const mine = asked;
    const answer = await ask(form.dataset['check'] ?? '', facts).catch(() => undefined);
    if (mine !== asked) return;
    if (answer) say(told, answer.time, answer);
    else told.replaceChildren();
  });
}

const week = document.querySelector<HTMLElement>('[data-week]');
if (week) moveInWeek(week);

function moveInWeek(board: HTMLElement): void {
  const base = board.dataset['base'] ?? '';
  const panel = board.querySelector<HTMLElement>('[data-check-answer]');
  if (!panel) return;
  const output = panel;
  let taken: HTMLElement | undefined;

  for (const hint of board.querySelectorAll<HTMLElement>('[data-with-script]')) hint.hidden = false;
  for (const visit of board.querySelectorAll<HTMLElement>('[data-visit]')) {
    visit.draggable = true;
    visit.addEventListener('dragstart', () => take(visit));
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-button';
    button.textContent = 'ย้าย';
    button.setAttribute('aria-label', `ย้าย ${visit.dataset['name']}`);
    button.addEventListener('click', () => {
      take(visit);
      for (const cell of board.querySelectorAll<HTMLElement>('[data-date]')) offer(cell);
      board.querySelector<HTMLElement>('.week__here')?.focus();
    });
    visit.append(button);
  }
  for (const cell of board.querySelectorAll<HTMLElement>('[data-date]')) {
    cell.addEventListener('dragover', (event) => {
      event.preventDefault();
      cell.classList.add('week__over');
    });
    cell.addEventListener('dragleave', () => cell.classList.remove('week__over'));
    cell.addEventListener('drop', (event) => {
      event.preventDefault();
      cell.classList.remove('week__over');
      void choose(cell);
    });
  }

  function take(visit: HTMLElement): void {
    taken?.classList.remove('week__visit--taken');
    taken = visit;
    visit.classList.add('week__visit--taken');
  }

  function offer(cell: HTMLElement): void {
    if (cell.querySelector('.week__here')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-button week__here';
    button.textContent = 'ย้ายมาช่องนี้';
    button.addEventListener('click', () => void choose(cell));
    cell.append(button);
  }

  async function choose(cell: HTMLElement): Promise<void> {
    const visit = taken;
    const orgId = visit?.dataset['visit'];
    const { team, date } = cell.dataset;
    if (!visit || !orgId || !team || !date) return;
    const visitNo = visit.dataset['visitNo'];
    const facts = { orgId, date, teamId: team, ...(visitNo && { visitNo }) };
    const answer = await ask(`${base}/check`, facts).catch(() => undefined);
    if (!answer) return;
    say(output, `ย้าย ${visit.dataset['name']} ไป${answer.time}`, answer);
    if (answer.conflicts.length === 0) output.append(confirmation(orgId, visitNo, facts, answer));
    output.tabIndex = -1;
    output.focus();
  }

  /** A published visit is moved on its own page, for its host is told the reason. */
  function confirmation(
    orgId: string,
    visitNo: string | undefined,
    { date, teamId }: { date: string; teamId: string },
    { startMinute, durationMinutes }: MoveAnswer,
  ): HTMLElement {
    const fields = {
      date,
      teamId,
      startMinute: String(startMinute),
      durationMinutes: String(durationMinutes),
    };
    if (visitNo) {
      const link = document.createElement('a');
      link.className = 'govuk-button';
      link.href = `${base}/${orgId}/${visitNo}/move?${new URLSearchParams(fields)}`;
      link.textContent = 'ไปกรอกเหตุผลและยืนยัน';
      return link;
    }
    const confirm = document.createElement('form');
    confirm.method = 'post';
    confirm.action = `${base}/plan/${orgId}`;
    const pinned = 'yes';
    const draft = board.dataset['draft'] ?? '0';
    const hidden = { ...fields, pinned, draft, week: board.dataset['week'] ?? '' };
    for (const [name, value] of Object.entries(hidden)) {
      const input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      input.value = value;
      confirm.append(input);
    }
    const button = document.createElement('button');
    button.className = 'govuk-button';
    button.textContent = 'ยืนยันการย้าย';
    confirm.append(button);
    return confirm;
  }
}
