/* global Chart */
import {click} from "./steps.esm";
import {registry} from "@web/core/registry";

const canvas = ".o_graph_renderer canvas";
/** How long a chart may take to be drawn anew, in tenths of a second. */
const PATIENCE = 100;

/** Solved in time in two months, nothing in the one between: that is no zero. */
registry.category("web_tour.tours").add("complaint_graph_tour", {
  steps: () => [
    click("What is measured", ".o_graph_view button:contains(Measures)"),
    click("A share of all", ".o-dropdown--menu .o_menu_item:contains(In time)"),
    {
      content: "A line with a gap",
      trigger: canvas,
      async run() {
        let drawn = [];
        for (let tries = 0; tries < PATIENCE; tries++) {
          const chart = Chart.getChart(document.querySelector(canvas));
          drawn = (chart?.data.datasets || []).map(({data}) => [...data]);
          const [first, between, last] = drawn.find((line) => line.length === 3) || [];
          if (first === 1 && between === null && last === 1) {
            return;
          }
          await new Promise((drawnAgain) => setTimeout(drawnAgain, 100));
        }
        throw new Error(`Drawn: ${JSON.stringify(drawn)}`);
      },
    },
  ],
});
