import {GraphModel} from "@web/views/graph/graph_model";
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

registry.category("views").add("complaint_graph", {
  ...graphView,
  Model: ComplaintGraphModel,
});
