/** Keeps the composer above a phone's keyboard where the browser doesn't by itself (Safari). */

export function followKeyboard() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const fit = () => {
    const covered = window.innerHeight - viewport.height;
    const zoomed = viewport.scale > 1.01;
    document.documentElement.style.setProperty("--covered", zoomed || covered < 60 ? "0px" : `${covered}px`);
    if (!zoomed && covered >= 60) window.scrollTo(0, 0);
  };
  viewport.addEventListener("resize", fit);
}
