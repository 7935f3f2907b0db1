import {MonetaryField, monetaryField} from "@web/views/fields/monetary/monetary_field";
import {_t} from "@web/core/l10n/translation";
import {formatMonetary} from "@web/views/fields/formatters";
import {localization} from "@web/core/l10n/localization";
import {readAmount} from "./read_amount.esm";
import {registry} from "@web/core/registry";
import {useState} from "@odoo/owl";

/**
 * An amount as people type it, shown back in the reader's own way.
 *
 * Odoo's field takes "1.250,50" for 1.2505 where English is spoken. What may be two
 * amounts is refused below the field, with an example.
 */
export class ComplaintAmountField extends MonetaryField {
  static template = "complaint_recovery.Amount";

  setup() {
    super.setup();
    this.said = useState({refusal: ""});
  }

  get inputOptions() {
    const options = super.inputOptions;
    return {...options, parse: (text) => this.parse(text, options.parse)};
  }

  parse(text, calculate) {
    if (text.trim().startsWith("=")) {
      return calculate(text);
    }
    const {currency} = this;
    this.said.refusal = "";
    try {
      return readAmount(text, {
        decimalPoint: localization.decimalPoint,
        signs: currency ? [currency.symbol, currency.name] : [],
        places: currency ? currency.digits[1] : 2,
      });
    } catch (error) {
      const example = formatMonetary(1250.5, {currencyId: this.currencyId});
      this.said.refusal = error.ambiguous
        ? _t(
            "“%(text)s” can be read in two ways. Please write the amount like %(example)s.",
            {text, example}
          )
        : _t("Please write the amount like %(example)s, or leave it empty.", {example});
      throw error;
    }
  }

  onInput(ev) {
    super.onInput(ev);
    this.said.refusal = "";
  }
}

registry.category("fields").add("complaint_amount", {
  ...monetaryField,
  component: ComplaintAmountField,
  displayName: _t("Amount as people type it"),
  additionalClasses: ["o_field_monetary"],
});
