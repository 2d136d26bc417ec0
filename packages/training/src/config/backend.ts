import { InputError } from '@open-ada/node-kit';
import { type Backend, loadBackend } from '@open-ada/onnx-jit';

/**
 * Checks that the backend is installed. Call it before anything is written. @throws InputError in one sentence, with
 * the command that installs what is missing
 */
export async function requireBackend(backend: Backend): Promise<void> {
  await loadBackend(backend).catch((error: Error) => {
    throw new InputError(error.message);
  });
}
