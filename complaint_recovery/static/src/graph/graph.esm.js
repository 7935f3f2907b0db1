import {GraphModel} from "@web/views/graph/graph_model";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {graphView} from "@web/views/graph/graph_view";
import {registry} from "@web/core/registry";

/** What was not measured is a gap: an average of nothing is no zero. */
export class ComplaintGraphModel extends GraphModel {
  async _loadDataPoints(metaData) {
    const [points, currencies] = await super._loadDataPoints(metaData);
    for (const point of points) {
      if (typeof point.value !== "number") {
        point.value = null;
      }
    }
    return [points, currencies];
  }

  _getData(dataPoints, ...args) {
    const data = super._getData(dataPoints, ...args);
    const {fields, measure} = this.metaData;
    const averaged = !["sum", undefined].includes(fields[measure]?.aggregator);
    if (averaged && measure !== "__count") {
      for (const dataset of data.datasets) {
        dataset.data = dataset.data.map((value, index) =>
          dataset.domains[index].length ? value : null
        );
      }
    }
    return data;
  }
}

/** Complaints are counted in whole numbers: its axis has no "8.00". */
export class ComplaintGraphRenderer extends GraphRenderer {
  getScaleOptions() {
    const scales = super.getScaleOptions();
    const {allIntegers, fieldAttrs, measure} = this.model.metaData;
    // Odoo notes a fraction where it meets one, and nothing else.
    if (scales.y && allIntegers !== false && !fieldAttrs[measure]?.widget) {
      scales.y.ticks.precision = 0;
      scales.y.ticks.callback = (value) => this.formatValue(value);
    }
    return scales;
  }
}

registry.category("views").add("complaint_graph", {
  ...graphView,
  Model: ComplaintGraphModel,
  Renderer: ComplaintGraphRenderer,
});
