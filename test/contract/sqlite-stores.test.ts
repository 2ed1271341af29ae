import { describe } from "mocha";
import { sqliteHarness } from "../support/sqlite-harness.js";
import { shouldBehaveLikeDatasetRepository } from "./dataset-repository.js";
import { shouldClaimFairly } from "./fair-claims.js";
import { shouldBehaveLikeKeyValueStore } from "./key-value-store.js";
import { shouldBehaveLikeLedgerStore } from "./ledger-store.js";
import { shouldBehaveLikeModelRepository } from "./model-repository.js";
import { shouldBehaveLikeRecordArchive } from "./record-archive.js";
import { shouldClaimTrainings } from "./training-claims.js";
import { shouldBehaveLikeTrainingRepository } from "./training-repository.js";
import { REMEMBERED_IN_TESTS, shouldBehaveLikeUpdateInbox } from "./update-inbox.js";
import { shouldBehaveLikeUserRepository } from "./user-repository.js";

describe("SQLite", () => {
  const make = () => sqliteHarness({ rememberedUpdates: REMEMBERED_IN_TESTS });
  shouldBehaveLikeTrainingRepository(make);
  shouldClaimTrainings(make);
  shouldClaimFairly(make);
  shouldBehaveLikeDatasetRepository(make);
  shouldBehaveLikeModelRepository(make);
  shouldBehaveLikeUserRepository(make);
  shouldBehaveLikeKeyValueStore(make);
  shouldBehaveLikeLedgerStore(make);
  shouldBehaveLikeUpdateInbox(make);
  shouldBehaveLikeRecordArchive(make);
});
