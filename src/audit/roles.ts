import type { Brush, Figure } from "../references/specification.ts";

/**
 * What on a GLPI page is which WinUI widget, what that widget must measure and be painted with, and how far a page may
 * be off. All of it stands here and nothing of it comes from the theme: figures and brushes are WinUI's, named as in the
 * references and looked up in `src/references/winui.json`.
 *
 * An element takes the first role whose selector it matches. A visible interactive element, or one that paints a surface
 * of its own, counts as failing when no role matches.
 */
export interface Role {
  /** Unique. */
  name: string;
  /** The WinUI control it is held against; `null` where WinUI has none, and `relative` says what it is styled after. */
  native: string | null;
  relative?: string;
  kind: "control" | "surface" | "text";
  /** Elements of this role, in GLPI 10, 11, plugins and plain HTML. */
  selector: string;
  /** Any of these makes the element native; the nearest is reported. */
  looks: Look[];
  /** The label must stay on one line. Clipped labels always fail. */
  singleLine?: boolean;
}

/** One native look of a role at rest, and by state. */
export interface Look extends Expectation {
  name: string;
  /** Only for elements that match: a look meant for a place must not excuse others. */
  where?: string;
  /** The first whose selector matches counts; its fields replace those at rest. */
  states?: Record<string, Expectation & { when: string }>;
}

/** Fields left out are not asked. */
export interface Expectation {
  /** Of the border box, epx. */
  height?: Figure;
  minHeight?: Figure;
  width?: Figure;
  /** Of all four corners, or of those that are not square because a neighbour joins them. `"full"`: half the height. */
  radius?: Figure | "full";
  /** px and CSS weight, of the text. Any of the pairs. */
  font?: { size: Figure; weight: Figure }[];
  /** Painted over what is behind; any of them. `null`: nothing painted. */
  fill?: (Brush | null)[];
  /** Below a translucent fill, where WinUI's template paints two layers. */
  ground?: Brush;
  /** Painted top and bottom edges; `null`: none. Runs over the fill where `outer`. */
  stroke?: (Brush | null)[];
  sizing?: "inner" | "outer";
  /** Painted over the fill; any of them. */
  text?: Brush[];
}

/**
 * How far an element may be off and still count as native. Geometry in CSS px at a scale of 1, colours as CIEDE2000.
 * The visual tests ask for 0.5; a page adds rounding of layers over layers that a specimen does not have.
 */
export const tolerances = {
  height: 1,
  width: 1,
  /** WinUI's 4 is best fitted by 4.5 to 5 in CSS. */
  radius: 1,
  fontSize: 0.25,
  fontWeight: 0,
  fill: 1,
  /** A row of one pixel, of which CSS can only give one colour where WinUI paints a gradient. */
  edge: 3,
  text: 2,
  /** px of a label that may lie outside its box before it counts as clipped: side bearings. */
  clip: 1.5,
  /** Below this CIEDE2000 to what is behind it, an element without a role paints no surface of its own. */
  surface: 1,
} as const;

/** Contrast that text must have, WCAG 2.2 AA; large is 24 px, or 18.66 px at 700. */
export const contrast = { text: 4.5, large: 3 } as const;

