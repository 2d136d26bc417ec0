// The first line of a command, until the command writes its own. Plain JavaScript, since nothing is compiled yet.

/** A command that starts sooner needs no line in a file. */
const LONG_MS = 1500;

/**
 * Says that a command is starting. On a terminal at once; the line goes when something else is written. Elsewhere only
 * if starting takes long, and the line stays.
 * @param {string} text
 * @returns {() => void} call it when the command has been loaded
 */
export function announce(text) {
  const { stdout, stderr } = process;
  if (!stderr.isTTY) {
    const late = setTimeout(() => stderr.write(`${text}\n`), LONG_MS);
    return () => clearTimeout(late);
  }
  stderr.write(text);
  const restores = [stdout, stderr].map((stream) => {
    const { write } = stream;
    stream.write = (...written) => {
      clear();
      return stream.write(...written);
    };
    return () => {
      stream.write = write;
    };
  });
  const clear = () => {
    for (const restore of restores.splice(0)) restore();
    stderr.write('\r\x1b[2K');
  };
  return () => restores.length > 0 && clear();
}
