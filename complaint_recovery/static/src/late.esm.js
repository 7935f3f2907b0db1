import {RelationalModel} from "@web/model/relational_model/relational_model";
import {getBasicEvalContext, getFieldsSpec} from "@web/model/relational_model/utils";
import {toRaw} from "@odoo/owl";

const isMany = (field) => ["one2many", "many2many"].includes(field.type);

/** The names of what a form shows with the option `late` wherever it shows it. */
export function getLateNames(archInfo) {
  const nodes = Object.values(archInfo.fieldNodes);
  const late = new Set(nodes.filter((n) => n.options.late).map((n) => n.name));
  for (const node of nodes) {
    if (!node.options.late) {
      late.delete(node.name);
    }
  }
  return late;
}

/**
 * A form that is painted with what is in sight, and asks for the rest right after.
 *
 * What comes late keeps its last value when the record is read again, until the new one
 * is there; of another record it is empty that long. Nobody types into it meanwhile:
 * it is computed, or lines of a page.
 */
export class LateModel extends RelationalModel {
  setup(params, ...services) {
    super.setup(params, ...services);
    this.lateNames = params.lateNames;
    this.lateValues = {};
  }

  async _loadRecords(config, evalContext, cache) {
    if (!this._comesLate(config)) {
      return super._loadRecords(config, evalContext, cache);
    }
    const records = await super._loadRecords(
      {...config, activeFields: this._pickFields(config, false)},
      evalContext,
      cache && this._completeAnswers(config, cache)
    );
    return this._addLateValues(config, records);
  }

  /**
   * What the browser kept of an earlier visit is painted first; where the server then
   * says otherwise, its answer has what is in sight alone, and the rest is asked for anew.
   */
  _completeAnswers(config, cache) {
    return {
      ...cache,
      callback: async (records, hasChanged) => {
        await cache.callback(this._addLateValues(config, records), hasChanged);
        if (hasChanged && this.root?.resId === config.resId) {
          await this.completeRoot(this.root);
        }
      },
    };
  }

  _addLateValues(config, records) {
    const late = this._getLateValues(config);
    return records.map((values) => ({...late, ...values}));
  }

  /** Fetch what comes late, unless the record was read or saved again meanwhile. */
  async completeRoot(root) {
    if (!this._comesLate(root.config)) {
      return;
    }
    const {config, resId} = root;
    const values = toRaw(root._values);
    const [late] = await this.orm.silent.webRead(config.resModel, [resId], {
      context: {bin_size: true, ...config.context},
      specification: getFieldsSpec(
        this._pickFields(config, true),
        config.fields,
        getBasicEvalContext(config)
      ),
    });
    await this.mutex.exec(() => {
      const shown = toRaw(this.root) === toRaw(root);
      if (late && shown && toRaw(root._values) === values) {
        this.lateValues = {[resId]: late};
        root._applyValues(this._leaveTyped(root, late));
      }
    });
  }

  _comesLate(config) {
    return Boolean(config.isRoot && config.resId && this.lateNames?.size);
  }

  _pickFields({activeFields}, late) {
    return Object.fromEntries(
      Object.entries(activeFields).filter(([name]) => this.lateNames.has(name) === late)
    );
  }

  _getLateValues(config) {
    const values = {};
    for (const name of Object.keys(this._pickFields(config, true))) {
      values[name] = isMany(config.fields[name]) ? [] : false;
    }
    return {...values, ...this.lateValues[config.resId]};
  }

  /** Lines that are being written stay as they are. */
  _leaveTyped(root, late) {
    const values = {...late};
    for (const name of Object.keys(root._changes)) {
      delete values[name];
    }
    return values;
  }
}