/** The first family must be of Windows 11's own: XAML's XamlAutoFontFamily resolves to it. */
export const nativeFontFamily = /^["']?Segoe UI( Variable( (Text|Display|Small))?)?["']?$/;

/** Interactive elements of GLPI and plain HTML: each must have a role. */
export const interactive = [
  "a[href]",
  "button",
  "input:not([type=hidden])",
  "select",
  "textarea",
  "summary",
  "[role=button]",
  "[role=tab]",
  "[role=menuitem]",
  "[role=combobox]",
  "[role=switch]",
  "[role=slider]",
  "[data-bs-toggle]:not([data-bs-toggle=tooltip]):not([data-bs-toggle=popover])",
  "[onclick]",
].join(", ");

/** Neither widgets nor surfaces of the interface, each with its reason; what is inside them is not looked at either. */
export const outside: { selector: string; why: string }[] = [
  {
    selector: ".rich_text_container, .ck-content, .mce-content-body",
    why: "what people wrote, with colours of their own",
  },
  { selector: "img, .glpi-logo, .icon-text, .network-parent canvas", why: "pictures" },
  {
    selector:
      "svg, canvas, img:not(.avatar, .user-avatar, .rounded-circle), .ct-chart, .leaflet-container, .photoswipe, .pswp, iframe",
    why: "drawings, maps and pictures",
  },
  { selector: ".CodeMirror, .monaco-editor", why: "source editors bring their own schemes" },
  { selector: "#debug-toolbar", why: "GLPI's developers' tool" },
  { selector: ".fc-event, .fc-bgevent", why: "calendar events carry the colour their owner chose, inline" },
  { selector: ".sr-only, .visually-hidden, .select2-hidden-accessible, .skip-to", why: "for screen readers only" },
];

/** Parts of a widget that another role judges as a whole. */
export const parts: { selector: string; of: string }[] = [
  { selector: ".navbar-toggler *", of: "PaneToggleButton" },
  // It stands in the field until something is typed: Formcreator's placeholder.
  { selector: "#plugin_formcreator_searchBar label", of: "TextBox" },
  { selector: ".select2-selection *, .select2-container > .selection", of: "ComboBox" },
  { selector: ".select2-search, .select2-search *, .select2-results, .select2-results__options", of: "ComboBoxPopup" },
  {
    selector:
      ".tox-editor-container, .tox-editor-header, .tox-toolbar-overlord, .tox-toolbar__primary, .tox-toolbar__group, .tox-sidebar-wrap, .tox-edit-area, .tox-edit-area *, .tox-statusbar, .tox-statusbar *, .tox-tbtn *, .tox-split-button *, .tox-anchorbar",
    of: "RichEditBox",
  },
  // WinUI's calendar has no numbers of weeks: they are no days, and may be quieter.
  { selector: ".flatpickr-calendar *:not(.flatpickr-day), .flatpickr-weekwrapper *", of: "CalendarView" },
  { selector: ".progress-bar", of: "ProgressBar" },
  { selector: ".form-check-label .form-help", of: "CheckBox" },
  { selector: "label.btn.form-switch *, label.btn.form-check *", of: "ToggleButton" },
  { selector: ".dropdown-menu-columns, .dropdown-menu-column", of: "MenuFlyout" },
  { selector: ".rateit *", of: "RatingControl" },
  { selector: ".accordion-header", of: "Expander" },
  { selector: ".fancytree-expander", of: "TreeViewItem" },
  { selector: "option, optgroup", of: "ComboBox" },
  { selector: ".priority_block > span, .badge_block > span, .dates_timelines .dot, span.state", of: "PriorityMark" },
];

const disabled = ":disabled, .disabled, .impact-disabled, [aria-disabled=true], fieldset:disabled *";
const body: { size: Figure; weight: Figure }[] = [{ size: "@tokens/typography.ramp.Body.fontSizePx", weight: 400 }];
const bodyStrong: { size: Figure; weight: Figure }[] = [
  { size: "@tokens/typography.ramp.BodyStrong.fontSizePx", weight: "@tokens/typography.ramp.BodyStrong.cssWeight" },
];
const caption: { size: Figure; weight: Figure }[] = [
  { size: "@tokens/typography.ramp.Caption.fontSizePx", weight: "@tokens/typography.ramp.Caption.cssWeight" },
];
const captionStrong: { size: Figure; weight: Figure }[] = [
  { size: "@tokens/typography.ramp.Caption.fontSizePx", weight: "@tokens/typography.ramp.BodyStrong.cssWeight" },
];
const ramp: { size: Figure; weight: Figure }[] = [
  ...[
    "Caption",
    "Body",
    "BodyStrong",
    "BodyLarge",
    "BodyLargeStrong",
    "Subtitle",
    "Title",
    "TitleLarge",
    "Display",
  ].map((step) => ({
    size: `@tokens/typography.ramp.${step}.fontSizePx`,
    weight: `@tokens/typography.ramp.${step}.cssWeight`,
  })),
  ...captionStrong,
];

const standardButton: Look = {
  name: "standard",
  height: "@Button/figures.renderedHeight",
  radius: "@Button/figures.cornerRadius[0]",
  font: body,
  fill: ["Button/ButtonBackground"],
  stroke: ["Button/ButtonBorderBrush"],
  text: ["Button/ButtonForeground"],
  states: {
    disabled: {
      when: disabled,
      fill: ["Button/ButtonBackgroundDisabled"],
      stroke: ["Button/ButtonBorderBrushDisabled"],
      text: ["Button/ButtonForegroundDisabled"],
    },
    open: {
      when: ".show, [aria-expanded=true]",
      fill: ["Button/ButtonBackground", "Button/ButtonBackgroundPressed", "Button/ButtonBackgroundPointerOver"],
      stroke: ["Button/ButtonBorderBrush", "Button/ButtonBorderBrushPressed"],
      text: ["Button/ButtonForeground", "Button/ButtonForegroundPressed"],
    },
    pressed: {
      when: ".active, .fc-button-active, .btn-check:checked + *",
      sizing: "outer",
      fill: ["Button/ButtonBackgroundPressed", "ToggleButton/ToggleButtonBackgroundChecked"],
      stroke: ["Button/ButtonBorderBrushPressed", "ToggleButton/ToggleButtonBorderBrushChecked"],
      text: ["Button/ButtonForegroundPressed", "ToggleButton/ToggleButtonForegroundChecked"],
    },
  },
};
const accentButton: Look = {
  name: "accent",
  height: "@Button/figures.renderedHeight",
  radius: "@Button/figures.cornerRadius[0]",
  font: body,
  sizing: "outer",
  fill: ["Button/AccentButtonBackground"],
  stroke: ["Button/AccentButtonBorderBrush"],
  text: ["Button/AccentButtonForeground"],
  states: {
    disabled: {
      when: disabled,
      fill: ["Button/AccentButtonBackgroundDisabled"],
      stroke: [null, "Button/AccentButtonBorderBrushDisabled"],
      text: ["Button/AccentButtonForegroundDisabled"],
    },
  },
};
const subtleButton: Look = {
  name: "subtle",
  height: "@Button/figures.renderedHeight",
  radius: "@Button/figures.cornerRadius[0]",
  font: body,
  fill: ["Button/SubtleButtonBackground"],
  stroke: [null],
  text: ["Button/SubtleButtonForeground"],
  states: {
    disabled: { when: disabled, text: ["Button/SubtleButtonForegroundDisabled"] },
    open: {
      when: ".show, [aria-expanded=true], .active, .btn-check:checked + *",
      fill: [
        "Button/SubtleButtonBackground",
        "Button/SubtleButtonBackgroundPointerOver",
        "Button/SubtleButtonBackgroundPressed",
      ],
    },
  },
};
/** Where commands stand in a row, WinUI uses subtle buttons: title bar, CommandBar, heads and feet of lists. */
const commandBars =
  ".navbar *, .card-header *, .card-footer *, .btn-toolbar *, .toolbar *, .btn-list *, .navigationheader *, .itil-footer *, .timeline-item-buttons *, " +
  "table *, .search-controls *, .search-header *, .input-group *, .alert *, .toast *, .modal-header *, .kanban *, .dashboard *, .card-tabs *, .field-container *, .form-field *";

/** The plate of an AppBarButton with its label to the right. */
const appBarButton: Look = {
  ...subtleButton,
  name: "command",
  where: "header.navbar *, .secondary-bar *, .search-controls *, .timeline-buttons *",
  height:
    "@CommandBar/figures.compactHeight - @AppBarButton/figures.innerBorderMargin[1] - @AppBarButton/figures.innerBorderMargin[3]",
  font: [{ size: "@AppBarButton/figures.label.fontSize", weight: 400 }, ...body],
  text: ["Button/SubtleButtonForeground", "tokens/AccentTextFillColorPrimary"],
};
const severities =
  "[class*='-danger'], [class*='-warning'], [class*='-success'], [class*='-red'], [class*='-orange'], [class*='-green']";
const severityBrushes: Brush[] = [
  "tokens/SystemFillColorCritical",
  "tokens/SystemFillColorCaution",
  "tokens/SystemFillColorSuccess",
];
/** WinUI has no coloured buttons; these are Button with one of its system colours, for the word or for the fill. */
const severityButtons: Look[] = [
  { ...standardButton, name: "severity", where: severities, text: severityBrushes },
  { ...subtleButton, name: "subtle severity", where: severities, text: severityBrushes },
  { ...accentButton, name: "filled severity", where: severities, fill: severityBrushes },
];

const textBox: Look = {
  name: "text box",
  radius: "@TextBox/figures.cornerRadius[0]",
  font: body,
  fill: ["TextBox/TextControlBackground"],
  stroke: ["TextBox/TextControlBorderBrush"],
  text: ["TextBox/TextControlForeground", "RichEditBox/TextControlPlaceholderForeground"],
  states: {
    disabled: {
      when: disabled,
      fill: ["TextBox/TextControlBackgroundDisabled"],
      stroke: ["TextBox/TextControlBorderBrushDisabled"],
      text: ["tokens/TextFillColorDisabled", "TextBox/TextControlForegroundDisabled"],
    },
    focused: {
      when: ":focus, .tox-edit-focus",
      fill: ["TextBox/TextControlBackgroundFocused"],
      stroke: ["TextBox/TextControlBorderBrushFocused"],
    },
    // As the reference of text-box-validation draws it: WinUI colours a refused field's edge critical.
    refused: { when: ".is-invalid", stroke: ["tokens/SystemFillColorCritical"] },
    // As it draws one that can only be read.
    "read-only": {
      when: "[readonly]:not(.flatpickr *, .flatpickr-input)",
      fill: ["tokens/ControlFillColorTransparent"],
      stroke: ["tokens/ControlStrokeColorDefault"],
    },
  },
};

/** The day that is today in a calendar of several days, which WinUI has not: the one item that is selected. */
const today: Expectation & { when: string } = {
  when: ".fc-today",
  fill: ["ListViewItem/ListViewItemBackgroundSelected"],
};

const navigationItem: Look = {
  name: "navigation item",
  minHeight: "@NavigationView/figures.item.minHeight",
  radius: "@NavigationView/figures.item.cornerRadius[0]",
  font: body,
  fill: ["NavigationView/NavigationViewItemBackground"],
  stroke: [null],
  text: ["NavigationView/NavigationViewItemForeground"],
  states: {
    selected: {
      // An open group is not selected: its current child is.
      when: ".active:not(.show), [aria-selected=true], [aria-current=page]",
      fill: ["NavigationView/NavigationViewItemBackgroundSelected"],
      text: ["NavigationView/NavigationViewItemForegroundSelected"],
    },
    open: {
      when: ".show",
      fill: ["NavigationView/NavigationViewItemBackground", "NavigationView/NavigationViewItemBackgroundSelected"],
    },
  },
};

const infoBar = (name: string, where: string, fill: Brush): Look => ({
  name,
  where,
  minHeight: "@InfoBar/figures.minHeight",
  radius: "@InfoBar/figures.cornerRadius[0]",
  font: [...body, ...bodyStrong],
  fill: [fill],
  stroke: ["InfoBar/InfoBarBorderBrush"],
  text: ["InfoBar/InfoBarMessageForeground"],
});

const card: Look = {
  name: "card",
  radius: "@tokens/geometry.cornerRadius.ControlCornerRadius",
  fill: ["tokens/CardBackgroundFillColorDefault"],
  stroke: ["tokens/CardStrokeColorDefault"],
};
const flyout: Look = {
  name: "flyout",
  radius: "@Flyout/figures.cornerRadius[0]",
  fill: ["Flyout/FlyoutPresenterBackground"],
  stroke: ["Flyout/FlyoutBorderThemeBrush"],
};

export const roles: Role[] = [
  {
    name: "ToggleSwitch",
    native: "ToggleSwitch",
    kind: "control",
    selector: ".form-switch > input[type=checkbox], input[type=checkbox][role=switch]",
    looks: [
      {
        name: "off",
        width: "@ToggleSwitch/figures.trackWidth",
        height: "@ToggleSwitch/figures.trackHeight",
        radius: "@ToggleSwitch/figures.trackRadius",
        fill: ["ToggleSwitch/ToggleSwitchFillOff"],
        stroke: ["ToggleSwitch/ToggleSwitchStrokeOff"],
        states: {
          "checked-disabled": {
            when: ":checked:disabled",
            fill: ["ToggleSwitch/ToggleSwitchFillOnDisabled"],
            stroke: [null, "ToggleSwitch/ToggleSwitchStrokeOnDisabled"],
          },
          checked: {
            when: ":checked",
            fill: ["ToggleSwitch/ToggleSwitchFillOn"],
            stroke: [null, "ToggleSwitch/ToggleSwitchStrokeOn"],
          },
          disabled: {
            when: disabled,
            fill: ["ToggleSwitch/ToggleSwitchFillOffDisabled"],
            stroke: ["ToggleSwitch/ToggleSwitchStrokeOffDisabled"],
          },
        },
      },
    ],
  },
  {
    name: "CheckBox",
    native: "CheckBox",
    kind: "control",
    selector: "input[type=checkbox]:not(.btn-check), .todo-list-state > .state",
    looks: [
      {
        name: "unchecked",
        width: "@CheckBox/figures.boxSize",
        height: "@CheckBox/figures.boxSize",
        radius: "@CheckBox/figures.cornerRadius[0]",
        fill: ["CheckBox/CheckBoxCheckBackgroundFillUnchecked"],
        stroke: ["CheckBox/CheckBoxCheckBackgroundStrokeUnchecked"],
        states: {
          "checked-disabled": {
            when: ":checked:disabled, :indeterminate:disabled",
            fill: ["CheckBox/CheckBoxCheckBackgroundFillCheckedDisabled"],
            stroke: [null, "CheckBox/CheckBoxCheckBackgroundStrokeCheckedDisabled"],
          },
          checked: {
            // A task that is done.
            when: ":checked, :indeterminate, .state_2",
            fill: ["CheckBox/CheckBoxCheckBackgroundFillChecked"],
            stroke: [null, "CheckBox/CheckBoxCheckBackgroundStrokeChecked"],
          },
          disabled: {
            when: disabled,
            fill: ["CheckBox/CheckBoxCheckBackgroundFillUncheckedDisabled"],
            stroke: ["CheckBox/CheckBoxCheckBackgroundStrokeUncheckedDisabled"],
          },
        },
      },
    ],
  },
  {
    name: "RadioButton",
    native: "RadioButton",
    kind: "control",
    selector: "input[type=radio]:not(.btn-check)",
    looks: [
      {
        name: "unchecked",
        width: "@RadioButton/figures.outerSize",
        height: "@RadioButton/figures.outerSize",
        radius: "full",
        fill: ["RadioButton/RadioButtonOuterEllipseFill"],
        stroke: ["RadioButton/RadioButtonOuterEllipseStroke"],
        states: {
          "checked-disabled": {
            when: ":checked:disabled",
            fill: [
              "RadioButton/RadioButtonOuterEllipseCheckedFillDisabled",
              "RadioButton/RadioButtonCheckGlyphFillDisabled",
            ],
            stroke: [null, "RadioButton/RadioButtonOuterEllipseCheckedStrokeDisabled"],
          },
          checked: {
            when: ":checked",
            // The middle is the dot, the ring around it the accent: whichever the sample falls on.
            fill: ["RadioButton/RadioButtonOuterEllipseCheckedFill", "RadioButton/RadioButtonCheckGlyphFill"],
            stroke: [null, "RadioButton/RadioButtonOuterEllipseCheckedStroke"],
          },
          disabled: {
            when: disabled,
            fill: ["RadioButton/RadioButtonOuterEllipseFillDisabled"],
            stroke: ["RadioButton/RadioButtonOuterEllipseStrokeDisabled"],
          },
        },
      },
    ],
  },
  {
    name: "Slider",
    native: "Slider",
    kind: "control",
    selector: "input[type=range]",
    looks: [
      {
        name: "slider",
        height: "@Button/figures.renderedHeight",
        // The track runs through the middle of a box that has no edges of its own.
        fill: [null, "Slider/SliderTrackFill", "Slider/SliderTrackValueFill"],
      },
    ],
  },
  {
    name: "ColorPicker",
    native: null,
    relative: "a Button that shows a colour",
    kind: "control",
    selector: "input[type=color], .sp-replacer",
    looks: [
      {
        name: "swatch",
        minHeight: "@CheckBox/figures.boxSize",
        radius: "@tokens/geometry.cornerRadius.ControlCornerRadius",
      },
    ],
  },
  {
    name: "ToggleButton",
    native: "ToggleButton",
    kind: "control",
    selector: "label.btn.form-switch, label.btn.form-check, .btn-check + label.btn",
    singleLine: true,
    looks: [standardButton, subtleButton, appBarButton],
  },
  {
    name: "AutoSuggestBox",
    native: "AutoSuggestBox",
    kind: "control",
    selector:
      "header input[name=globalsearch], .secondary-bar input[name=globalsearch], input.home-search, .input-group-flat > .form-control",
    looks: [
      { ...textBox, minHeight: "@TextBox/figures.minHeight" },
      {
        ...textBox,
        name: "inside the group",
        where: ".input-group-flat > *",
        fill: [null],
        stroke: [null],
        radius: 0,
        minHeight: "@TextBox/figures.minHeight - 2 * @TextBox/figures.borderThickness",
      },
    ],
  },
  {
    name: "FilePicker",
    native: null,
    relative: "a Button beside the file's name, or a place to drop files",
    kind: "control",
    selector: "input[type=file], .fileupload, .dropzone",
    looks: [
      { name: "file", height: "@Button/figures.renderedHeight", font: body, fill: [null], stroke: [null] },
      {
        name: "place to drop",
        where: ".fileupload, .dropzone",
        radius: "@TextBox/figures.cornerRadius[0]",
        fill: [null, "tokens/ControlAltFillColorSecondary"],
      },
      { name: "in a place to drop", where: ".fileupload *, .dropzone *", font: body, fill: [null], stroke: [null] },
    ],
  },
  {
    name: "CalendarHeader",
    native: "CalendarView",
    kind: "control",
    selector: ".flatpickr-monthDropdown-months, .flatpickr-months .numInput, .flatpickr-time .numInput",
    looks: [
      {
        name: "month, year or time",
        height:
          "@CalendarView/figures.header.padding[1] + @tokens/typography.ramp.Body.designLineHeightPx + @CalendarView/figures.header.padding[3]",
        font: [...bodyStrong, ...body],
        fill: ["CalendarView/CalendarViewNavigationButtonBackground"],
        stroke: [null],
        text: ["CalendarView/CalendarViewHeaderNavigationButtonForeground"],
      },
    ],
  },
  {
    name: "ComboBox",
    native: "ComboBox",
    kind: "control",
    selector: "select, .select2-selection--single",
    looks: [
      {
        name: "closed",
        height: "@ComboBox/figures.minHeight",
        radius: "@ComboBox/figures.cornerRadius[0]",
        font: body,
        fill: ["ComboBox/ComboBoxBackground"],
        stroke: ["ComboBox/ComboBoxBorderBrush"],
        text: ["ComboBox/ComboBoxForeground", "RichEditBox/TextControlPlaceholderForeground"],
        states: {
          disabled: {
            when: `${disabled}, .select2-container--disabled *`,
            fill: ["ComboBox/ComboBoxBackgroundDisabled"],
            stroke: ["ComboBox/ComboBoxBorderBrushDisabled"],
            text: ["ComboBox/ComboBoxForegroundDisabled"],
          },
          open: {
            when: ".select2-container--open *",
            fill: ["ComboBox/ComboBoxBackground", "ComboBox/ComboBoxBackgroundPressed"],
            stroke: ["ComboBox/ComboBoxBorderBrush", "ComboBox/ComboBoxBorderBrushPressed"],
            text: ["ComboBox/ComboBoxForeground", "ComboBox/ComboBoxForegroundPressed"],
          },
        },
      },
      { ...standardListBox(), where: "select[multiple], select[size]" },
    ],
  },
  {
    name: "TokenBox",
    native: null,
    relative: "TextBox that holds several values",
    kind: "control",
    selector: ".select2-selection--multiple",
    looks: [{ ...textBox, name: "tokens", minHeight: "@TextBox/figures.minHeight" }],
  },
  {
    name: "Button",
    native: "Button",
    kind: "control",
    selector: "input[type=submit], input[type=button], input[type=reset], input[type=image], .vsubmit, input.submit",
    singleLine: true,
    looks: [standardButton, accentButton],
  },
  {
    name: "TextBox",
    native: "TextBox",
    kind: "control",
    selector: "input:not([type=hidden]), .numInput, span.form-control, div.form-control",
    looks: [
      { ...textBox, height: "@TextBox/figures.minHeight" },
      {
        name: "date",
        where:
          ".flatpickr *, .flatpickr-input ~ input, [type=date], [type=time], [type=datetime-local], [type=month], [type=week]",
        height: "@TextBox/figures.minHeight",
        radius: "@TextBox/figures.cornerRadius[0]",
        font: body,
        fill: ["CalendarDatePicker/CalendarDatePickerBackground"],
        stroke: ["CalendarDatePicker/CalendarDatePickerBorderBrush"],
        text: [
          "CalendarDatePicker/CalendarDatePickerTextForeground",
          "CalendarDatePicker/CalendarDatePickerTextForegroundSelected",
        ],
        states: {
          disabled: {
            when: disabled,
            fill: ["CalendarDatePicker/CalendarDatePickerBackgroundDisabled"],
            stroke: ["CalendarDatePicker/CalendarDatePickerBorderBrushDisabled"],
            text: ["CalendarDatePicker/CalendarDatePickerTextForegroundDisabled"],
          },
        },
      },
      {
        name: "inside tokens",
        where: ".select2-selection--multiple *",
        font: body,
        fill: [null],
        stroke: [null],
        text: textBox.text as Brush[],
      },
      {
        ...textBox,
        name: "inside a group",
        where: ".input-group-flat > *",
        fill: [null],
        stroke: [null],
        radius: 0,
        minHeight: "@TextBox/figures.minHeight - 2 * @TextBox/figures.borderThickness",
      },
    ],
  },
  {
    name: "TextArea",
    native: "TextBox",
    kind: "control",
    selector: "textarea",
    looks: [{ ...textBox, minHeight: "@TextBox/figures.minHeight" }],
  },
  {
    name: "InputAffix",
    native: null,
    relative: "the icon or button in a TextBox",
    kind: "surface",
    selector: ".input-group-text",
    looks: [
      {
        name: "affix",
        stroke: [null, "TextBox/TextControlBorderBrush", "CalendarDatePicker/CalendarDatePickerBorderBrush"],
        minHeight: "@TextBox/figures.minHeight - 2 * @TextBox/figures.borderThickness",
        font: body,
        fill: ["TextBox/TextControlBackground", "tokens/SubtleFillColorTransparent"],
        text: ["tokens/TextFillColorPrimary", "tokens/TextFillColorSecondary"],
      },
    ],
  },
  {
    name: "RichEditBox",
    native: "RichEditBox",
    kind: "surface",
    selector: ".tox-tinymce, .tox.tox-tinymce-inline",
    looks: [
      {
        name: "editor",
        radius: "@TextBox/figures.cornerRadius[0]",
        stroke: ["RichEditBox/TextControlBorderBrush", "RichEditBox/TextControlBorderBrushFocused"],
      },
    ],
  },
  {
    name: "AppBarButton",
    native: "Button",
    kind: "control",
    selector: ".tox-tbtn, .tox-split-button, .tox-mbtn, .tox-button--naked",
    looks: [
      {
        ...without(subtleButton, "font"),
        name: "toolbar",
        states: {
          // A toggle that is on is AppBarToggleButton's.
          checked: {
            when: "[aria-pressed=true]",
            fill: ["AppBarToggleButton/AppBarToggleButtonBackgroundChecked"],
            text: ["AppBarToggleButton/AppBarToggleButtonForegroundChecked"],
          },
          open: {
            when: ".tox-tbtn--enabled, .tox-tbtn--active",
            fill: [
              "Button/SubtleButtonBackground",
              "Button/SubtleButtonBackgroundPointerOver",
              "Button/SubtleButtonBackgroundPressed",
            ],
          },
        },
      },
    ],
  },
  {
    name: "CloseButton",
    native: "Button",
    kind: "control",
    selector: ".btn-close",
    looks: [
      { ...without(subtleButton, "font"), name: "close" },
      {
        ...without(subtleButton, "font"),
        name: "of an InfoBar",
        where: ".alert *, .toast *",
        height: "@InfoBar/figures.close.size",
      },
    ],
  },
  {
    name: "AccentButton",
    native: "Button",
    kind: "control",
    selector: ".btn-primary, .answer-action:not(.dropdown-item), .tox-button:not(.tox-button--secondary)",
    singleLine: true,
    looks: [accentButton, { ...subtleButton, where: ".btn-icon.disabled" }],
  },
  {
    name: "NavigationViewItem",
    native: "NavigationView",
    kind: "control",
    selector:
      ".sidebar #navbar-menu .nav-link, .sidebar #navbar-menu .dropdown-item, .sidebar .reduce-menu, .sidebar .trigger-fuzzy, " +
      // Formcreator's categories: the pane beside what they choose from.
      ".slinky-menu li > a, .card-group #wizard_seeall",
    singleLine: true,
    looks: [navigationItem, { ...subtleButton, name: "pane toggle", where: ".reduce-menu, .trigger-fuzzy" }],
  },
  {
    name: "TopNavigationViewItem",
    native: "NavigationView",
    kind: "control",
    selector: ".topbar #navbar-menu .nav-link, #navbar-menu .nav-link",
    singleLine: true,
    looks: [
      {
        name: "top item",
        minHeight: "@NavigationView/figures.item.minHeight",
        font: body,
        fill: [null],
        stroke: [null],
        text: [
          "NavigationView/TopNavigationViewItemForeground",
          "NavigationView/TopNavigationViewItemForegroundSelected",
        ],
      },
    ],
  },
  {
    name: "UserMenu",
    native: "Button",
    kind: "control",
    selector: ".user-menu > .nav-item > .nav-link, .user-menu-dropdown-toggle",
    looks: [
      { ...without(subtleButton, "height"), minHeight: "@Button/figures.renderedHeight", font: [...body, ...caption] },
    ],
  },
  {
    name: "VerticalTab",
    native: "NavigationView",
    kind: "control",
    selector:
      ".card-tabs.vertical > .nav-tabs .nav-link, .card-tabs.flex-md-row > .nav-tabs .nav-link, #tabspanel .nav-link, .nav-pills .nav-link, .nav-vertical .nav-link",
    singleLine: true,
    looks: [navigationItem, { ...selectorBarItem(), where: ".card-tabs.horizontal *, .nav-pills *" }],
  },
  {
    name: "SelectorBarItem",
    native: "SelectorBar",
    kind: "control",
    selector: ".nav-tabs .nav-link, [role=tab]",
    singleLine: true,
    looks: [selectorBarItem()],
  },
  {
    name: "MenuFlyoutItem",
    native: "MenuFlyout",
    kind: "control",
    selector: ".dropdown-item, .tox-collection__item, [role=menuitem]",
    singleLine: true,
    looks: [
      {
        name: "item",
        minHeight:
          "@MenuFlyout/figures.item.paddingNarrow[1] + @tokens/typography.ramp.Body.designLineHeightPx + @MenuFlyout/figures.item.paddingNarrow[3]",
        radius: "@MenuFlyout/figures.item.cornerRadius[0]",
        font: body,
        fill: ["MenuFlyout/MenuFlyoutItemBackground"],
        stroke: [null],
        text: ["MenuFlyout/MenuFlyoutItemForeground"],
        states: {
          disabled: { when: disabled, text: ["MenuFlyout/MenuFlyoutItemForegroundDisabled"] },
          selected: { when: ".active, .show", fill: ["tokens/SubtleFillColorSecondary"] },
        },
      },
    ],
  },
  {
    name: "ComboBoxItem",
    native: "ComboBox",
    kind: "control",
    selector: ".select2-results__option:not([role=group])",
    looks: [
      {
        name: "item",
        minHeight:
          "@ComboBox/figures.item.padding[1] + @tokens/typography.ramp.Body.designLineHeightPx + @ComboBox/figures.item.padding[3] - 1",
        radius: "@ComboBox/figures.item.cornerRadius",
        font: body,
        fill: ["ComboBox/ComboBoxItemBackground"],
        stroke: [null],
        text: ["ComboBox/ComboBoxForeground"],
        states: {
          highlighted: {
            when: ".select2-results__option--highlighted, [aria-selected=true]",
            fill: [
              "ComboBox/ComboBoxItemBackgroundPointerOver",
              "ComboBox/ComboBoxItemBackgroundSelected",
              "ComboBox/ComboBoxItemBackgroundSelectedPointerOver",
            ],
          },
          disabled: {
            when: "[aria-disabled=true], .loading-results, .select2-results__message",
            text: ["ComboBox/ComboBoxForegroundDisabled", "tokens/TextFillColorSecondary"],
          },
        },
      },
    ],
  },
  {
    name: "PagerItem",
    native: "Button",
    kind: "control",
    selector: ".page-link",
    singleLine: true,
    looks: [
      {
        ...subtleButton,
        name: "page",
        height: 40, // PagerControlPageNavigationButtonStyle of the Windows Community Toolkit
        states: {
          selected: {
            when: ".active > *, .selected > *",
            fill: ["Button/SubtleButtonBackground", "tokens/SubtleFillColorSecondary", "tokens/AccentFillColorDefault"],
            stroke: [null, "tokens/AccentFillColorDefault"],
            text: ["tokens/TextFillColorPrimary", "tokens/TextOnAccentFillColorPrimary"],
          },
          disabled: { when: ".disabled > *", text: ["Button/SubtleButtonForegroundDisabled"] },
        },
      },
    ],
  },
  {
    name: "Expander",
    native: "Expander",
    kind: "control",
    selector: ".accordion-button, summary",
    singleLine: true,
    looks: [
      {
        name: "header",
        minHeight: "@Expander/figures.minHeight",
        font: [...body, ...bodyStrong],
        fill: ["Expander/ExpanderHeaderBackground", "tokens/SubtleFillColorTransparent"],
        text: ["Expander/ExpanderHeaderForeground"],
      },
    ],
  },
  {
    name: "BreadcrumbBarItem",
    native: "BreadcrumbBar",
    kind: "control",
    selector: ".breadcrumb-item > a, .breadcrumb-item",
    singleLine: true,
    looks: [
      {
        name: "item",
        font: body,
        fill: [null],
        stroke: [null],
        text: [
          "BreadcrumbBar/BreadcrumbBarNormalForegroundBrush",
          "BreadcrumbBar/BreadcrumbBarCurrentNormalForegroundBrush",
          "tokens/TextFillColorSecondary",
        ],
      },
    ],
  },
  {
    name: "CalendarItem",
    native: "CalendarView",
    kind: "control",
    selector: ".flatpickr-days .flatpickr-day",
    looks: [
      {
        name: "day",
        radius: "full",
        font: body,
        fill: [null],
        text: ["CalendarView/CalendarViewCalendarItemForeground"],
        states: {
          today: {
            when: ".today",
            fill: ["tokens/AccentFillColorDefault"],
            text: ["tokens/TextOnAccentFillColorPrimary"],
          },
          selected: {
            when: ".selected",
            fill: [null, "tokens/AccentFillColorDefault"],
            text: ["CalendarView/CalendarViewSelectedForeground", "tokens/TextOnAccentFillColorPrimary"],
          },
          outOfScope: {
            when: ".prevMonthDay, .nextMonthDay, .flatpickr-disabled",
            text: ["CalendarView/CalendarViewOutOfScopeForeground", "CalendarView/CalendarViewDisabledForeground"],
          },
        },
      },
    ],
  },
  {
    name: "RatingControl",
    native: "RatingControl",
    kind: "control",
    selector: ".rateit",
    looks: [{ name: "stars", fill: [null], stroke: [null] }],
  },
  {
    name: "SubtleButton",
    native: "Button",
    kind: "control",
    selector: "[class*='btn-ghost-'], .btn-link, .trigger-fuzzy, .btn-icon, i.btn, .fc-button:not(.fc-button-primary)",
    singleLine: true,
    looks: [
      subtleButton,
      appBarButton,
      {
        ...subtleButton,
        name: "query button",
        where: "[role=search] *",
        height:
          "@AutoSuggestBox/figures.queryButtonHeight - @AutoSuggestBox/resources.AutoSuggestBoxInnerButtonMargin.value[1] * 2",
        text: ["Button/SubtleButtonForeground", "tokens/TextFillColorSecondary"],
      },
      ...severityButtons,
      { ...standardButton, where: ".btn-outline-secondary, .btn-secondary, .btn-icon" },
    ],
  },
  {
    name: "Button",
    native: "Button",
    kind: "control",
    selector: ".btn, .fc-button, .tox-button, button:not([class]), .ui-button, .plugins-tags > .tag",
    singleLine: true,
    looks: [
      standardButton,
      // GLPI 11's button in a date's field is CalendarDatePicker's glyph.
      {
        ...standardButton,
        name: "calendar",
        where: ".flatpickr > .btn",
        text: ["CalendarDatePicker/CalendarDatePickerCalendarGlyphForeground"],
      },
      { ...subtleButton, where: commandBars },
      { ...accentButton, name: "checked", where: ".active, .fc-button-active, .btn-check:checked + *" },
      appBarButton,
      {
        ...standardButton,
        name: "compact",
        where: "td > .btn-sm, th > .btn-sm, .kanban-item > .btn-sm",
        height: 24,
        font: caption,
      },
      ...severityButtons,
    ],
  },
  {
    name: "PaneToggleButton",
    native: "NavigationView",
    kind: "control",
    selector: ".navbar-toggler",
    looks: [{ ...subtleButton, name: "pane toggle", height: "@NavigationView/figures.toggleButton.height" }],
  },
  {
    name: "IconButton",
    native: "Button",
    kind: "control",
    selector:
      "button, [role=button]:not(a, .fancytree-expander), .impact-side-toggle, .impact-side li:not(.impact-separator)",
    looks: [subtleButton, standardButton],
  },
  {
    name: "TreeViewItem",
    native: "TreeView",
    kind: "control",
    selector: ".fancytree-node",
    looks: [
      {
        name: "item",
        minHeight: "@tokens/typography.ramp.Body.designLineHeightPx",
        font: body,
        fill: ["TreeView/TreeViewItemBackground"],
        text: ["TreeView/TreeViewItemForeground"],
        states: {
          selected: {
            when: ".fancytree-active, .fancytree-selected",
            fill: ["TreeView/TreeViewItemBackgroundSelected"],
          },
        },
      },
    ],
  },
  {
    name: "SettingsCard",
    native: null,
    relative: "SettingsCard of the Windows Community Toolkit, a Button on a card",
    kind: "surface",
    selector:
      "a.card, .plugin_formcreator_formTile, .plugins > .plugin, .tiles-banner .card, .service-catalog .card, .kanban-item, a.list-group-item",
    looks: [
      { ...card, name: "settings card" },
      {
        name: "row of a list",
        where: ".list-group-item",
        fill: [null],
        stroke: [null, "tokens/DividerStrokeColorDefault"],
        states: { selected: { when: ".active", fill: ["ListViewItem/ListViewItemBackgroundSelected"] } },
      },
    ],
  },
  {
    name: "ContentDialog",
    native: "ContentDialog",
    kind: "surface",
    selector: ".modal-content, dialog, .ui-dialog, .tox-dialog",
    looks: [
      {
        name: "dialog",
        radius: "@ContentDialog/figures.cornerRadius[0]",
        // The foot shows the dialog's own background, the content its overlay upon that.
        fill: ["ContentDialog/ContentDialogBackground", "ContentDialog/ContentDialogTopOverlay"],
        ground: "ContentDialog/ContentDialogBackground",
        stroke: ["ContentDialog/ContentDialogBorderBrush"],
      },
    ],
  },
  {
    name: "OverlayPane",
    native: null,
    relative: "SplitView's pane over the page",
    kind: "surface",
    selector: ".offcanvas",
    looks: [
      {
        name: "pane",
        radius: 0,
        fill: ["tokens/SolidBackgroundFillColorBase"],
        stroke: [null, "tokens/SurfaceStrokeColorDefault"],
      },
    ],
  },
  {
    name: "DialogPart",
    native: "ContentDialog",
    kind: "surface",
    selector: ".modal-header, .modal-body, .modal-footer, dialog > form",
    looks: [
      { name: "part", fill: ["ContentDialog/ContentDialogTopOverlay", "ContentDialog/ContentDialogBackground", null] },
    ],
  },
  {
    name: "ComboBoxPopup",
    native: "ComboBox",
    kind: "surface",
    selector: ".select2-dropdown",
    looks: [
      {
        name: "popup",
        radius: "@ComboBox/figures.popup.cornerRadius[0]",
        fill: ["ComboBox/ComboBoxDropDownBackground"],
        stroke: ["ComboBox/ComboBoxDropDownBorderBrush"],
      },
    ],
  },
  {
    name: "NavigationGroup",
    native: "NavigationView",
    kind: "surface",
    selector: ".sidebar #navbar-menu .dropdown-menu",
    looks: [
      { name: "inline", fill: [null], stroke: [null] },
      { ...flyout, where: ".navbar-collapsed *" },
    ],
  },
  {
    name: "MenuFlyout",
    native: "MenuFlyout",
    kind: "surface",
    selector: ".dropdown-menu, .tox-menu, .tox-collection, .planning-context-menu, [role=menu]",
    looks: [
      {
        ...flyout,
        name: "presenter",
        radius: "@MenuFlyout/figures.presenter.cornerRadius[0]",
        stroke: ["MenuFlyout/MenuFlyoutPresenterBorderBrush"],
      },
    ],
  },
  {
    name: "CalendarView",
    native: "CalendarView",
    kind: "surface",
    selector: ".flatpickr-calendar",
    looks: [
      {
        ...flyout,
        name: "calendar flyout",
        fill: ["CalendarView/CalendarViewBackground"],
        ground: "Flyout/FlyoutPresenterBackground",
      },
      {
        name: "calendar in the page",
        where: ".inline",
        radius: "@CalendarView/resources.ControlCornerRadius.value[0]",
        fill: ["CalendarView/CalendarViewBackground"],
        stroke: ["CalendarView/CalendarViewBorderBrush"],
      },
    ],
  },
  {
    name: "ToolTip",
    native: "ToolTip",
    kind: "surface",
    selector: ".tooltip-inner, .chartist-tooltip, .dashboard-tooltip",
    looks: [
      {
        name: "tip",
        radius: "@ToolTip/figures.cornerRadius[0]",
        font: caption,
        fill: ["ToolTip/ToolTipBackgroundBrush"],
        stroke: ["ToolTip/ToolTipBorderBrush"],
        text: ["ToolTip/ToolTipForegroundBrush"],
      },
    ],
  },
  {
    name: "Flyout",
    native: "Flyout",
    kind: "surface",
    selector: ".popover, .qtip, .sp-container, .ui-autocomplete, [popover]",
    looks: [flyout],
  },
  {
    name: "Toast",
    native: null,
    relative: "a Windows notification: acrylic, 8 epx corners",
    kind: "surface",
    selector: ".toast",
    looks: [
      { ...flyout, name: "notification" },
      infoBar("informational", ".toast", "InfoBar/InfoBarInformationalSeverityBackgroundBrush"),
    ],
  },
  {
    name: "ToastPart",
    native: null,
    relative: "parts of a Windows notification",
    kind: "surface",
    selector: ".toast-header, .toast-body",
    looks: [{ name: "part", fill: [null] }],
  },
  {
    name: "InfoBar",
    native: "InfoBar",
    kind: "surface",
    selector: ".alert, .banner-impersonate, .banner-need-update, .objectlockmessage",
    looks: [
      infoBar(
        "warning",
        ".alert-warning, .banner-impersonate, .banner-need-update, .objectlockmessage",
        "InfoBar/InfoBarWarningSeverityBackgroundBrush",
      ),
      infoBar("error", ".alert-danger", "InfoBar/InfoBarErrorSeverityBackgroundBrush"),
      infoBar("success", ".alert-success", "InfoBar/InfoBarSuccessSeverityBackgroundBrush"),
      infoBar(
        "informational",
        ".alert:not(.alert-warning, .alert-danger, .alert-success)",
        "InfoBar/InfoBarInformationalSeverityBackgroundBrush",
      ),
    ],
  },
  {
    name: "InfoBadge",
    native: "InfoBadge",
    kind: "surface",
    selector:
      ".badge, .glpi-badge, .select2-selection__choice, .status, .count, .ribbon, .form-help, sup.plugin_formcreator_conditions_count",
    looks: [
      {
        name: "value",
        height: "@InfoBadge/figures.maxHeight",
        radius: "full",
        font: [
          { size: "@InfoBadge/figures.value.fontSize", weight: 400 },
          { size: "@InfoBadge/figures.value.fontSize", weight: 600 },
        ],
        fill: [
          "InfoBadge/InfoBadgeBackground",
          "tokens/SystemFillColorSolidNeutral",
          "tokens/SystemFillColorCritical",
          "tokens/SystemFillColorSuccess",
          "tokens/SystemFillColorCaution",
          "tokens/SystemFillColorAttention",
        ],
        stroke: [null],
        text: ["InfoBadge/InfoBadgeForeground", "tokens/TextFillColorInverse"],
      },
      {
        // A word beside its dot, or on the quiet fill: how Windows labels what an InfoBadge alone cannot say.
        name: "word",
        font: [...caption, ...captionStrong, ...body],
        fill: [
          null,
          "tokens/SubtleFillColorSecondary",
          "tokens/ControlFillColorDefault",
          "tokens/SystemFillColorNeutralBackground",
          "tokens/SystemFillColorAttentionBackground",
          "tokens/SystemFillColorSuccessBackground",
          "tokens/SystemFillColorCautionBackground",
          "tokens/SystemFillColorCriticalBackground",
        ],
        stroke: [null, "tokens/ControlStrokeColorDefault", "tokens/CardStrokeColorDefault"],
        text: ["tokens/TextFillColorPrimary", "tokens/TextFillColorSecondary"],
      },
    ],
  },
  {
    name: "PriorityMark",
    native: null,
    relative: "a word with an edge in the colour the administrator chose, inline",
    kind: "text",
    selector: ".priority_block, .badge_block",
    looks: [
      {
        name: "mark",
        font: [...body, ...caption],
        fill: [null],
        text: ["tokens/TextFillColorPrimary", "tokens/TextFillColorSecondary"],
      },
    ],
  },
  {
    name: "PersonPicture",
    native: "PersonPicture",
    kind: "surface",
    selector: ".avatar, .user-avatar",
    looks: [{ name: "picture", radius: "full" }],
  },
  {
    name: "ProgressBar",
    native: "ProgressBar",
    kind: "surface",
    selector: ".progress, progress",
    looks: [
      { name: "track", height: "@ProgressBar/figures.minHeight", radius: "@ProgressBar/figures.indicatorCornerRadius" },
    ],
  },
  {
    name: "ProgressRing",
    native: "ProgressRing",
    kind: "surface",
    selector: ".spinner-border",
    looks: [{ name: "ring", radius: "full", fill: [null] }],
  },
  {
    name: "ListViewItem",
    native: "ListViewItem",
    kind: "control",
    selector:
      ".search-results tbody > tr, .tab_cadrehov tbody > tr:has(td), table.table-hover tbody > tr, .card-table tbody > tr",
    looks: [
      {
        name: "row",
        minHeight: "@ListViewItem/figures.minHeight",
        font: body,
        fill: ["ListViewItem/ListViewItemBackground"],
        text: ["ListViewItem/ListViewItemForeground", "tokens/TextFillColorSecondary"],
        states: {
          selected: {
            when: ".selected, .active, .table-active, :has(.massive_action_checkbox:checked)",
            fill: ["ListViewItem/ListViewItemBackgroundSelected"],
          },
        },
      },
    ],
  },
  {
    name: "ListHeader",
    native: null,
    relative: "column heads of Windows' lists: caption, semibold",
    kind: "text",
    selector: "table thead th, .tab_cadrehov th, table.table th, .datagrid-title",
    looks: [
      {
        name: "column",
        font: [...captionStrong, ...caption, ...bodyStrong],
        fill: [
          null,
          "tokens/SolidBackgroundFillColorTertiary",
          "tokens/SolidBackgroundFillColorQuarternary",
          "tokens/LayerFillColorDefault",
        ],
        text: ["tokens/TextFillColorSecondary", "tokens/TextFillColorPrimary"],
        states: { today },
      },
    ],
  },
  {
    name: "ListCell",
    native: null,
    relative: "a cell paints nothing: its row does",
    kind: "surface",
    selector: "td, th, tr, tbody, thead, tfoot",
    looks: [
      { name: "cell", fill: [null], states: { today } },
      {
        name: "cell of a selected row",
        where: ":has(.massive_action_checkbox:checked) > td, .table-active > td, .selected > td",
        fill: ["ListViewItem/ListViewItemBackgroundSelected"],
      },
    ],
  },
  {
    name: "TimelineEntry",
    native: null,
    relative: "a card of Outlook's reading pane",
    kind: "surface",
    selector: ".timeline-content, .timeline-item .card",
    looks: [card, { name: "inside", where: ".timeline-content *", fill: [null], stroke: [null] }],
  },
  {
    name: "CardPart",
    native: null,
    relative: "head, body and foot of a card: they paint nothing, or a divider",
    kind: "surface",
    selector:
      ".card-header, .card-body, .card-footer, .accordion-item, .accordion-collapse, .accordion-body, .itil-right-side, .list-group, .tab-content.card, .tab-pane, .card-group, .search_actions, .itil-footer, .fc-view, .filters-control",
    looks: [
      {
        name: "part",
        fill: [null, "tokens/CardBackgroundFillColorSecondary", "tokens/CardBackgroundFillColorDefault"],
        stroke: [null, "tokens/DividerStrokeColorDefault", "tokens/CardStrokeColorDefault"],
      },
    ],
  },
  {
    name: "ListItem",
    native: "ListViewItem",
    kind: "surface",
    selector: ".list-group-item",
    looks: [
      {
        name: "item",
        fill: ["ListViewItem/ListViewItemBackground", "ListViewItem/ListViewItemBackgroundSelected"],
        stroke: [null, "tokens/DividerStrokeColorDefault"],
      },
    ],
  },
  {
    name: "Card",
    native: null,
    relative: "the cards of Windows' Settings: CardBackgroundFillColorDefault and CardStrokeColorDefault",
    kind: "surface",
    selector:
      // Formcreator's wizard is a pane and its content; its questions stand in a grid stack, but are no cards.
      ".card:not(.card-group:has(> .card .slinky-menu) > .card), .dashboard-card, .grid-stack-item-content:not(.form-group), .saved-searches-panel, .kanban-column, .kanban-toolbar, fieldset.filter, .fileupload, .draghoverable, .plugin_formcreator_section, pre, .tab_cadre_fixehov, .tab_cadre_fixe, .tab_cadre, .tab_cadrehov",
    looks: [
      card,
      {
        name: "layer",
        radius: "@tokens/geometry.cornerRadius.OverlayCornerRadius",
        fill: ["NavigationView/NavigationViewContentBackground"],
        stroke: ["NavigationView/NavigationViewContentGridBorderBrush"],
      },
      {
        name: "group in a card",
        where:
          ".card .card, .modal .card, .tab-content *, .dashboard *, .dashboard-card, .plugin_formcreator_section *",
        fill: [null],
        stroke: [null],
      },
      // A CommandBar has no fill of its own.
      { name: "command bar", where: ".kanban-toolbar", fill: ["CommandBar/CommandBarBackground"], stroke: [null] },
      {
        name: "table or text block",
        where: "table, pre, .fileupload, .plugin_formcreator_section",
        fill: [null],
        stroke: [null],
      },
    ],
  },
  {
    name: "NavigationPane",
    native: "NavigationView",
    kind: "surface",
    selector: "aside.sidebar, .topbar, header.navbar, .secondary-bar, .navbar-collapse, .impact-side",
    looks: [
      { name: "pane", fill: ["tokens/SolidBackgroundFillColorBase"] },
      {
        name: "pane over the page",
        where: ".navbar-collapse.show, .navbar-collapse.collapsing",
        fill: ["NavigationView/NavigationViewDefaultPaneBackground"],
      },
      { name: "part", where: ".navbar-collapse", fill: [null] },
    ],
  },
  {
    name: "Page",
    native: "NavigationView",
    kind: "surface",
    selector: "body, .page, .page-anonymous, .page-wrapper, .page-body, main, #page",
    looks: [
      { name: "window", fill: ["tokens/SolidBackgroundFillColorBase"] },
      { name: "content layer", where: ":not(body)", fill: ["NavigationView/NavigationViewContentBackground"] },
      { name: "nothing", where: ":not(body)", fill: [null] },
    ],
  },
  {
    name: "Smoke",
    native: "ContentDialog",
    kind: "surface",
    selector: ".modal-backdrop, .offcanvas-backdrop, .tox-dialog-wrap__backdrop",
    looks: [{ name: "smoke", fill: ["ContentDialog/ContentDialogSmokeFill"] }],
  },
  {
    name: "GridViewItem",
    native: "GridViewItem",
    kind: "control",
    selector: ".form-selectgroup-label",
    looks: [
      {
        name: "item",
        minHeight: "@GridViewItem/figures.minSize",
        radius: "@GridViewItem/figures.cornerRadius",
        font: body,
        fill: ["GridViewItem/GridViewItemBackground"],
        text: ["GridViewItem/GridViewItemForeground"],
        states: {
          selected: {
            when: ":checked + *",
            fill: ["GridViewItem/GridViewItemBackgroundSelected"],
            stroke: ["GridViewItem/GridViewItemSelectedBorderBrush"],
            text: ["GridViewItem/GridViewItemForegroundSelected"],
          },
        },
      },
    ],
  },
  {
    name: "Code",
    native: null,
    relative: "a TextBlock on the quietest of layers",
    kind: "text",
    selector: "code, kbd, samp, pre",
    looks: [
      {
        name: "code",
        fill: [null, "tokens/SubtleFillColorSecondary", "tokens/CardBackgroundFillColorDefault"],
        text: ["tokens/TextFillColorPrimary"],
      },
    ],
  },
  {
    name: "Divider",
    native: null,
    relative: "MenuFlyoutSeparator",
    kind: "surface",
    selector: "hr, .dropdown-divider, .hr",
    looks: [{ name: "line", fill: ["MenuFlyout/MenuFlyoutSeparatorBackground", null] }],
  },
  {
    name: "Heading",
    native: null,
    relative: "TextBlock styles of the type ramp",
    kind: "text",
    selector:
      "h1, h2, h3, h4, h5, h6, .h1, .h2, .h3, .h4, .h5, .h6, .card-title, .modal-title, .page-title, legend, .dropdown-header, .navigationheader-title",
    looks: [
      {
        name: "heading",
        font: ramp,
        fill: [null],
        text: ["tokens/TextFillColorPrimary", "tokens/TextFillColorSecondary"],
      },
    ],
  },
  {
    name: "Header",
    native: "TextBox",
    kind: "text",
    selector: "label, .form-label, .col-form-label, .form-check-label",
    looks: [
      {
        name: "header of a field",
        font: [...body, ...caption],
        fill: [null],
        text: ["tokens/TextFillColorPrimary", "tokens/TextFillColorSecondary"],
        states: {
          disabled: {
            when: ".disabled, :has(:disabled), :disabled + *, :has(+ * :disabled)",
            text: ["tokens/TextFillColorDisabled", "tokens/TextFillColorPrimary", "tokens/TextFillColorSecondary"],
          },
        },
      },
      {
        name: "strong",
        where: ".form-check-label, .form-label",
        font: bodyStrong,
        fill: [null],
        text: ["tokens/TextFillColorPrimary"],
      },
    ],
  },
  {
    name: "Hyperlink",
    native: "HyperlinkButton",
    kind: "text",
    selector: "a[href], [role=button], a[data-bs-toggle]",
    looks: [
      {
        name: "link",
        font: ramp,
        fill: [null],
        text: ["HyperlinkButton/HyperlinkButtonForeground", "tokens/AccentTextFillColorTertiary"],
        states: { disabled: { when: disabled, text: ["HyperlinkButton/HyperlinkButtonForegroundDisabled"] } },
      },
      {
        name: "button in a box",
        where: ".input-group-text > *",
        fill: [null],
        text: ["tokens/TextFillColorSecondary"],
      },
      {
        name: "name of a row",
        where:
          "td *, .list-group-item *, h1 *, h2 *, h3 *, .card-title *, .breadcrumb *, .plugin_formcreator_formTile *",
        font: ramp,
        fill: [null],
        text: ["tokens/TextFillColorPrimary"],
      },
      subtleButton,
    ],
  },
  {
    name: "Trigger",
    native: null,
    relative: "an element with a script of its own, dressed as a subtle button or as nothing",
    kind: "control",
    selector: "[onclick], [data-bs-toggle]:not([data-bs-toggle=tooltip]):not([data-bs-toggle=popover])",
    looks: [
      {
        name: "plain",
        font: ramp,
        fill: [null],
        stroke: [null],
        text: ["tokens/TextFillColorPrimary", "tokens/TextFillColorSecondary", "tokens/AccentTextFillColorPrimary"],
      },
      subtleButton,
      standardButton,
    ],
  },
];

function without<K extends keyof Look>(look: Look, field: K): Omit<Look, K> {
  const { [field]: _, ...rest } = look;
  return rest;
}

function standardListBox(): Look {
  return { name: "list box", radius: 0, font: body, fill: ["ListBox/ListBoxBackground"], stroke: [null] };
}

function selectorBarItem(): Look {
  return {
    name: "selector item",
    minHeight: "@SelectorBar/figures.item.padding[1] + @tokens/typography.ramp.Body.designLineHeightPx",
    font: body,
    fill: [null],
    text: ["SelectorBar/SelectorBarItemForeground", "SelectorBar/SelectorBarItemForegroundSelected"],
    states: { selected: { when: ".active, [aria-selected=true]", font: [...body, ...bodyStrong] } },
  };
}
