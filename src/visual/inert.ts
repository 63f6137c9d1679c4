import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse, parseFragment, serialize, html as spec } from "parse5";
import { UserError } from "../util/user-error.ts";

/*
 * Markup that somebody else wrote, reduced to what can only be looked at: an allow-list of elements and attributes, over
 * the tree that a browser without scripts would make of it. What is not listed is not there.
 */

type Document = DefaultTreeAdapterMap["document"];
type Fragment = DefaultTreeAdapterMap["documentFragment"];
type Node = DefaultTreeAdapterMap["childNode"];
type Element = DefaultTreeAdapterMap["element"];

const words = (text: string): Set<string> => new Set(text.trim().split(/\s+/));

/** HTML elements that show something or hold what does. Elements with a hyphen in their name, a page's own, are kept too. */
const elements = words(`
  html head title meta link style body
  address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav search section
  blockquote center dd dir div dl dt figcaption figure hr li menu ol p pre ul
  a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd mark nobr q rp rt ruby s samp small span strike strong
  sub sup time tt u var wbr
  area canvas iframe img map picture template
  caption col colgroup table tbody td tfoot th thead tr
  button datalist fieldset form input label legend meter optgroup option output progress select textarea
  details dialog summary
`);

/** SVG elements that draw by themselves. No links, no animation, no styles, no HTML inside. */
const drawings = words(`
  svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan
  linearGradient radialGradient stop clipPath mask pattern marker
`);

/** Attributes that no element acts on; beside these data-* and aria-*. */
const attributes = words(`
  id class style title lang dir role tabindex hidden inert popover draggable contenteditable spellcheck translate
  inputmode enterkeyhint autocapitalize autocomplete autofocus accesskey is slot part itemprop itemscope itemtype
  name value type checked selected disabled readonly required multiple placeholder for width height alt min max step
  size rows cols colspan rowspan headers scope low high optimum open label maxlength minlength pattern accept list form
  method enctype action target media rel charset content span start reversed wrap datetime cite abbr shape coords usemap
  align valign bgcolor border cellpadding cellspacing nowrap color face hspace vspace clear compact rules frame summary
  xmlns viewBox preserveAspectRatio version focusable
  d x y x1 y1 x2 y2 cx cy r rx ry dx dy points transform opacity offset text-anchor dominant-baseline
  fill fill-opacity fill-rule clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits
  stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-opacity stroke-miterlimit
  stop-color stop-opacity gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
  markerWidth markerHeight markerUnits refX refY orient marker-start marker-mid marker-end
  font-family font-size font-weight letter-spacing vector-effect
  ng-version fold-search searchable
`);

/** More elements and texts, or deeper ones, than any page of GLPI's has. */
const mostNodes = 60_000;
const deepest = 400;
/** How often markup is read anew until nothing changes any more; what a browser sent comes out the same at once. */
const mostRounds = 6;

/**
 * A page without anything that acts: scripts, handlers, redirections, frames of elsewhere, plugins, and hints that make a
 * browser connect. What comes out is read by a browser as the tree that was examined: it is examined again until it does.
 * @param local what an address becomes: pages may have been saved with addresses of their own
 * @param file for messages
 * @throws {UserError} when it is too large, or never comes out the same
 */
export function inert(html: string, local: (url: string) => string = (url) => url, file?: string): string {
  return settled(html, local, file, (text) => {
    const document = parse(text, { scriptingEnabled: false });
    measure(document, file);
    return document;
  });
}

/** As `inert`, for markup that stands in the body of a page. */
export function inertFragment(html: string, file?: string): string {
  return settled(
    html,
    (url) => url,
    file,
    (text) => {
      const fragment = parseFragment(text, { scriptingEnabled: false });
      measure(fragment, file);
      return fragment;
    },
  );
}

const known = new Map<string, string>();

/**
 * What may be shown of a specimen's markup: itself, if a browser makes nothing of it that acts. Read once: a gallery
 * shows hundreds, and reads them again with each edit.
 */
export function shownOf(html: string): string {
  let shown = known.get(html);
  if (shown === undefined) {
    const safe = inertFragment(html);
    shown = safe === serialize(parseFragment(html, { scriptingEnabled: false })) ? html : safe;
    known.set(html, shown);
  }
  return shown;
}

