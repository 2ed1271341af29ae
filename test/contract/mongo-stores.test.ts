import { before, describe } from "mocha";
import { mongoHarness } from "../support/mongo-harness.js";
import { requireService } from "../support/services.js";
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

describe("MongoDB", function () {
  // The server that tests are given may be a slow one.
  this.timeout(120_000);
  before(function () {
    requireService(this, "MONGODB_TEST_URI");
  });
  const make = (context: Mocha.Context) => mongoHarness(context, { rememberedUpdates: REMEMBERED_IN_TESTS });
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
