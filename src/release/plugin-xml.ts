import { xml as text } from "../util/escape.ts";
import { UserError } from "../util/user-error.ts";

/** What GLPI's catalogue of plugins asks of one. */
export interface CatalogueEntry {
  version: string;
  /** GLPI versions it runs on, as the catalogue writes them: "~10.0.0" is all of 10.0. */
  glpi: string[];
  /** Address of the repository, https, without a slash at its end. */
  repository: string;
  /** The plugin's archive, as it is called among the release's files. */
  archive: string;
  /** Paths below the repository of pictures that show the plugin. */
  screenshots: string[];
}

const descriptions = {
  en: {
    short: "GLPI and its self-service portals, looking and behaving like native Windows 11.",
    long: "Restyles the whole of GLPI with WinUI's own figures: every button, field, list, menu and dialog in every state, light and dark, in high contrast, in both writing directions. Mode, accent, density and who sees it are set inside GLPI, with a preview. No file of GLPI's is changed; disabling it gives GLPI's own look back at once.",
    tags: ["theme", "user interface", "accessibility", "self-service"],
  },
  fr: {
    short: "GLPI et ses portails en libre-service, avec l'aspect et le comportement natifs de Windows 11.",
    long: "Habille tout GLPI avec les mesures mêmes de WinUI : chaque bouton, champ, liste, menu et dialogue dans chacun de ses états, en clair et en sombre, en contraste élevé, dans les deux sens d'écriture. Mode, couleur d'accentuation, densité et publics se règlent dans GLPI, avec un aperçu. Aucun fichier de GLPI n'est modifié ; le désactiver rend aussitôt à GLPI son aspect d'origine.",
    tags: ["thème", "interface", "accessibilité", "libre-service"],
  },
};

/**
 * The plugin's entry for GLPI's marketplace.
 * @throws {UserError} when the repository's address is none that the catalogue can read from
 */
export function pluginXml({ version, glpi, repository, archive, screenshots }: CatalogueEntry): string {
  const address = /^https:\/\/[a-z0-9.-]+(?::\d+)?\/[\w./-]+$/i;
  if (!address.test(repository)) {
    throw new UserError(
      `"${repository}" is not an address of a repository`,
      "Write it as https://host/owner/name, without a slash at its end",
    );
  }
  const languages = Object.entries(descriptions);
  const raw = (place: string): string => `${repository}/raw/v${version}/${place}`;
  const each = (name: string, values: readonly string[], indent: string): string =>
    values.map((value) => `${indent}<${name}>${text(value)}</${name}>`).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<root>
  <name>Fenêtre</name>
  <key>fenetre</key>
  <state>stable</state>
  <logo>${text(raw("src/plugin/logo.png"))}</logo>
  <description>
    <short>
${languages.map(([language, { short }]) => `      <${language}>${text(short)}</${language}>`).join("\n")}
    </short>
    <long>
${languages.map(([language, { long }]) => `      <${language}>${text(long)}</${language}>`).join("\n")}
    </long>
  </description>
  <homepage>${text(repository)}</homepage>
  <download>${text(`${repository}/releases`)}</download>
  <issues>${text(`${repository}/issues`)}</issues>
  <readme>${text(raw("README.md"))}</readme>
  <authors>
    <author>Fenêtre</author>
  </authors>
  <versions>
    <version>
      <num>${text(version)}</num>
${each("compatibility", glpi, "      ")}
      <download_url>${text(`${repository}/releases/download/v${version}/${archive}`)}</download_url>
    </version>
  </versions>
  <langs>
    <lang>en_GB</lang>
    <lang>fr_FR</lang>
  </langs>
  <license>GPL-3.0-or-later</license>
  <tags>
${languages.map(([language, { tags }]) => `    <${language}>\n${each("tag", tags, "      ")}\n    </${language}>`).join("\n")}
  </tags>
  <screenshots>
${each("screenshot", screenshots.map(raw), "    ")}
  </screenshots>
</root>
`;
}
