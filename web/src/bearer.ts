const KEY = 'baton-bearer'

/** The bearer token that was entered by hand, for this tab only; null where the session cookie tells who looks. */
export function readBearer(): string | null {
  return sessionStorage.getItem(KEY)
}

export function keepBearer(token: string): void {
  sessionStorage.setItem(KEY, token)
}

export function forgetBearer(): void {
  sessionStorage.removeItem(KEY)
}

export function authorization(): { readonly authorization: string } | undefined {
  const token = readBearer()
  return token ? { authorization: `Bearer ${token}` } : undefined
}
