/**
 * Lets a passkey sign: asks the site what, the browser for an answer, and sends it as the form's field `answer`.
 *
 * Bytes are converted by hand, since a browser of 2023 knows passkeys but not their form as JSON.
 */

const messages: Readonly<Record<string, string>> = {
  NotAllowedError: 'ยังไม่ได้ใช้พาสคีย์ เพราะยกเลิกหรือหมดเวลา กรุณาลองอีกครั้ง',
  InvalidStateError: 'อุปกรณ์นี้มีพาสคีย์ของบัญชีนี้อยู่แล้ว',
  SecurityError: 'ที่อยู่เว็บไซต์นี้ใช้พาสคีย์ไม่ได้ กรุณาแจ้งผู้ดูแลระบบ',
};

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  if (!('PublicKeyCredential' in window)) continue;
  const button = form.querySelector('button');
  const answer = form.querySelector<HTMLInputElement>('[name=answer]');
  const failure = form.querySelector<HTMLElement>('[data-failure]');
  if (!button || !answer || !failure) continue;
  form.hidden = false;
  for (const instead of document.querySelectorAll<HTMLElement>('[data-without-passkey]')) {
    instead.hidden = true;
  }
  button.addEventListener('click', async () => {
    if (!form.reportValidity()) return;
    button.disabled = true;
    failure.hidden = true;
    try {
      answer.value = JSON.stringify(await signed(form));
      form.requestSubmit();
    } catch (error) {
      const known = error instanceof Error ? messages[error.name] : undefined;
      failure.textContent = known ?? 'ใช้พาสคีย์ไม่สำเร็จ กรุณาลองอีกครั้งหรือใช้วิธีอื่น';
      failure.hidden = false;
    }
    button.disabled = false;
  });
}

async function signed(form: HTMLFormElement): Promise<object> {
  const response = await fetch(form.dataset['passkey'] ?? '', {
    method: 'POST',
    headers: { accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`no options: ${response.status}`);
  const options: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON =
    await response.json();
  const challenge = bytes(options.challenge);
  const credential =
    'user' in options
      ? await navigator.credentials.create({
          publicKey: {
            rp: options.rp,
            user: { ...options.user, id: bytes(options.user.id) },
            challenge,
            pubKeyCredParams: options.pubKeyCredParams,
            timeout: options.timeout ?? 300_000,
            excludeCredentials: (options.excludeCredentials ?? []).map(descriptor),
            authenticatorSelection: options.authenticatorSelection ?? {},
            attestation: 'none',
          },
        })
      : await navigator.credentials.get({
          publicKey: {
            challenge,
            rpId: options.rpId ?? location.hostname,
            timeout: options.timeout ?? 300_000,
            userVerification: 'required',
            allowCredentials: (options.allowCredentials ?? []).map(descriptor),
          },
        });
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no passkey');
  const id = text(credential.rawId);
  return {
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: responseOf(credential.response),
  };
}

function responseOf(response: AuthenticatorResponse): object {
  const clientDataJSON = text(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse) {
    const attestationObject = text(response.attestationObject);
    return { clientDataJSON, attestationObject, transports: response.getTransports() };
  }
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new Error('no signature');
  const { authenticatorData, signature, userHandle } = response;
  return {
    clientDataJSON,
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    ...(userHandle && { userHandle: text(userHandle) }),
  };
}

function descriptor({ id }: { readonly id: string }): PublicKeyCredentialDescriptor {
  return { type: 'public-key', id: bytes(id) };
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export {};
