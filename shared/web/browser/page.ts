/** What every page does a little better with a script; nothing needs it. */
import './paste-table.ts';
import { forgetAll, forgetArrived } from './draft-copy.ts';
import './report-form.ts';
import './visit-board.ts';

/** Whoever follows a link to a field goes on there; a summary of errors takes the focus otherwise. */
const field = document.getElementById(decodeURIComponent(location.hash.slice(1)));
const begins = field?.matches('input, select, textarea')
  ? field
  : document.querySelector<HTMLElement>('[data-focus]');
begins?.focus();

/** A second click on a button sends nothing twice. The server would not mind, but people would wonder. */
for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset['sent']) event.preventDefault();
    form.dataset['sent'] = 'yes';
    tellBusy(form, true);
  });
}
// Coming back with the browser's own button finds the form usable again.
addEventListener('pageshow', () => {
  for (const form of document.forms) {
    delete form.dataset['sent'];
    tellBusy(form, false);
  }
});

/** A form whose answer may take seconds says so where it has a place for it. */
function tellBusy(form: HTMLFormElement, busy: boolean): void {
  const place = form.querySelector<HTMLElement>('[data-busy]');
  if (place) place.textContent = busy ? (place.dataset['busy'] ?? '') : '';
}

/** Text that is meant to be pasted elsewhere is copied by one click. */
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset['copy'] ?? '');
    if (!(field instanceof HTMLTextAreaElement)) return;
    await navigator.clipboard.writeText(field.value);
    button.textContent = 'คัดลอกแล้ว';
  });
}

forgetArrived(location.pathname);
for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
  form.addEventListener('submit', forgetAll);
}
