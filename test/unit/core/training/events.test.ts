import { expect } from "chai";
import { describe, it } from "mocha";
import { TrainingEvents } from "../../../../src/core/training/events.js";
import { settle } from "../../../support/turns.js";
import { RecordingLogger } from "../../../support/recording-logger.js";
import { sampleTraining } from "../../../support/stored-samples.js";

describe("the events of trainings", () => {
  const training = sampleTraining();
  const event = { type: "queued", training } as const;

  it("reach every listener, later than the call that publishes them", async () => {
    const events = new TrainingEvents(new RecordingLogger());
    const heard: string[] = [];
    events.subscribe(() => void heard.push("first"));
    events.subscribe(async () => {
      await settle(1);
      heard.push("second");
    });
    events.publish(event);
    expect(heard).to.deep.equal([]);
    await settle(5);
    expect(heard).to.deep.equal(["first", "second"]);
  });

  it("no longer reach who has ended the subscription", async () => {
    const events = new TrainingEvents(new RecordingLogger());
    let heard = 0;
    const end = events.subscribe(() => {
      heard++;
    });
    end();
    end();
    events.publish(event);
    await settle(5);
    expect(heard).to.equal(0);
  });

  it("reach the others when one listener fails, which is logged", async () => {
    const logger = new RecordingLogger();
    const events = new TrainingEvents(logger);
    let heard = 0;
    events.subscribe(() => {
      throw new Error("a broken card");
    });
    events.subscribe(() => Promise.reject(new Error("a lost connection")));
    events.subscribe(() => {
      heard++;
    });
    events.publish(event);
    await settle(5);
    expect(heard).to.equal(1);
    expect(logger.entries.map(({ fields }) => String(fields["error"]))).to.deep.equal([
      "Error: a broken card",
      "Error: a lost connection",
    ]);
    expect(logger.entries[0]?.fields).to.include({ training: training.id, event: "queued" });
  });
});
