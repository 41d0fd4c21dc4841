/** Passkeys: made on the account's page, used to sign in. The device asks its holder; the server checks what it signed. */

type Challenge = {
  readonly challenge: string
  readonly known: readonly string[]
  readonly reader: { readonly id: string; readonly name: string }
}

export function startPasskeys(): void {
  // Not on plain HTTP from another machine, nor under a bare address: keys belong to names of hosts.
  if (!('PublicKeyCredential' in globalThis) || /^[\d.]+$|^\[/.test(location.hostname)) return
  for (const button of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
    button.hidden = false
    const act = button.dataset['passkey'] ?? '/'
    button.addEventListener('click', () => void run(act === 'new' ? add : () => signIn(act)))
  }
}

async function run(act: () => Promise<void>): Promise<void> {
  const problem = document.querySelector<HTMLElement>('[data-passkey-problem]')
  if (problem !== null) problem.hidden = true
  try {
    await act()
  } catch {
    // Whoever closed the device's question sees that nothing has happened.
    if (problem !== null) problem.hidden = false
  }
}

async function add(): Promise<void> {
  const { challenge, known, reader } = await ask<Challenge>('/passkey/new/challenge')
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytesOf(challenge),
      rp: { name: 'Salient', id: location.hostname },
      user: { id: bytesOf(reader.id), name: reader.name, displayName: reader.name },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: known.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
    },
  })
  if (!(made instanceof PublicKeyCredential && made.response instanceof AuthenticatorAttestationResponse))
    throw new Error()
  const publicKey = made.response.getPublicKey()
  if (publicKey === null) throw new Error('The browser cannot tell the key.')
  await ask('/passkey/new', {
    challenge,
    credentialId: textOf(made.rawId),
    clientData: textOf(made.response.clientDataJSON),
    authenticatorData: textOf(made.response.getAuthenticatorData()),
    publicKey: textOf(publicKey),
    algorithm: made.response.getPublicKeyAlgorithm(),
  })
  location.assign('/account?notice=passkey')
}

async function signIn(back: string): Promise<void> {
  const { challenge } = await ask<Pick<Challenge, 'challenge'>>('/passkey/challenge')
  const used = await navigator.credentials.get({
    publicKey: { challenge: bytesOf(challenge), rpId: location.hostname, userVerification: 'required' },
  })
  if (!(used instanceof PublicKeyCredential && used.response instanceof AuthenticatorAssertionResponse))
    throw new Error()
  await ask('/passkey', {
    challenge,
    credentialId: textOf(used.rawId),
    clientData: textOf(used.response.clientDataJSON),
    authenticatorData: textOf(used.response.authenticatorData),
    signature: textOf(used.response.signature),
  })
  location.assign(back)
}

async function ask<Answer>(path: string, body: object = {}): Promise<Answer> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`)
  // Our own server answers so.
  return (await answer.json()) as Answer
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function textOf(bytes: ArrayBuffer): string {
  const plain = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return plain.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
