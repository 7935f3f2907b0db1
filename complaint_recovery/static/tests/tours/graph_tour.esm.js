/* global Chart */
import {click} from "./steps.esm";
import {registry} from "@web/core/registry";

const canvas = ".o_graph_renderer canvas";
/** How long a chart may take to be drawn anew, in tenths of a second. */
const PATIENCE = 80;

/** Return once what is drawn fulfils `check`; else what `told` says of it is thrown. */
async function waitForChart(check, told) {
  let chart = null;
  for (let tries = 0; tries < PATIENCE; tries++) {
    chart = Chart.getChart(document.querySelector(canvas));
    if (chart && check(chart)) {
      return;
    }
    await new Promise((drawnAgain) => setTimeout(drawnAgain, 100));
  }
  throw new Error(`Drawn: ${JSON.stringify(chart && told(chart))}`);
}
const getLines = (chart) => chart.data.datasets.map(({data}) => [...data]);
const getAxis = (chart) => chart.scales.y.ticks.map(({label}) => label);

/** Solved in time in two months, nothing in the one between: that is no zero. */
registry.category("web_tour.tours").add("complaint_graph_tour", {
  steps: () => [
    {
      content: "Complaints are counted in whole numbers",
      trigger: canvas,
      run: () =>
        waitForChart(
          (chart) =>
            getAxis(chart).length > 1 &&
            getAxis(chart).every((label) => /^\d+$/.test(label)),
          getAxis
        ),
    },
    click("What is measured", ".o_graph_view button:contains(Measures)"),
    click("A share of all", ".o-dropdown--menu .o_menu_item:contains(In time)"),
    {
      content: "A line with a gap",
      trigger: canvas,
      run: () =>
        waitForChart(
          (chart) =>
            getLines(chart).some(
              ([first, between, last, more]) =>
                first === 1 && between === null && last === 1 && more === undefined
            ),
          getLines
        ),
    },
  ],
});
