import { chance, integerBetween } from "@parapet/random";

import type { Moment } from "../index.ts";
import type { World } from "./world.ts";
import { CLOCK_ERROR_MS, storeTimes } from "./world-times.ts";

/** A process that may be killed, frozen or suspended at any step, with two clocks of its own. */
export class SimulatedProcess {
  readonly name: string;
  /** Where this life of it cuts rows into pieces, which another version or another setting does elsewhere. */
  rowsPerPiece = 2;
  readonly #world: World;
  /** Grows with each start: what an earlier life asked for never happens. */
  #life = 0;
  #isFrozen = false;
  #clockErrorMs: number;
  #suspendedMs = 0;
  #late: (() => void)[] = [];

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
    this.#clockErrorMs = integerBetween(world.random, -CLOCK_ERROR_MS / 2, CLOCK_ERROR_MS / 2);
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** Lets something happen in this process. In a frozen one it waits, and then comes in no certain order. */
  after(delayMs: number, run: () => void): void {
    const life = this.#life;
    const arrive = (): void => {
      if (life !== this.#life) return;
      if (this.#isFrozen) this.#late.push(arrive);
      else run();
    };
    this.#world.time.after(delayMs, arrive);
  }

  now(): Moment {
    const { nowMs } = this.#world.time;
    return { wallMs: storeTimes.epochMs + nowMs + this.#clockErrorMs, monotonicMs: nowMs - this.#suspendedMs };
  }

  kill(): void {
    this.#life += 1;
    if (chance(this.#world.random, this.#world.upgrades)) this.rowsPerPiece = integerBetween(this.#world.random, 1, 3);
    this.#isFrozen = false;
    this.#late = [];
  }

  /** Stops the process for a while; a suspended machine's monotonic clock stands still with it. False if it stands already. */
  freeze(durationMs: number, isSuspended: boolean): boolean {
    if (this.#isFrozen) return false;
    this.#isFrozen = true;
    const life = this.#life;
    this.#world.time.after(durationMs, () => {
      if (life !== this.#life) return;
      this.#isFrozen = false;
      if (isSuspended) this.#suspendedMs += durationMs;
      this.#world.tell(() => `${this.name}: goes on`);
      const late = this.#late;
      this.#late = [];
      while (late.length > 0) late.splice(integerBetween(this.#world.random, 0, late.length - 1), 1)[0]?.();
    });
    this.#world.tell(() => `${this.name}: is ${isSuspended ? "suspended" : "frozen"} for ${durationMs} ms`);
    return true;
  }

  /** Sets the wall clock wrong by so much, and by the error that every clock has. */
  setClockWrong(byMs: number): void {
    this.#clockErrorMs = byMs + integerBetween(this.#world.random, -CLOCK_ERROR_MS / 2, CLOCK_ERROR_MS / 2);
  }
}

/** The name of the way in which a process makes rows. */
export function encodingOf({ rowsPerPiece }: SimulatedProcess): string {
  return `pieces-of-${rowsPerPiece}`;
}
