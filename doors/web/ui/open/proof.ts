const leadingZeros = (digest: Uint8Array): number => {
  let zeros = 0
  for (const byte of digest) {
    if (byte !== 0) return zeros + Math.clz32(byte) - 24
    zeros += 8
  }
  return zeros
}

/** So many digests are under way at once: the browser makes them beside the page, which stays usable. */
const atOnce = 128

/**
 * Does the work that the server asks for: the first number with which SHA-256 of `challenge:number` begins with so many
 * zero bits. About 0.2 s of a phone's time for 13 bits.
 */
export async function solve(challenge: string, bits: number, signal?: AbortSignal): Promise<string> {
  const encoder = new TextEncoder()
  for (let from = 0; ; from += atOnce) {
    signal?.throwIfAborted()
    const digests = await Promise.all(
      Array.from({ length: atOnce }, (_, at) =>
        crypto.subtle.digest('SHA-256', encoder.encode(`${challenge}:${from + at}`)),
      ),
    )
    const found = digests.findIndex((digest) => leadingZeros(new Uint8Array(digest)) >= bits)
    if (found >= 0) return String(from + found)
  }
}
