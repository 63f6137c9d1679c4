/** A contrast theme of Windows 11: its eight colours by the custom property that stands for the system colour. */
export interface ContrastTheme {
  name: string;
  /** Whether its background is dark, which decides the scheme that the browser reports. */
  dark: boolean;
  colours: Record<string, string>;
}

const theme = (
  name: string,
  dark: boolean,
  [canvas, text, link, gray, highlightText, highlight, buttonText, buttonFace]: [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ],
): ContrastTheme => ({
  name,
  dark,
  colours: {
    "--contrast-canvas": canvas,
    "--contrast-canvas-text": text,
    "--contrast-link-text": link,
    "--contrast-gray-text": gray,
    "--contrast-highlight-text": highlightText,
    "--contrast-highlight": highlight,
    "--contrast-button-text": buttonText,
    "--contrast-button-face": buttonFace,
  },
});

/**
 * Windows 11's four, in the order of Settings > Accessibility > Contrast themes: background, text, hyperlink, inactive
 * text, selected text and its background, button text and its background. Source: Microsoft, "Contrast themes".
 */
export const contrastThemes: Record<string, ContrastTheme> = {
  aquatic: theme("Aquatic", true, [
    "#202020",
    "#ffffff",
    "#75e9fc",
    "#a6a6a6",
    "#263b50",
    "#8ee3f0",
    "#ffffff",
    "#202020",
  ]),
  desert: theme("Desert", false, [
    "#fffaef",
    "#3d3d3d",
    "#1c5e75",
    "#676767",
    "#fff5e3",
    "#903909",
    "#202020",
    "#fffaef",
  ]),
  dusk: theme("Dusk", true, ["#2d3236", "#ffffff", "#70ebde", "#a6a6a6", "#212d3b", "#a1bfde", "#b6f6f0", "#2d3236"]),
  "night-sky": theme("Night sky", true, [
    "#000000",
    "#ffffff",
    "#8080ff",
    "#a6a6a6",
    "#2b2b2b",
    "#d6b4fd",
    "#ffee32",
    "#000000",
  ]),
};
