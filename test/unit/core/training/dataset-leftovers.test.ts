import { expect } from "chai";
import { describe, it } from "mocha";
import type { BlobStore } from "../../../../src/core/ports/blob-store.js";
import type { DatasetRepository } from "../../../../src/core/ports/dataset-repository.js";
import type { DatasetImage, Training } from "../../../../src/core/training/model.js";
import { dropUnrecorded } from "../../../../src/core/training/dataset-leftovers.js";

describe("dropUnrecorded", () => {
  it("deletes the files that no record knows, of this training alone", async () => {
    const kept = new Set(["a/1.jpg", "a/2.jpg", "b/1.jpg"]);
    const blobs = {
      async *list(prefix: string) {
        for (const key of [...kept]) if (key.startsWith(prefix)) yield await Promise.resolve(key);
      },
      delete: (key: string) => Promise.resolve(void kept.delete(key)),
    } satisfies Pick<BlobStore, "list" | "delete">;
    const datasets = {
      list: () => Promise.resolve([{ blobKey: "a/2.jpg" } as DatasetImage]),
    } satisfies Pick<DatasetRepository, "list">;
    await dropUnrecorded({ id: "a" } as Training, datasets as never, blobs as never);
    expect([...kept]).to.deep.equal(["a/2.jpg", "b/1.jpg"]);
  });
});
