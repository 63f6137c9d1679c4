import { z } from "zod";
import { audiences, densities, schemes } from "../theme/settings.ts";
import { forms } from "../util/names.ts";
import { $schema, colour, name, text, unique } from "./common.ts";

const fourColours = z
  .array(colour)
  .length(4)
  .meta({ description: "Four colours: GLPI draws four fields in its list of palettes" });

/** One line of printable characters, or none. */
const organisation = z
  .string()
  .max(60)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);

/** `theme.json`. What is left out comes from the theme it extends. */
export const themeSchema = z
  .strictObject({
    $schema,
    extends: text(300)
      .exactOptional()
      .meta({ description: "Another theme: its folder's name, or a path to its folder" }),
    name: name(forms.themeName).exactOptional().meta({ description: "Shown to people" }),
    key: name(forms.key).exactOptional().meta({ description: "GLPI's key for it, also the palette's file name" }),
    description: name(forms.sentence).exactOptional(),
    accent: colour.exactOptional().meta({ description: "The accent's base colour" }),
    scheme: z
      .enum(schemes)
      .exactOptional()
      .meta({ description: "What decides between light and dark: GLPI's own palette, Windows, or the theme" }),
    density: z.enum(densities).exactOptional(),
    icons: z
      .boolean()
      .exactOptional()
      .meta({ description: "Whether icons.json's icons take the place of GLPI's; false leaves the room out" }),
    plugin: z
      .strictObject({
        organisation: organisation
          .exactOptional()
          .meta({ description: "Shown below the logo of the sign-in page, and the name of the application" }),
        userAccent: z.boolean().exactOptional().meta({ description: "Each user's own Windows accent" }),
        who: z.enum(audiences).exactOptional().meta({ description: "Who sees GLPI themed" }),
        profiles: unique(name(forms.profile), 500)
          .exactOptional()
          .meta({ description: "Names of the profiles it is for" }),
        entities: unique(name(forms.entity), 500)
          .exactOptional()
          .meta({ description: "Full names of the entities it is for, with those below them" }),
        signIn: z.boolean().exactOptional().meta({ description: "Whether pages before login are themed" }),
        ownChoice: z.boolean().exactOptional().meta({ description: "Whether each user may choose for themselves" }),
        application: z
          .boolean()
          .exactOptional()
          .meta({ description: "Whether GLPI can be installed as an application" }),
      })
      .exactOptional()
      .meta({ description: "What the plugin's settings page shows as long as nothing was saved there" }),
    glpi: unique(z.string().regex(/^\d{1,2}(\.\d{1,2}){0,2}$/), 20)
      .exactOptional()
      .meta({ description: "The GLPI versions it is made for" }),
    modules: unique(name(forms.module), 40).exactOptional().meta({ description: "Rooms of index.css that are built" }),
    simplify: unique(name(forms.module), 40)
      .exactOptional()
      .meta({ description: "Names of files under simplify/ that are built" }),
    essential: unique(name(forms.below))
      .exactOptional()
      .meta({ description: "Folders and files that entity CSS keeps even where GLPI's pages rarely show them" }),
    dispensable: unique(name(forms.below))
      .exactOptional()
      .meta({ description: "Folders and files that entity CSS leaves out first" }),
    swatches: z
      .strictObject({ light: fourColours, dark: fourColours })
      .exactOptional()
      .meta({ description: "Four colours for GLPI's list of palettes, per scheme" }),
  })
  .meta({ title: "A theme of Fenêtre's" });
