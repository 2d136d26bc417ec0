import { InputError } from '@open-ada/node-kit';
import { type Backend, loadBackend } from '@open-ada/onnx-jit';

/** Before anything is written. @throws InputError of one sentence with the command that installs what the backend needs */
export async function requireBackend(backend: Backend): Promise<void> {
  await loadBackend(backend).catch((error: Error) => {
    throw new InputError(error.message);
  });
}
