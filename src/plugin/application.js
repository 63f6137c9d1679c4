// GLPI as an application: the manifest, and the colour of its title bar. GLPI 10 lets no plugin write into a page's head.
(() => {
  const script = new URL(document.currentScript.src);
  const link = document.createElement("link");
  link.rel = "manifest";
  link.crossOrigin = "use-credentials";
  // public/js/ is the plugin's js/ in GLPI 11, and public/js/ in 10.
  link.href = new URL(
    script.pathname.includes("/public/js/") ? "../../front/manifest.php" : "../front/manifest.php",
    script,
  ).href;
  document.head.append(link);

  const meta = document.createElement("meta");
  meta.name = "theme-color";
  // The page's own ground, whatever chose it: palette, Windows, settings or the user.
  const follow = () => {
    meta.content = getComputedStyle(document.body).backgroundColor;
    if (!meta.isConnected) document.head.append(meta);
  };
  const start = () => {
    follow();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow);
    // GLPI 11 switches palettes without a reload.
    new MutationObserver(follow).observe(document.documentElement, {
      attributeFilter: ["data-glpi-theme", "data-glpi-theme-dark"],
    });
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
