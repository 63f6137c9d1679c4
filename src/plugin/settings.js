// The settings page: colours at once, preview, and what this browser says to "is it on?".
(() => {
  const page = document.querySelector(".fenetre-settings");
  if (!page) return;
  const form = page.querySelector(".fenetre-form");
  const one = (selector, within = page) => within.querySelector(selector);
  const all = (selector, within = page) => [...within.querySelectorAll(selector)];
  const token = () => one('meta[property="glpi:csrf_token"]', document)?.content ?? "";

  /** Scrolls the box that scrolls, and nothing around it: GLPI's frame would leave the window otherwise. */
  const bring = (element) => {
    let box = element.parentElement;
    const scrolls = () => box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY);
    while (box && !scrolls()) box = box.parentElement;
    const top = element.getBoundingClientRect().top - (box?.getBoundingClientRect().top ?? 0) - 16;
    (box ?? document.scrollingElement).scrollBy({ top });
  };

  // Accent ------------------------------------------------------------------------------------------------------------
  const hex = one(".fenetre-hex");
  const picker = one(".fenetre-colour");
  const source = form.elements.namedItem("accent_source");
  const delivered = { source: source.value, accent: hex.value };
  let asked = 0;

  const showRamp = async (colour) => {
    const mine = ++asked;
    const answer = await fetch(`${page.dataset.ramp}?colour=${encodeURIComponent(colour)}`).then(
      (response) => (response.ok ? response.json() : null),
      () => null,
    );
    if (!answer || mine !== asked) return;
    for (const [name, shade] of Object.entries(answer.shades))
      one(`[data-shade="${name}"] > span`).style.background = shade;
    for (const [mode, shade] of [
      ["light", answer.shades.dark1],
      ["dark", answer.shades.light2],
    ]) {
      const sample = one(`[data-contrast="${mode}"]`);
      sample.style.background = shade;
      one("b", sample).textContent = `${answer[mode]} : 1`;
    }
  };

  const swatches = all(".fenetre-swatch");
  const showColour = (colour) => {
    const chosen = swatches.findIndex((swatch) => swatch.value === colour);
    for (const [index, swatch] of swatches.entries()) {
      swatch.setAttribute("aria-checked", String(index === chosen));
      swatch.tabIndex = index === Math.max(0, chosen) ? 0 : -1;
    }
    picker.value = colour;
    showRamp(colour);
  };

  const choose = (colour) => {
    hex.value = colour;
    if (source.value === "windows") source.value = "own";
    hex.setCustomValidity("");
    showColour(colour);
    changed();
  };

  for (const swatch of swatches) swatch.addEventListener("click", () => choose(swatch.value));
  picker.addEventListener("input", () => choose(picker.value));
  hex.addEventListener("input", () => {
    const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.value.trim())?.[1].toLowerCase();
    hex.setCustomValidity(digits ? "" : "#RRGGBB");
    if (!digits) return;
    if (source.value === "windows") source.value = "own";
    showColour(`#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`);
  });
  source.addEventListener("change", () => {
    one('[data-for="user"]').hidden = source.value !== "user";
    if (source.value === "windows") {
      const blue = one(".fenetre-form").dataset.accent;
      hex.value = blue;
      showColour(blue);
    }
  });
  const support = one("[data-accent-support]");
  support.textContent = CSS.supports("color", "AccentColor") ? support.dataset.yes : support.dataset.no;
  one(".fenetre-own-accent").hidden = !CSS.supports("color", "AccentColor");

  // Groups of buttons of which one is chosen: arrow keys walk --------------------------------------------------------
  for (const group of all('[role="radiogroup"]')) {
    group.addEventListener("keydown", (event) => {
      const buttons = all('[role="radio"]', group);
      const columns = group.classList.contains("fenetre-swatches")
        ? buttons.filter((button) => button.offsetTop === buttons[0].offsetTop).length
        : 1;
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
      const next = step && buttons[buttons.indexOf(event.target) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.click();
    });
  }

  // A control in an expander's header does not open it --------------------------------------------------------------
  for (const control of all("summary select, summary input")) {
    control.addEventListener("click", (event) => event.preventDefault());
    control.addEventListener("keyup", (event) => event.stopPropagation());
  }

  // Switches say what they are ----------------------------------------------------------------------------------------
  const sayStates = () => {
    for (const toggle of all(".fenetre-toggle")) {
      const state = one(".fenetre-state", toggle);
      state.textContent = one("input", toggle).checked ? state.dataset.on : state.dataset.off;
    }
  };

  const who = form.elements.namedItem("who");
  const showLists = () => {
    for (const list of all("[data-who]")) list.hidden = !list.dataset.who.split(" ").includes(who.value);
  };
  who.addEventListener("change", () => {
    showLists();
    if (who.value === "profiles" || who.value === "entities") one(".fenetre-who").open = true;
  });

  // Unsaved changes ---------------------------------------------------------------------------------------------------
  const note = one(".fenetre-changed");
  let isChanged = false;
  const changed = () => {
    isChanged = true;
    note.hidden = false;
    sayStates();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("reset", () =>
    setTimeout(() => {
      isChanged = false;
      note.hidden = true;
      sayStates();
      showLists();
      one('[data-for="user"]').hidden = delivered.source !== "user";
      showColour(delivered.accent);
    }),
  );
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
  for (const input of all('.fenetre-browse input[type="file"]')) {
    input.addEventListener("change", () => {
      const label = input.parentElement;
      const problem = one(".fenetre-problem", input.closest(".fenetre-row, .fenetre-import"));
      const isLarge = input.files[0]?.size > Number(input.dataset.most);
      problem.textContent = isLarge ? input.dataset.tooLarge : "";
      // A server may drop a form that is too large whole, with nothing to say.
      if (isLarge) input.value = "";
      label.classList.toggle("is-chosen", input.files.length > 0);
      label.title = input.files[0]?.name ?? "";
      if (label.closest(".fenetre-import") && input.files.length > 0) label.closest("form").submit();
    });
  }
  for (const asking of all("form[data-confirm]"))
    asking.addEventListener("submit", (event) => {
      if (!confirm(asking.dataset.confirm)) event.preventDefault();
    });

  // Preview -----------------------------------------------------------------------------------------------------------
  const pages = all(".fenetre-page");
  const scale = () => {
    for (const screen of all(".fenetre-screen")) {
      const frame = one("iframe", screen);
      if (frame) frame.style.transform = `scale(${screen.clientWidth / 1280})`;
    }
  };
  new ResizeObserver(scale).observe(one(".fenetre-frames"));

  let draft = "";
  const load = () => {
    if (!draft) return;
    const chosen = pages.find((button) => button.getAttribute("aria-checked") === "true");
    for (const figure of all(".fenetre-frame")) {
      const screen = one(".fenetre-screen", figure);
      const address = new URL(chosen.dataset.address, location.href);
      address.searchParams.set("fenetre_preview", draft);
      address.searchParams.set("fenetre_scheme", figure.dataset.scheme);
      const frame = document.createElement("iframe");
      frame.inert = true;
      frame.title = figure.textContent.trim();
      frame.src = address.href;
      screen.replaceChildren(frame);
    }
    scale();
  };
  const preview = async () => {
    const body = new FormData(form);
    for (const name of ["logo_light", "logo_dark", "_glpi_csrf_token"]) body.delete(name);
    const answer = await fetch(page.dataset.preview, {
      method: "POST",
      body,
      headers: { "X-Glpi-Csrf-Token": token(), "X-Requested-With": "XMLHttpRequest" },
    }).then(
      (response) => (response.ok ? response.json() : null),
      () => null,
    );
    if (answer?.token) {
      draft = answer.token;
      load();
    } else {
      const problem = answer?.damaged?.join(", ") ?? "";
      for (const screen of all(".fenetre-screen")) screen.textContent = problem;
    }
  };
  for (const button of pages) {
    button.addEventListener("click", () => {
      for (const other of pages) {
        other.setAttribute("aria-checked", String(other === button));
        other.tabIndex = other === button ? 0 : -1;
      }
      if (draft) load();
      else preview();
    });
  }
  one('[data-action="preview"]').addEventListener("click", preview);
  one('[data-action="show-preview"]').addEventListener("click", () => {
    bring(one("#fenetre-preview"));
    preview();
  });

  // Is it on? ---------------------------------------------------------------------------------------------------------
  const status = one(".fenetre-status");
  const facts = JSON.parse(status.dataset.facts);
  const texts = JSON.parse(status.dataset.texts);
  const say = (text, value) => text.replace("%s", value);

  const table = Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value >>> 0;
  });
  const checksum = (bytes) => {
    let value = 0xffffffff;
    for (const byte of bytes) value = table[(value ^ byte) & 255] ^ (value >>> 8);
    return ((value ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
  };
  const read = async (address, cache) => {
    try {
      const response = await fetch(address, { cache, credentials: "same-origin" });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, checksum: checksum(bytes), headers: response.headers };
    } catch {
      return { status: 0, checksum: "", headers: new Headers() };
    }
  };
  /** Whether this browser holds the rules of a style sheet, and follows them. */
  const sheetOf = (path) => [...document.styleSheets].find((sheet) => sheet.href?.includes(path));

  const checkSheet = async (name, address, expected) => {
    const path = new URL(address, location.href);
    const sheet = sheetOf(path.pathname + (path.search || ""));
    const title = say(texts.sheet, name);
    if (!sheet) return { title, severity: "bad", text: texts.missing };
    const [kept, fresh] = [await read(sheet.href, "force-cache"), await read(sheet.href, "reload")];
    if (fresh.status !== 200) return { title, severity: "bad", text: say(texts.failed, fresh.status || "–") };
    if (expected && fresh.checksum !== expected) return { title, severity: "bad", text: texts.proxy };
    if (expected && kept.checksum !== expected) return { title, severity: "bad", text: texts.old };
    const via = ["via", "x-cache", "cf-cache-status", "x-varnish", "age"].find((header) => fresh.headers.get(header));
    const route = via ? say(texts.through, `${via}: ${fresh.headers.get(via)}`) : texts.direct;
    return { title, severity: "good", text: `${texts.linked}. ${say(texts.route, `${path.pathname}, ${route}`)}` };
  };

  /** Pages that only entity CSS reaches: what is to be pasted for them, and whether what was pasted is still right. */
  const checkUnreached = () => {
    const title = texts.reach;
    if (!facts.unreached) return { title, severity: "good", text: texts.reachAll };
    const { pages, sheets, pasted } = facts.unreached;
    const wanted = sheets.map((sheet) => {
      const { pathname, search } = new URL(sheet, location.href);
      return pathname + search;
    });
    const names = pages.join(", ");
    const copy = wanted.map((address) => `@import url("${address}");`).join("\n");
    if (pasted.length === 0) return { title, severity: "note", text: say(texts.reachPaste, names), copy };
    const here = pasted.map((address) => {
      const { origin, pathname, search } = new URL(address, location.href);
      return (origin === location.origin ? "" : origin) + pathname + search;
    });
    if (wanted.every((address) => here.includes(address)) && here.length === wanted.length)
      return { title, severity: "good", text: say(texts.reachPasted, names) };
    // The settings' address answers with what holds now, whatever content it names; a file of another name is gone.
    const apart = (addresses) => addresses.map((address) => address.replace(/([?&]content=)[^&]*/, "$1")).sort();
    const isOfOtherSettings = apart(here).join() === apart(wanted).join();
    return isOfOtherSettings
      ? { title, severity: "note", text: say(texts.reachOther, names), copy }
      : { title, severity: "caution", text: say(texts.reachOld, names), copy };
  };

  const check = async () => {
    show([], texts.checking, "");
    const results = [];
    const browser = ["light-dark(#fff, #000)", "rgb(from red r g b)"].every((value) => CSS.supports("color", value));
    results.push({
      title: texts.support,
      severity: browser && CSS.supports("selector(:has(a))") ? "good" : "bad",
      text: browser ? texts.supported : texts.unsupported,
    });
    for (const file of facts.files) results.push(await checkSheet(file.name, file.address, file.checksum));
    if (facts.settings) results.push(await checkSheet(texts.settings, facts.settings.address, facts.settings.checksum));
    const style = getComputedStyle(document.documentElement);
    const followed = style.getPropertyValue("--win-accent-base").trim() !== "";
    if (!followed) results.push({ title: "CSS", severity: "bad", text: texts.ignored });
    results.push({
      title: texts.cache,
      severity: facts.cache ? "good" : "caution",
      text: facts.cache ? texts.cacheWorks : texts.cacheFails,
    });
    results.push({
      title: texts.palette,
      severity: "note",
      text: say(facts.scheme === "glpi" ? texts.paletteFollowed : texts.paletteIgnored, facts.palette),
    });
    results.push({
      title: texts.plugins,
      severity: facts.theming.length ? "note" : "good",
      text: facts.theming.join(", ") || texts.none,
    });
    const own = [...document.head.querySelectorAll("style")].filter(
      (element) => !element.id && element.textContent.trim(),
    );
    results.push({
      title: texts.entity,
      severity: facts.entities.length ? "caution" : "good",
      text: (facts.entities.join(", ") || texts.none) + (facts.entities.length && own.length ? `. ${texts.here}` : ""),
    });
    results.push(checkUnreached());
    const isOn = !results.some(({ severity }) => severity === "bad");
    show(results, isOn ? texts.on : texts.off, isOn ? "good" : "bad");
    if (!isOn) one(".fenetre-checks").open = true;
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const show = (results, verdict, severity) => {
    one(".fenetre-verdict .fenetre-name").textContent = verdict;
    one(".fenetre-verdict .fenetre-badge").dataset.severity = severity;
    one(".fenetre-results").replaceChildren(
      ...results.map((result) => {
        const row = element("div", "fenetre-check");
        row.dataset.severity = result.severity;
        const badge = element("span", "fenetre-badge");
        badge.dataset.severity = result.severity;
        const words = element("span", "fenetre-words");
        words.append(element("span", "fenetre-name", result.title), element("span", "fenetre-text", result.text));
        row.append(badge, words);
        if (result.copy) {
          const code = element("pre", "", result.copy);
          const button = element("button", "btn btn-outline-secondary", texts.copy);
          button.type = "button";
          button.addEventListener("click", async () => {
            // The clipboard is closed to pages without https: there the text is at least selected.
            try {
              await navigator.clipboard.writeText(result.copy);
            } catch {
              getSelection().selectAllChildren(code);
              document.execCommand("copy");
            }
            button.textContent = texts.copied;
          });
          words.append(code, button);
        }
        return row;
      }),
    );
  };
  one('[data-action="check"]').addEventListener("click", check);
  // Not while the page itself is still loading.
  setTimeout(check, 500);
})();
