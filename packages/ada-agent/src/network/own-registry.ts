/** What modules of one's own have registered, by name. It knows no types, so that the settings can list the names. */
class Registry {
  private readonly parts = new Map<string, unknown>();
  private listed = false;

  constructor(
    private readonly kind: string,
    private readonly taken: readonly string[],
  ) {}

  /** @throws Error in one sentence if it is too late, or the name is taken */
  add(name: string, part: unknown): void {
    if (this.listed) {
      throw new Error(`Register the ${this.kind} "${name}" before the commands are loaded: node --import FILE ....`);
    }
    if (this.parts.has(name) || this.taken.includes(name))
      throw new Error(`There is a ${this.kind} "${name}" already.`);
    this.parts.set(name, part);
  }

  /** All names. None can be added afterwards. */
  names(): string[] {
    this.listed = true;
    return [...this.parts.keys()];
  }

  get(name: string): unknown {
    return this.parts.get(name);
  }
}

/** Memories and encoders that this package has. */
export const BUILT_IN = {
  memories: ['transformer-xl', 'gru', 'gru+attention'],
  encoders: ['matched', 'entities', 'pooled', 'slots'],
} as const;

export const registeredMemories = new Registry('memory', BUILT_IN.memories);
export const registeredEncoders = new Registry('encoder', BUILT_IN.encoders);
