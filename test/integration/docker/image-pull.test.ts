import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { fakeRegistry, type FakeRegistry } from "../../support/fake-registry.js";
import { useDockerHouse } from "../../support/docker-house.js";

const USER = "darkroom";
const PASSWORD = "pa:ss/wörd";

describe("pulling the trainer's image", function () {
  this.timeout(60_000);
  const house = useDockerHouse();
  let registry: FakeRegistry;
  let before: string | undefined;

  beforeEach(async () => {
    before = process.env["DOCKER_CONFIG"];
    process.env["DOCKER_CONFIG"] = join(house.root, "docker-config");
    registry = await fakeRegistry(USER, PASSWORD);
  });

  afterEach(async () => {
    if (before === undefined) delete process.env["DOCKER_CONFIG"];
    else process.env["DOCKER_CONFIG"] = before;
    await registry.close();
    await house.engine
      .getImage(registry.image)
      .remove()
      .catch(() => undefined);
  });

  /** As `docker login` leaves it. */
  async function logIn(password: string): Promise<void> {
    const auth = Buffer.from(`${USER}:${password}`).toString("base64");
    await mkdir(join(house.root, "docker-config"));
    const config = { auths: { [registry.address]: { auth } } };
    await writeFile(join(house.root, "docker-config", "config.json"), JSON.stringify(config));
  }

  const prepare = (): Promise<void> => house.runtime({ image: registry.image }).prepare(() => undefined);

  it("uses the login that docker keeps for the registry, and needs it once", async () => {
    await logIn(PASSWORD);
    await prepare();
    await house.runtime({ image: registry.image }).check();
    await registry.close();
    await prepare();
    registry = await fakeRegistry(USER, PASSWORD);
  });

  it("says that the registry wants a login, where there is none or a wrong one", async () => {
    expect((await expectDomainError(prepare(), "trainer-start")).message).to.include("docker login");
    await logIn("wrong");
    expect((await expectDomainError(prepare(), "trainer-start")).message).to.include("docker login");
  });

  it("fails where it breaks in the middle, though the engine answered that all is well", async () => {
    await logIn(PASSWORD);
    registry.loseLayer();
    await expectDomainError(prepare(), "trainer-start");
    expect(String(await house.runtime({ image: registry.image }).check().catch(String))).to.match(
      /no such image/i,
    );
  });
});