function settled(
  html: string,
  local: (url: string) => string,
  file: string | undefined,
  read: (text: string) => Document | Fragment,
): string {
  let before = html;
  for (let round = 0; round < mostRounds; round++) {
    const tree = read(before);
    tree.childNodes = clean(tree.childNodes, round === 0 ? local : (url) => url) as typeof tree.childNodes;
    const after = serialize(tree, { scriptingEnabled: false });
    if (after === before) return after;
    before = after;
  }
  throw new UserError(
    "this page's markup means something else each time it is read",
    "Save it again from the browser",
    file === undefined ? undefined : { file },
  );
}

function clean(nodes: readonly Node[], local: (url: string) => string): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (node.nodeName === "#text" || node.nodeName === "#documentType") return [node];
    if (!("tagName" in node)) return [];
    const element = node as Element;
    if (!isKept(element)) return [];
    const before = element.attrs;
    element.attrs = before.flatMap(({ name, value, prefix, namespace }) => {
      const kept = attributeValue(element, prefix ? `${prefix}:${name}` : name, value, local);
      return kept === undefined ? [] : [{ name, value: kept, ...(prefix && namespace ? { prefix, namespace } : {}) }];
    });
    // An empty handler still tells that the element can be clicked.
    if (before.some(({ name }) => name === "onclick")) element.attrs.push({ name: "onclick", value: "" });
    // What a template holds, no page shows.
    if ("content" in element) element.content = defaultTreeAdapter.createDocumentFragment();
    element.childNodes = isText(element)
      ? element.childNodes.filter((child) => child.nodeName === "#text")
      : (clean(element.childNodes, local) as Element["childNodes"]);
    return [element];
  });
}

function isKept({ tagName, namespaceURI, attrs }: Element): boolean {
  if (namespaceURI === spec.NS.SVG) return drawings.has(tagName);
  if (namespaceURI !== spec.NS.HTML) return false;
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(tagName)) return true;
  if (!elements.has(tagName)) return false;
  const attribute = (name: string): string => attrs.find((item) => item.name === name)?.value ?? "";
  if (tagName === "link") return /^\s*stylesheet\s*$/i.test(attribute("rel"));
  // Of what a page says of itself, that which acts goes: a redirection, a policy, cookies.
  if (tagName === "meta") return !attrs.some(({ name }) => name === "http-equiv");
  return true;
}

/** SVG's titles may hold HTML to a parser, and only there. */
const isText = ({ tagName, namespaceURI }: Element): boolean =>
  namespaceURI === spec.NS.SVG && /^(title|desc)$/.test(tagName);

/** An attribute's value, or `undefined` for one that is left out. */
function attributeValue(
  { tagName, namespaceURI }: Element,
  name: string,
  value: string,
  local: (url: string) => string,
): string | undefined {
  const isHtml = namespaceURI === spec.NS.HTML;
  if (name === "href" || name === "xlink:href") {
    if (!isHtml) return tagName === "use" && value.startsWith("#") ? value : undefined;
    if (name !== "href") return undefined;
    if (tagName === "link") return local(value);
    return (tagName === "a" || tagName === "area") && isPlainAddress(value) ? local(value) : undefined;
  }
  if (name === "src") {
    if (tagName === "img") return local(value);
    return tagName === "iframe" && isRelative(value) ? value : undefined;
  }
  if (name === "srcdoc") return tagName === "iframe" ? inert(value) : undefined;
  if (name === "xmlns") return isHtml ? undefined : value;
  if (name === "action") return isPlainAddress(value) ? value : undefined;
  // A paint, mask or marker of another file is loaded as a document.
  if (!isHtml && name !== "style" && /url\(\s*["']?(?!\s*["']?#)/i.test(value)) return undefined;
  if (attributes.has(name) || /^(data|aria)-[\w.:-]+$/.test(name)) return value;
  return undefined;
}

/** An address that leads somewhere and runs nothing, as a browser reads it: blanks within a scheme are nothing. */
function isPlainAddress(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers leave them out
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value.replace(/[\u0000-\u0020]/g, ""))?.[1]?.toLowerCase();
  return scheme === undefined || /^(https?|mailto|tel|file|cid)$/.test(scheme);
}

/** A path beside the page. */
const isRelative = (value: string): boolean => /^(?![/\\])[\w./%\- ()]+(\?[\w=&.-]*)?$/.test(value);

/** Refuses what no portal is and no examination would finish. */
function measure(document: Document | Fragment, file: string | undefined): void {
  let count = 0;
  let level: Node[] = document.childNodes;
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    if (count > mostNodes || depth > deepest)
      throw new UserError(
        "this page is too large to examine",
        "Save a page of the portal itself, such as its home",
        file === undefined ? undefined : { file },
      );
    level = level.flatMap((node) => ("childNodes" in node ? node.childNodes : []));
  }
}
