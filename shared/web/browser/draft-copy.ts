/**
 * What was typed into the report form and is not known to be saved, kept in this browser.
 *
 * A connection that is lost, a session that ends or a window that is closed lose nothing: when the form is opened
 * again, each field that nobody else has changed meanwhile gets back what was typed, and the others are shown to
 * choose from.
 */
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What the field held when the typing began, and what was typed. */
interface Change {
  readonly base: string;
  readonly mine: string;
}

interface Kept {
  /** Whose typing it is: another person at the same machine must not meet it. */
  readonly owner: string;
  readonly fields: Record<string, Change>;
  /** The form's own button was pressed: whoever then arrives on the next page has it saved. */
  readonly sent?: boolean;
}

const PREFIX = 'nithet-draft:';

export interface DraftCopy {
  /** Notes what a field now holds. */
  note(field: EventTarget | null): void;
  /** Forgets what has been saved: the fields that still hold what was sent. */
  saved(sent: FormData): void;
  /** The form's own button is sending everything. */
  sending(): void;
  /** Brings back what was kept; says how many fields it filled in. */
  restore(): number;
}

export function draftCopy(form: HTMLFormElement, address: string): DraftCopy {
  const owner = form.dataset['owner'] ?? '';
  const known = new Map(controlsOf(form).map((control) => [control.name, fromServer(control)]));
  let fields: Record<string, Change> = {};

  const keep = (more: Partial<Kept> = {}) => {
    const kept: Kept = { owner, fields, ...more };
    if (Object.keys(fields).length > 0) write(address, kept);
    else forget(address);
  };

  return {
    note(field) {
      if (!isControl(field) || field.name === '') return;
      const base = known.get(field.name) ?? '';
      if (field.value === base) delete fields[field.name];
      else fields[field.name] = { base, mine: field.value };
      keep();
    },
    saved(sent) {
      for (const [name, value] of sent) {
        if (typeof value !== 'string') continue;
        known.set(name, value);
        if (fields[name]?.mine === value) delete fields[name];
      }
      keep();
    },
    sending: () => keep({ sent: true }),
    restore() {
      const kept = read(address);
      if (!kept || kept.owner !== owner) return 0;
      const arrived = kept.sent && location.search.includes('saved');
      if (arrived) return forget(address);
      fields = kept.fields;
      const conflicts: { control: Control; mine: string }[] = [];
      let restored = 0;
      for (const [name, { base, mine }] of Object.entries(fields)) {
        const control = form.elements.namedItem(name);
        const now = isControl(control) ? fromServer(control) : undefined;
        if (isControl(control) && now === base) {
          control.value = mine;
          restored++;
        } else {
          // A page that says itself that nothing was saved shows what was typed.
          if (now !== mine || form.dataset['unsaved'] === undefined) delete fields[name];
          if (isControl(control) && now !== mine) conflicts.push({ control, mine });
        }
      }
      keep();
      if (conflicts.length > 0) showConflicts(form, conflicts);
      return restored;
    },
  };
}

/** The page after the form was reached: what the form's button sent has arrived. */
export function forgetArrived(path: string): void {
  const address = path.replace(/\/check$/, '');
  if (address !== path && read(address)?.sent) forget(address);
}

/** Nobody who comes after may find it. */
export function forgetAll(): void {
  attempt(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    }
  });
}

function showConflicts(form: HTMLFormElement, conflicts: { control: Control; mine: string }[]) {
  const box = document.createElement('div');
  box.className = 'govuk-inset-text';
  box.setAttribute('role', 'alert');
  const intro = document.createElement('p');
  intro.className = 'govuk-body';
  intro.textContent =
    'ช่องต่อไปนี้มีการแก้ไขจากที่อื่นระหว่างที่ท่านขาดการเชื่อมต่อ แบบรายงานแสดงค่าล่าสุด เลือกใช้ค่าที่ท่านพิมพ์ไว้ได้';
  box.append(intro);
  for (const { control, mine } of conflicts) {
    const line = document.createElement('p');
    line.className = 'govuk-body';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'govuk-button govuk-button--secondary';
    button.textContent = 'ใช้ค่าที่ฉันพิมพ์ไว้';
    button.addEventListener('click', () => {
      control.value = mine;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      line.remove();
    });
    const label = control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? '';
    line.append(`${label}: “${shown(control, mine)}” `, button);
    box.append(line);
  }
  form.before(box);
}

function shown(control: Control, value: string): string {
  if (!(control instanceof HTMLSelectElement)) return value;
  return [...control.options].find((option) => option.value === value)?.text ?? value;
}

/** What the page came with: a browser may have filled in what it remembers itself. */
function fromServer(control: Control): string {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  const options = [...control.options];
  return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value ?? '';
}

function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(isControl).filter(({ name }) => name !== '');
}

function isControl(element: unknown): element is Control {
  return (
    (element instanceof HTMLInputElement && element.type !== 'hidden') ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}

function read(address: string): Kept | undefined {
  return attempt(() => {
    const text = localStorage.getItem(PREFIX + address);
    return text ? (JSON.parse(text) as Kept) : undefined;
  });
}

function write(address: string, kept: Kept): void {
  attempt(() => localStorage.setItem(PREFIX + address, JSON.stringify(kept)));
}

function forget(address: string): 0 {
  attempt(() => localStorage.removeItem(PREFIX + address));
  return 0;
}

/** A browser may forbid to keep anything, or be full: the form works without. */
function attempt<Value>(use: () => Value): Value | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
