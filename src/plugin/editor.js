// Brings the theme into the frames of GLPI's text editor (TinyMCE), which no style sheet of a plugin reaches.
(() => {
  const sheet =
    new URL("../css/editor.css", document.currentScript.src).href + new URL(document.currentScript.src).search;
  const page = document.documentElement;
  const frames = new Set();

  // The frame follows the page: `light dark` too, so that a change of Windows' mode needs no listener.
  const follow = () => {
    const scheme = getComputedStyle(page).colorScheme;
    for (const frame of frames) {
      if (frame.defaultView) frame.documentElement.style.colorScheme = scheme;
      else frames.delete(frame);
    }
  };

  const dress = (editor) => {
    const frame = editor.getDoc();
    if (editor.inline || !frame || frames.has(frame)) return;
    const link = frame.createElement("link");
    link.rel = "stylesheet";
    link.href = sheet;
    frame.head.append(link);
    // Settings come after what they set.
    for (const settings of document.querySelectorAll(
      'link[rel="stylesheet"]:is([href*="/fenetre/front/sheet.php"], [href*="/fenetre/front/draft.php"])',
    )) {
      const copy = frame.createElement("link");
      copy.rel = "stylesheet";
      copy.href = settings.href;
      frame.head.append(copy);
    }
    frames.add(frame);
    follow();
  };

  const watch = (tinymce) => {
    tinymce.on("AddEditor", ({ editor }) => editor.on("PreInit", () => dress(editor)));
    for (const editor of tinymce.get()) {
      if (editor.initialized) dress(editor);
      else editor.on("init", () => dress(editor));
    }
    // GLPI 11 switches palettes without a reload.
    new MutationObserver(follow).observe(page, { attributeFilter: ["data-glpi-theme", "data-glpi-theme-dark"] });
  };

  // GLPI loads TinyMCE only where there is a text to edit, before or after this script.
  if (window.tinymce) watch(window.tinymce);
  else document.addEventListener("DOMContentLoaded", () => window.tinymce && watch(window.tinymce));
})();
