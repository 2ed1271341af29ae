import { expect } from "chai";
import { describe, it } from "mocha";
import { exitOf } from "../../../src/integrations/docker/container-exit.js";

function state(ExitCode: number, OOMKilled = false, seconds = 10): Parameters<typeof exitOf>[0] {
  const StartedAt = "2026-01-02T03:04:05.000000000Z";
  const FinishedAt = new Date(Date.parse(StartedAt) + seconds * 1000).toISOString();
  const rest = {
    Status: "exited",
    Running: false,
    Paused: false,
    Restarting: false,
    Dead: false,
    Pid: 0,
    Error: "",
  };
  return { ...rest, ExitCode, OOMKilled, StartedAt, FinishedAt };
}

describe("exitOf", () => {
  it("gives the code, or the signal behind it", () => {
    expect(exitOf(state(71), 60)).to.deep.equal({ code: 71 });
    expect(exitOf(state(139), 60)).to.deep.equal({ signal: "SIGSEGV" });
  });

  it("tells a lack of memory from another kill", () => {
    expect(exitOf(state(137, true), 60)).to.deep.equal({ signal: "SIGKILL", outOfMemory: true });
    expect(exitOf(state(137), 60)).to.deep.equal({ signal: "SIGKILL" });
    expect(exitOf(state(0, true), 60)).to.deep.equal({ code: 0 });
  });

  it("knows nothing of an end that the engine did not see", () => {
    expect(exitOf(state(255), 60)).to.deep.equal({});
  });

  it("blames failed checks where the trainer did not end by itself", () => {
    const checked = (code: number, FailingStreak: number): Parameters<typeof exitOf>[0] => {
      return { ...state(code), Health: { Status: "unhealthy", FailingStreak, Log: [] } };
    };
    expect(exitOf(checked(75, 3), 60)).to.deep.equal({ code: 75, hung: true });
    expect(exitOf(checked(137, 3), 60)).to.deep.equal({ signal: "SIGKILL", hung: true });
    expect(exitOf(checked(75, 2), 60, { Retries: 2 })).to.deep.equal({ code: 75, hung: true });
    expect(exitOf(checked(75, 2), 60, { Retries: 0 })).to.deep.equal({ code: 75 });
    expect(exitOf(checked(70, 3), 60)).to.deep.equal({ code: 70 });
    expect(exitOf(checked(0, 3), 60)).to.deep.equal({ code: 0 });
  });

  it("blames the time limit unless the trainer was done", () => {
    expect(exitOf(state(75, false, 61), 60)).to.deep.equal({ code: 75, timedOut: true });
    expect(exitOf(state(0, false, 61), 60)).to.deep.equal({ code: 0 });
  });
});
