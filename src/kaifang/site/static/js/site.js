// The behaviours of every page, one module each. Without script all links and forms still work.
import { watchKeys } from "./keyboard.js";
import { watchPanel } from "./panel.js";
import { watchMenus } from "./menus.js";
import { watchCopies } from "./copy.js";
import { watchTheme } from "./theme.js";
import { watchWork } from "./follow.js";
import { drawCharts } from "./charts.js";

watchKeys(document);
watchPanel(document);
watchMenus(document);
watchCopies(document);
watchTheme(document);
watchWork(document);
drawCharts(document);
