/** Makes what browsers are asked to sign, and checks what authenticators have signed. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import {
  type Credential,
  type PasskeyAnswer,
  type PasskeyQuestion,
  passkeyQuestionSchema,
} from '../../shared/domain/passkey.ts';

/** As browsers name the site beside a passkey. */
const SITE_NAME = 'Nithet';
/** Milliseconds that a browser waits for its user; the site's own bound is stricter still. */
const PATIENCE_MS = 5 * 60_000;

/** EdDSA, ES256 and RS256: what authenticators that are in use can do. */
const supportedAlgorithmIDs = [-8, -7, -257];

/** Answers for the site at `publicUrl`, which authenticators know by its host name. */
export function createAnswerPasskeys({ hostname, origin }: URL) {
  const expected = {
    expectedOrigin: origin,
    expectedRPID: hostname,
    requireUserVerification: true,
  };

  return async (input: unknown): Promise<PasskeyAnswer> => {
    const question = passkeyQuestionSchema.parse(input);
    switch (question.ask) {
      case 'registration-options':
        return asked(
          await generateRegistrationOptions({
            rpName: SITE_NAME,
            supportedAlgorithmIDs,
            rpID: hostname,
            userID: new Uint8Array(Buffer.from(question.userId)),
            userName: question.name,
            userDisplayName: question.displayName,
            timeout: PATIENCE_MS,
            // Which make it is does not matter here, and would say something about its owner.
            attestationType: 'none',
            excludeCredentials: known(question),
            // Kept by the authenticator, so that nobody has to type an address.
            authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
          }),
        );
      case 'check-registration':
        return refusedIfThrown(async () => {
          const { challenge: expectedChallenge, answer } = question;
          const { verified, registrationInfo } = await verifyRegistrationResponse({
            ...expected,
            supportedAlgorithmIDs,
            expectedChallenge,
            response: answer,
          });
          if (!verified) return undefined;
          const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
          return {
            credentialId: credential.id,
            publicKey: Buffer.from(credential.publicKey).toString('base64url'),
            counter: credential.counter,
            transports: answer.response.transports ?? [],
            mayBeSynced: credentialDeviceType === 'multiDevice',
            isSynced: credentialBackedUp,
          };
        });
      case 'authentication-options':
        return asked(
          await generateAuthenticationOptions({
            rpID: hostname,
            timeout: PATIENCE_MS,
            userVerification: 'required',
            allowCredentials: known(question),
          }),
        );
      case 'check-authentication':
        return refusedIfThrown(async () => {
          const { challenge: expectedChallenge, answer, credential } = question;
          const { verified, authenticationInfo } = await verifyAuthenticationResponse({
            ...expected,
            expectedChallenge,
            response: answer,
            credential: {
              id: credential.credentialId,
              publicKey: new Uint8Array(Buffer.from(credential.publicKey, 'base64url')),
              // The site compares the counters itself: a copy is to be told from a bad signature.
              counter: 0,
              transports: credential.transports,
            },
          });
          if (!verified) return undefined;
          const { newCounter, credentialDeviceType, credentialBackedUp } = authenticationInfo;
          return {
            ...credential,
            counter: newCounter,
            mayBeSynced: credentialDeviceType === 'multiDevice',
            isSynced: credentialBackedUp,
          };
        });
    }
  };
}

function asked(options: { readonly challenge: string }): PasskeyAnswer {
  return { challenge: options.challenge, options: { ...options } };
}

function known({ known }: Extract<PasskeyQuestion, { known: unknown }>) {
  return known.map(({ credentialId, transports }) => ({ id: credentialId, transports }));
}

/** The library tells by exceptions what it does not accept. */
async function refusedIfThrown(
  check: () => Promise<Credential | undefined>,
): Promise<PasskeyAnswer> {
  try {
    const credential = await check();
    return credential ? { credential } : { refused: 'the signature does not fit' };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}
