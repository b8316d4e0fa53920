// Runs before the first paint, so that a remembered dark theme never flashes white.
// A classic script on purpose: modules run only after the page has been parsed.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch (error) {
    // Storage may be switched off; the system's preference is used then.
  }
  var dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
