/**
 * Turns: one edit of a file at a time, and none beside an edit of the whole folder.
 *
 * Always    in the order they were asked for; an edit that fails does not hold up the next.
 */
export type Lanes = {
  /** Does `work` when no other work on `key`, or on everything, is under way. */
  one: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  /** Does `work` alone. */
  all: <T>(work: () => Promise<T>) => Promise<T>;
};

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  let whole: Promise<unknown> = Promise.resolve();

  function one<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mine = Promise.all([whole, tails.get(key)]).then(work);
    const tail = settled(mine).then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
    tails.set(key, tail);
    return mine;
  }

  function all<T>(work: () => Promise<T>): Promise<T> {
    const mine = Promise.all([whole, ...tails.values()]).then(work);
    whole = settled(mine);
    return mine;
  }

  return { one, all };
}

async function settled(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch {
    // told to whoever asked for it
  }
}
