import "./site.css";

/*
 * What pages can do beyond reading: copy, choose light or dark, search tokens, compare with a slider. Every page is
 * whole without it.
 */

const root = document.documentElement;
root.classList.add("s-scripted");

const chosen = "fenetre-scheme";

/** Remembered where the browser allows it. */
function remembered(): string {
  try {
    return localStorage.getItem(chosen) ?? "";
  } catch {
    return "";
  }
}

function wear(scheme: string): void {
  if (scheme) root.dataset.scheme = scheme;
  else delete root.dataset.scheme;
  root.style.colorScheme = scheme;
  try {
    localStorage.setItem(chosen, scheme);
  } catch {
    // The choice then lasts as long as the page.
  }
}

const schemes = document.querySelector<HTMLSelectElement>("#s-scheme");
if (schemes) {
  schemes.value = remembered();
  wear(schemes.value);
  schemes.addEventListener("change", () => wear(schemes.value));
}

for (const button of document.querySelectorAll<HTMLButtonElement>(".s-copy")) {
  button.addEventListener("click", async () => {
    const code = button.parentElement?.querySelector("code")?.textContent ?? "";
    await navigator.clipboard.writeText(code);
    button.classList.add("s-done");
    setTimeout(() => button.classList.remove("s-done"), 1500);
  });
}

const search = document.querySelector<HTMLInputElement>("#s-token-search");
const none = document.querySelector<HTMLElement>("#s-token-none");
search?.addEventListener("input", () => {
  const words = search.value.trim().toLowerCase().split(/\s+/);
  let shown = 0;
  for (const section of document.querySelectorAll<HTMLElement>(".s-tokens")) {
    let inside = 0;
    for (const row of section.querySelectorAll<HTMLElement>(".s-token")) {
      row.hidden = !words.every((word) => row.textContent?.toLowerCase().includes(word));
      if (!row.hidden) inside++;
    }
    section.hidden = inside === 0;
    shown += inside;
  }
  if (none) none.textContent = shown === 0 ? (none.dataset.none ?? "") : "";
});

/** Half of a picture that holds two, `gap` px apart at its own size. */
const gap = 8;

for (const comparison of document.querySelectorAll<HTMLElement>(".s-comparison")) {
  const image = comparison.querySelector("img") as HTMLImageElement;
  const arrange = (): void => {
    const half = (image.naturalWidth - gap) / 2;
    if (half <= 0 || comparison.classList.contains("s-sliding")) return;
    comparison.classList.add("s-sliding");
    comparison.style.setProperty("--s-ratio", `${half} / ${image.naturalHeight}`);
    comparison.style.setProperty("--s-whole", `${(image.naturalWidth / half) * 100}%`);
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = "0";
    slider.max = "100";
    slider.value = "50";
    slider.className = "s-slider";
    slider.setAttribute("aria-label", comparison.dataset.slider ?? "");
    const after = document.createElement("div");
    after.className = "s-after";
    const paint = (): void => comparison.style.setProperty("--s-source", `url("${image.currentSrc}")`);
    paint();
    image.addEventListener("load", paint);
    slider.addEventListener("input", () => comparison.style.setProperty("--s-cut", `${slider.value}%`));
    comparison.append(after, slider);
  };
  image.loading = "eager";
  if (image.complete && image.naturalWidth > 0) arrange();
  else image.addEventListener("load", arrange, { once: true });
}

for (const box of document.querySelectorAll<HTMLInputElement>("[data-indeterminate]")) box.indeterminate = true;
for (const frame of document.querySelectorAll(".s-frame"))
  frame.addEventListener("click", (event) => {
    // GLPI's links lead nowhere here.
    if ((event.target as Element).closest("a[href]")) event.preventDefault();
  });
