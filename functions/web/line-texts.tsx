/** Texts to copy into the LINE groups of districts, each in a frame with its button. */
import type { FC } from 'hono/jsx';

/** Text for one district's group. */
export interface LineText {
  readonly amphoe: string;
  readonly text: string;
}

export const LineTexts: FC<{ texts: readonly LineText[]; rows?: number }> = ({
  texts,
  rows = 5,
}) => (
  <>
    {texts.map(({ amphoe, text }, index) => (
      <div class="govuk-form-group">
        <label class="govuk-label govuk-label--s" for={`text-${index}`}>
          อำเภอ{amphoe}
        </label>
        <textarea class="govuk-textarea copy-text" id={`text-${index}`} rows={rows} readonly>
          {text}
        </textarea>
        <button
          class="govuk-button govuk-button--secondary"
          type="button"
          data-copy={`text-${index}`}
          hidden
        >
          คัดลอกข้อความ<span class="govuk-visually-hidden">ของอำเภอ{amphoe}</span>
        </button>
      </div>
    ))}
  </>
);
