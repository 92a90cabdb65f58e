/** Tells presses of a key that follow each other closely from a new beginning: one run of them is one step to undo. */
const pause = 1_000;

/** Gives the same gesture again until a second has passed without one. */
export function gestures(): () => object {
  let gesture = {};
  let last = -Infinity;
  return () => {
    const now = performance.now();
    if (now - last > pause) gesture = {};
    last = now;
    return gesture;
  };
}
