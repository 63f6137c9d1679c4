/** What decides a property of an element. */
export interface Winner {
  value: string;
  /** The property as it is written, a shorthand perhaps, and its value. */
  written: [property: string, value: string];
  important: boolean;
  weight: [ids: number, classes: number, types: number];
  order: number;
  /** "file:line" of the theme; empty for what is not the theme's. */
  place: string;
  selector: string;
}

export interface InspectorOptions {
  sheets(element: Element): CSSStyleSheet[];
  open(file: string, line: number): void;
  within?(element: Element): boolean;
  ended?(): void;
}

export function weightOf(selector: string): [number, number, number];
export function winnersOf(element: Element, sheets: CSSStyleSheet[], pseudo?: string): Map<string, Winner>;
export function startInspector(options: InspectorOptions): () => void;
