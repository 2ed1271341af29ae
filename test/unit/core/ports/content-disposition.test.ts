import { expect } from "chai";
import { describe, it } from "mocha";
import { attachment } from "../../../../src/core/ports/content-disposition.js";

describe("the name under which a browser saves a file", () => {
  const names = {
    "rex.safetensors": `attachment; filename="rex.safetensors"; filename*=UTF-8''rex.safetensors`,
    "Рекс.txt": `attachment; filename="____.txt"; filename*=UTF-8''%D0%A0%D0%B5%D0%BA%D1%81.txt`,
    'a"b\\c;d%.txt': `attachment; filename="a_b_c_d_.txt"; filename*=UTF-8''a%22b%5Cc%3Bd%25.txt`,
    "it's (1)*.txt": `attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`,
    "a\r\nSet-Cookie: x": `attachment; filename="a__Set-Cookie: x"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x`,
  };
  for (const [name, header] of Object.entries(names)) {
    it(`is told twice for ${JSON.stringify(name)}`, () => {
      expect(attachment(name)).to.equal(header);
    });
  }

  it("is never half a character", () => {
    expect(attachment("a\ud83d")).to.equal(`attachment; filename="a_"; filename*=UTF-8''a%EF%BF%BD`);
  });
});
