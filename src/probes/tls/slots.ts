/** A number of places; who finds none free waits for its turn. */
export interface Slots {
  /** Gives the function that frees the place, once; `undefined` where the signal came first. */
  take(): Promise<(() => void) | undefined>;
}

export function slots(count: number, signal: AbortSignal): Slots {
  let free = count;
  const waiting: ((mine: boolean) => void)[] = [];
  signal.addEventListener("abort", () => {
    for (const wake of waiting.splice(0)) wake(false);
  });
  const give = () => {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = waiting.shift();
      if (next) next(true);
      else free += 1;
    };
  };
  return {
    async take() {
      if (signal.aborted) return undefined;
      if (free > 0) {
        free -= 1;
        return give();
      }
      const { promise, resolve } = Promise.withResolvers<boolean>();
      waiting.push(resolve);
      return (await promise) ? give() : undefined;
    },
  };
}
