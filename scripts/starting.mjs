// The first line of a command, until the command writes its own. Plain JavaScript, since nothing is compiled yet.

/**
 * Says on a terminal that a command is starting; the line goes when something else is written. Elsewhere nothing is
 * said: what reads standard error there expects the command's own lines.
 * @param {string} text
 * @returns {() => void} call it when the command has been loaded
 */
export function announce(text) {
  const { stdout, stderr } = process;
  if (!stderr.isTTY) return () => {};
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
