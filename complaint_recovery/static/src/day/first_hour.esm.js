import {Component, onWillStart, status, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

const MODEL = "complaint.first.hour";

/**
 * What is set up after the installation: each line sees by itself whether it is done.
 *
 * Nothing is asked for, and nobody but those who set it up loads it.
 */
export class FirstHour extends Component {
  static template = "complaint_recovery.FirstHour";
  static props = {unfolded: Boolean};

  setup() {
    this.orm = useService("orm");
    this.action = useService("action");
    this.state = useState({lines: [], done: 0});
    onWillStart(() => this.fetch());
  }

  get heading() {
    return _t("The first hour: %(done)s of %(of)s", {
      done: this.state.done,
      of: this.state.lines.length,
    });
  }

  label(line) {
    return line.done ? _t("Done") : _t("Not done yet");
  }

  async fetch() {
    if (status(this) === "destroyed") {
      return; // A dialog closes when one goes elsewhere, too.
    }
    Object.assign(
      this.state,
      await this.orm.silent.call(MODEL, "retrieve_first_hour", [])
    );
  }

  async run(method, ...args) {
    const answer = await this.orm.call(MODEL, method, args);
    if (answer && typeof answer === "object") {
      await this.action.doAction(answer, {onClose: () => this.fetch()});
    }
    await this.fetch();
  }
}
