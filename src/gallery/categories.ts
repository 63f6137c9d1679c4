/** WinUI Gallery's categories, in its order, with the controls it shows in each. */
const winUiCategories: [category: string, controls: string[]][] = [
  [
    "Basic input",
    [
      "Button",
      "DropDownButton",
      "HyperlinkButton",
      "RepeatButton",
      "ToggleButton",
      "SplitButton",
      "CheckBox",
      "ColorPicker",
      "ComboBox",
      "RadioButton",
      "RadioButtons",
      "RatingControl",
      "Slider",
      "ToggleSwitch",
    ],
  ],
  [
    "Collections",
    [
      "FlipView",
      "GridViewItem",
      "ItemContainer",
      "ListBox",
      "ListViewItem",
      "ListView",
      "GridView",
      "TreeView",
      "PagerControl",
      "PipsPager",
      "SwipeControl",
    ],
  ],
  ["Date and time", ["CalendarDatePicker", "CalendarView", "DatePicker", "TimePicker", "DateTimePickerFlyout"]],
  ["Dialogs and flyouts", ["ContentDialog", "Flyout", "TeachingTip"]],
  ["Layout", ["Expander", "SplitView", "Card"]],
  [
    "Menus and toolbars",
    [
      "AppBarButton",
      "AppBarSeparator",
      "AppBarToggleButton",
      "CommandBar",
      "CommandBarFlyout",
      "MenuBar",
      "MenuFlyout",
      "RadioMenuFlyoutItem",
    ],
  ],
  ["Navigation", ["BreadcrumbBar", "NavigationView", "Pivot", "SelectorBar", "TabView", "TitleBar"]],
  ["Media", ["PersonPicture"]],
  ["Scrolling", ["AnnotatedScrollBar", "ScrollBar", "ScrollView", "ScrollViewer"]],
  ["Status and info", ["InfoBadge", "InfoBar", "ProgressBar", "ProgressRing", "ToolTip"]],
  ["Text", ["AutoSuggestBox", "NumberBox", "PasswordBox", "RichEditBox", "TextBox", "TextBlock"]],
];

const rooms: Record<string, string> = { controls: "Other controls", shell: "GLPI's surfaces", portals: "Portals" };

/** In which order categories stand in the pane. */
export const categoryOrder: string[] = [...winUiCategories.map(([name]) => name), ...Object.values(rooms)];

/**
 * Where a widget stands in the gallery: beside WinUI's control of the same kind, or by its room in the theme.
 * @param room the folder its own folder stands in
 * @param control WinUI's name, if it has one
 */
export function categoryOf(room: string, control: string | undefined): string {
  const found = winUiCategories.find(([, controls]) => control !== undefined && controls.includes(control));
  if (room === "controls" && found) return found[0];
  return rooms[room] ?? "Other controls";
}
