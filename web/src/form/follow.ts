/**
 * A press that is followed until it is let go: what every draggable thing is made of.
 *
 * Always    at most one move a frame, the newest; the pointer stays with what it pressed.
 */
export type Follow = {
  start?: (event: PointerEvent) => void;
  move: (event: PointerEvent) => void;
  end?: () => void;
};

/** For `{@attach follow(…)}`. */
export function follow({ start, move, end }: Follow): (element: Element) => () => void {
  return (element) => {
    let pressed: number | undefined;
    let frame = 0;
    let latest: PointerEvent | undefined;

    function press(event: PointerEvent) {
      if (event.button !== 0 || pressed !== undefined) return;
      pressed = event.pointerId;
      element.setPointerCapture(event.pointerId);
      start?.(event);
    }
    function drag(event: PointerEvent) {
      if (event.pointerId !== pressed) return;
      latest = event;
      frame ||= requestAnimationFrame(show);
    }
    function show() {
      frame = 0;
      if (latest) move(latest);
      latest = undefined;
    }
    function release(event: PointerEvent) {
      if (event.pointerId !== pressed) return;
      cancelAnimationFrame(frame);
      show();
      pressed = undefined;
      end?.();
    }

    const listeners = {
      pointerdown: press,
      pointermove: drag,
      pointerup: release,
      pointercancel: release,
    } as Record<string, (event: PointerEvent) => void>;
    for (const [name, listener] of Object.entries(listeners)) {
      element.addEventListener(name, listener as EventListener);
    }
    return () => {
      cancelAnimationFrame(frame);
      for (const [name, listener] of Object.entries(listeners)) {
        element.removeEventListener(name, listener as EventListener);
      }
    };
  };
}
