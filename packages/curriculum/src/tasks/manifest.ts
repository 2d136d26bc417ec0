/** Entry of `tasks/heldout/manifest.json` for one file of tasks. */
export interface ManifestEntry {
  /** Name of the file, relative to the manifest. */
  file: string;
  count: number;
  /** SHA-256 of the file's bytes, in hex. */
  sha256: string;
  /**
   * Present if the tasks were screened: number of tasks drawn, from seed 0 on, and number of rejected tasks by
   * reason.
   */
  drawn?: number;
  rejected?: Readonly<Record<string, number>>;
}

/** One entry per family. */
export type Manifest = Record<string, ManifestEntry>;

function isEntry(value: unknown): value is ManifestEntry {
  const { file, count, sha256 } = (value ?? {}) as Partial<ManifestEntry>;
  return (
    typeof file === 'string' && Number.isInteger(count) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)
  );
}

/**
 * Reads a manifest of frozen task files.
 * @param name name of the manifest in error messages
 * @throws Error with one sentence
 */
export function parseManifest(text: string, name: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${name} is not JSON; restore it.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${name} must be an object with one entry per family.`);
  }
  for (const [family, entry] of Object.entries(value)) {
    if (!isEntry(entry))
      throw new Error(`${name} at /${family} must have "file", "count" and a "sha256" of 64 hex digits.`);
  }
  return value as Manifest;
}
