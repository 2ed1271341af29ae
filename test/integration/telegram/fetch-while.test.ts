import { expect } from "chai";
import { describe, it } from "mocha";
import { fetchWhile } from "../../../src/integrations/telegram/api-fetch.js";

describe("calls of a bot that may not speak", () => {
  it("are not sent, but for the question who it is; asked before each", async () => {
    const sent: string[] = [];
    let mine = true;
    const send = fetchWhile(
      () => mine,
      (target) => {
        sent.push(target);
        return Promise.resolve(new Response());
      },
    );
    await send("https://telegram.invalid/botX/sendMessage");
    mine = false;
    const refused = await send("https://telegram.invalid/botX/sendMessage").catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Error).and.to.have.property("message").that.contains("another process");
    await send("https://telegram.invalid/botX/getMe");
    expect(sent.map((target) => target.split("/").at(-1))).to.deep.equal(["sendMessage", "getMe"]);
  });
});
