/** A form that a passkey fills in; without a script, or a browser that knows passkeys, it is not there. */
import type { Child, FC } from 'hono/jsx';
import type { ButtonProps } from '../../shared/web/components.tsx';

export interface PasskeyFormProps {
  readonly action: string;
  /** Where the script asks what is to be signed. */
  readonly options: string;
  readonly next?: string | undefined;
  readonly children?: Child;
}

export const PasskeyForm: FC<PasskeyFormProps> = ({ action, options, next, children }) => (
  <form method="post" action={action} data-passkey={options} hidden>
    <input type="hidden" name="answer" />
    {next && <input type="hidden" name="next" value={next} />}
    {children}
    <p class="govuk-error-message" role="alert" data-failure="" hidden></p>
  </form>
);

export const PasskeyButton: FC<Pick<ButtonProps, 'kind' | 'children'>> = ({
  kind = 'primary',
  children,
}) => (
  <button type="button" class={`govuk-button${kind === 'primary' ? '' : ` govuk-button--${kind}`}`}>
    {children}
  </button>
);
