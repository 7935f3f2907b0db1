import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const formatters = registry.category("formatters");

/**
 * One cell of a list that is read in whole: a field, and below it others by their names.
 *
 * `options="{'below': ['name', …]}"`; those without a value are left out. The view has
 * them as well, invisible.
 */
export class ComplaintStackField extends Component {
  static template = "complaint_recovery.Stack";
  static props = {...standardFieldProps, below: {type: Array, optional: true}};

  get text() {
    return this.format(this.props.name);
  }

  get below() {
    const {record, below = []} = this.props;
    return below
      .filter((name) => record.data[name])
      .map((name) => ({
        name,
        label: record.fields[name].string,
        text: this.format(name),
      }));
  }

  format(name) {
    const {data, fields} = this.props.record;
    const format = formatters.get(fields[name].type, (value) => value);
    return format(data[name], {data, field: fields[name]});
  }
}

registry.category("fields").add("complaint_stack", {
  component: ComplaintStackField,
  displayName: _t("Several fields in one cell"),
  supportedTypes: ["char", "text"],
  extractProps: ({options}) => ({below: options.below}),
});
