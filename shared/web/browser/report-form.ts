/**
 * The report form saves itself while it is being filled in, and counts the rows that are done.
 *
 * The form's own buttons do the same without it. What is typed is kept in the browser until it is known to be saved.
 */
import { draftCopy } from './draft-copy.ts';

const QUIET_MS = 3000;
/** After a lost connection, until it is tried again without being told that there is one. */
const RETRY_MS = 20_000;

interface Saved {
  readonly version: number;
  readonly words: string;
}

const form = document.querySelector<HTMLFormElement>('form[data-autosave]');
if (form) keepSaved(form);

function keepSaved(form: HTMLFormElement): void {
  const version = form.querySelector<HTMLInputElement>('input[name="version"]');
  const note = form.querySelector<HTMLElement>('[data-saved]');
  const address = form.dataset['autosave'];
  if (!version || !note || !address) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsaved = false;
  let leaving = false;
  let busy = false;
  /** Where a save is under way the next one waits: its version is not known yet. */
  let saving: Promise<void> = Promise.resolve();

  const copy = draftCopy(form, address);

  const saveIn = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      saving = saving.then(save);
    }, milliseconds);
  };
  form.addEventListener('input', ({ target }) => {
    unsaved = true;
    copy.note(target);
    countAnswers(form);
    saveIn(QUIET_MS);
  });
  addEventListener('online', () => {
    if (unsaved) saveIn(0);
  });
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    leaving = true;
    unsaved = false;
    copy.sending();
    if (!busy) return;
    // The version that is under way must arrive first, or the form would run into itself.
    event.preventDefault();
    const button = event.submitter;
    // Not at once: while one submission is being decided on, a browser ignores another.
    void saving.then(() => setTimeout(() => form.requestSubmit(button)));
  });
  addEventListener('pageshow', () => {
    leaving = false;
  });
  addEventListener('beforeunload', (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });

  if (copy.restore() > 0) {
    unsaved = true;
    countAnswers(form);
    note.textContent = 'นำสิ่งที่พิมพ์ไว้ในเครื่องนี้กลับมาแล้ว กำลังบันทึกร่าง…';
    saveIn(0);
  }

  async function save(): Promise<void> {
    if (!form || !version || !note || !address || leaving) return;
    unsaved = false;
    busy = true;
    note.textContent = 'กำลังบันทึกร่าง…';
    const sent = new FormData(form);
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: sent,
      });
      if (response.ok) {
        const saved = (await response.json()) as Saved;
        version.value = String(saved.version);
        copy.saved(sent);
        note.textContent = saved.words;
        return;
      }
      unsaved = true;
      note.textContent =
        response.status === 409
          ? 'ยังไม่ได้บันทึก: มีผู้อื่นแก้ไขร่างนี้ กดบันทึกร่างเพื่อดูความต่าง'
          : response.status === 401
            ? 'การเข้าใช้งานสิ้นสุดแล้ว สิ่งที่พิมพ์เก็บไว้ในเครื่องนี้ กรุณาเข้าสู่ระบบในแท็บใหม่'
            : 'ยังไม่ได้บันทึก กดบันทึกร่างเพื่อลองใหม่';
    } catch {
      unsaved = true;
      note.textContent = 'ติดต่อระบบไม่ได้ สิ่งที่พิมพ์เก็บไว้ในเครื่องนี้ จะบันทึกเมื่อเชื่อมต่อได้';
      saveIn(RETRY_MS);
    } finally {
      busy = false;
    }
  }
}

function countAnswers(form: HTMLFormElement): void {
  const choices = [...form.querySelectorAll<HTMLSelectElement>('select[name^="status-"]')];
  const closed = Number(form.dataset['closedAnswers'] ?? 0);
  const answered = closed + choices.filter(({ value }) => value !== '').length;
  const figure = form.querySelector('[data-answered]');
  const bar = form.querySelector<HTMLProgressElement>('[data-progress]');
  if (figure) figure.textContent = String(answered);
  if (bar) bar.value = answered;
}
