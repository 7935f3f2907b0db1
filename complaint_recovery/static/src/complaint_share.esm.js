import {formatPercentage} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";

/** A share of nothing is no zero: where nobody was asked, the cell stays empty. */
export function formatComplaintShare(value, options) {
  return typeof value === "number" ? formatPercentage(value, options) : "";
}
formatComplaintShare.extractOptions = formatPercentage.extractOptions;

registry.category("formatters").add("complaint_share", formatComplaintShare);
