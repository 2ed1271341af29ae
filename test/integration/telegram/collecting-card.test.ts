import { expect } from "chai";
import type { Api } from "grammy";
import { beforeEach, describe, it } from "mocha";
import { fileURLToPath } from "node:url";
import { spy } from "sinon";
import { CollectingCard } from "../../../src/integrations/telegram/collecting-card.js";
import type { Person } from "../../../src/integrations/telegram/context.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { ADA, eachTestInAHouse } from "../../support/core-house.js";
import { eventually } from "../../support/eventually.js";

const TEXTS = new Texts(fileURLToPath(new URL("../../../locales", import.meta.url)));
const NAMESPACE = "collecting-cards-behind";
const PERSON: Person = { actor: ADA, channel: ADA.userId, locale: "en" };

describe("the card that counts photos", () => {
  const house = eachTestInAHouse();
  /** Edits that Telegram was asked for, and answers when it is told to. */
  let edits: (() => void)[];
  const api = {
    sendMessage: () => Promise.resolve({ message_id: 7 }),
    editMessageText: () =>
      new Promise<true>((resolve) => {
        edits.push(() => {
          resolve(true);
        });
      }),
  } as unknown as Api;

  beforeEach(() => {
    edits = [];
  });

  function card(): CollectingCard {
    const { service, stores, clock, logger } = house();
    return new CollectingCard({ service, keyValues: stores.keyValues, texts: TEXTS, clock, logger });
  }

  async function behind(): Promise<readonly unknown[] | undefined> {
    return (await house().stores.keyValues.read(NAMESPACE, "all")) as unknown[] | undefined;
  }

  it("is put right by the next process, also where an edit ends after the stop", async () => {
    const { service } = house();
    const { id } = await service.drafts.start(ADA, PERSON.channel);
    await service.drafts.setRecipe(ADA, id, "tiny-sdxl");
    const notes = spy(house().stores.keyValues, "write").withArgs(NAMESPACE);
    const first = card();
    await first.open(api, PERSON, id);
    await first.changed(api, PERSON, id);
    await eventually(() => expect(edits).to.have.lengthOf(1));
    await first.changed(api, PERSON, id);
    first.stop();
    edits[0]?.();
    await eventually(() => expect(notes.callCount).to.equal(3));
    await notes.lastCall.returnValue;
    expect(await behind()).to.have.lengthOf(1);

    await card().recover(api);
    await eventually(() => expect(edits).to.have.lengthOf(2));
    edits[1]?.();
    await eventually(async () => expect(await behind()).to.have.lengthOf(0));
  });
});
