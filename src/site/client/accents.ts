import { accentRamp } from "../../theme/accent.ts";

/** The page wears the colour that is chosen. */
const field = document.querySelector<HTMLInputElement>("#s-accent");
const shades = {
  base: "--win-accent-base",
  light1: "--win-accent-light-1",
  light2: "--win-accent-light-2",
  light3: "--win-accent-light-3",
  dark1: "--win-accent-dark-1",
  dark2: "--win-accent-dark-2",
  dark3: "--win-accent-dark-3",
} as const;
field?.addEventListener("input", () => {
  const ramp = accentRamp(field.value);
  for (const [shade, property] of Object.entries(shades))
    document.documentElement.style.setProperty(property, ramp[shade as keyof typeof shades]);
});
