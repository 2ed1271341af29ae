import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import { readSafetensors } from "../../../../src/core/models/safetensors.js";
import { checkLora } from "../../../../src/core/models/validator.js";
import { KEY_FORMS, type KeyForm } from "../../../../src/core/recipes/recipe.js";
import { once } from "../../../support/fake-images.js";
import { f32, loraFile, safetensorsFile } from "../../../support/lora-files.js";

async function refusal(file: Buffer, form: KeyForm): Promise<string | undefined> {
  const facts = await readSafetensors(once(file));
  try {
    checkLora(facts, form);
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError).with.property("code", "model-invalid");
    return (error as DomainError).message;
  }
}

describe("a trained LoRA", () => {
  for (const form of KEY_FORMS) {
    it(`with keys of the form ${form} is taken, and refused for any other form`, async () => {
      for (const other of KEY_FORMS) {
        const message = await refusal(loraFile(form), other);
        if (other === form) expect(message).to.equal(undefined);
        else expect(message).to.match(new RegExp(`is no key of the form ${other}`));
      }
    });

    it(`with keys of the form ${form} is refused when it is as it began`, async () => {
      expect(await refusal(loraFile(form, [0, 0]), form)).to.match(/those it started with/);
    });

    it(`with keys of the form ${form} is refused when a weight is no number`, async () => {
      expect(await refusal(loraFile(form, [1, Number.NaN]), form)).to.match(/holds NaN or infinity/);
      expect(await refusal(loraFile(form, [Number.NEGATIVE_INFINITY, 1]), form)).to.match(/NaN or infinity/);
    });
  }

  it("needs tensors", async () => {
    expect(await refusal(safetensorsFile([]), "transformer")).to.match(/no tensors/);
  });

  it("needs the half that grows", async () => {
    const onlyDown = safetensorsFile([f32("transformer.a.lora_A.weight", 1)]);
    expect(await refusal(onlyDown, "transformer")).to.match(/those it started with/);
  });

  it("of SDXL may hold alphas and both text encoders", async () => {
    const names = ["lora_te1_x.lora_down.weight", "lora_te1_x.lora_up.weight", "lora_te2_y.alpha"];
    expect(await refusal(safetensorsFile(names.map((name) => f32(name, 1))), "kohya")).to.equal(undefined);
  });

  it("may keep some layers as they began", async () => {
    const file = safetensorsFile([
      f32("transformer.a.lora_B.weight", 0),
      f32("transformer.b.lora_B.weight", 1),
    ]);
    expect(await refusal(file, "transformer")).to.equal(undefined);
  });
});
