/** A finger that rests on something: what a right click is with a mouse. */

const HOLD = 480;
const SLIP = 10;

/**
 * @param {HTMLElement} root
 * @param {(event: PointerEvent) => void} onHold
 */
export function watchLongPress(root, onHold) {
  let timer = 0;
  let held = false;
  let start = { x: 0, y: 0 };
  const cancel = () => clearTimeout(timer);
  root.addEventListener("pointerdown", (event) => {
    held = false;
    cancel();
    if (event.pointerType === "mouse") return;
    start = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      held = true;
      onHold(event);
    }, HOLD);
  });
  root.addEventListener("pointermove", (event) => {
    if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLIP) cancel();
  });
  for (const end of ["pointerup", "pointercancel", "scroll"]) root.addEventListener(end, cancel, { capture: true, passive: true });
  // The browser's own long press comes as a context menu as well: cancel ours then.
  root.addEventListener("contextmenu", cancel, { capture: true });
  // Lifting the finger after holding is not a tap on what lies beneath.
  root.addEventListener(
    "click",
    (event) => {
      if (!held) return;
      held = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
