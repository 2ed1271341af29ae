import { badRequest } from "../api-error.js";
import type { Handlers } from "./call.js";

const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;

export const fileMethods = {
  getFile(params, { world }) {
    const file = world.files.find(params.file_id);
    const { localServer } = world.options;
    if (!localServer && file.blob.size > MAX_DOWNLOAD_BYTES) throw badRequest("file is too big");
    const path = localServer ? file.blob.path : world.files.pathOf(file);
    return {
      file_id: file.fileId,
      file_unique_id: file.uniqueId,
      file_size: file.blob.size,
      file_path: path,
    };
  },
} satisfies Handlers;
