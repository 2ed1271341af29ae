import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import { readSafetensors } from "../../../../src/core/models/safetensors.js";
import { checkLora } from "../../../../src/core/models/validator.js";
import { FAMILIES, type Family } from "../../../../src/core/recipes/recipe.js";
import { once } from "../../../support/fake-images.js";
import { f32, loraFile, safetensorsFile } from "../../../support/lora-files.js";

async function refusal(file: Buffer, family: Family): Promise<string | undefined> {
  const facts = await readSafetensors(once(file));
  try {
    checkLora(facts, family);
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError).with.property("code", "model-invalid");
    return (error as DomainError).message;
  }
}

describe("a trained LoRA", () => {
  for (const family of FAMILIES) {
    it(`of ${family} is taken, and refused for any other family`, async () => {
      for (const other of FAMILIES) {
        const message = await refusal(loraFile(family), other);
        if (other === family) expect(message).to.equal(undefined);
        else expect(message).to.match(new RegExp(`is no key of ${other}`));
      }
    });

    it(`of ${family} is refused when it is as it began`, async () => {
      expect(await refusal(loraFile(family, [0, 0]), family)).to.match(/those it started with/);
    });

    it(`of ${family} is refused when a weight is no number`, async () => {
      expect(await refusal(loraFile(family, [1, Number.NaN]), family)).to.match(/holds NaN or infinity/);
      expect(await refusal(loraFile(family, [Number.NEGATIVE_INFINITY, 1]), family)).to.match(
        /NaN or infinity/,
      );
    });
  }

  it("needs tensors", async () => {
    expect(await refusal(safetensorsFile([]), "flux")).to.match(/no tensors/);
  });

  it("needs the half that grows", async () => {
    const onlyDown = safetensorsFile([f32("transformer.a.lora_A.weight", 1)]);
    expect(await refusal(onlyDown, "flux")).to.match(/those it started with/);
  });

  it("of SDXL may hold alphas and both text encoders", async () => {
    const names = ["lora_te1_x.lora_down.weight", "lora_te1_x.lora_up.weight", "lora_te2_y.alpha"];
    expect(await refusal(safetensorsFile(names.map((name) => f32(name, 1))), "sdxl")).to.equal(undefined);
  });

  it("may keep some layers as they began", async () => {
    const file = safetensorsFile([
      f32("transformer.a.lora_B.weight", 0),
      f32("transformer.b.lora_B.weight", 1),
    ]);
    expect(await refusal(file, "flux")).to.equal(undefined);
  });
});
