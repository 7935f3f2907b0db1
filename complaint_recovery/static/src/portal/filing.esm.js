import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const MEGABYTE = 1024 * 1024;

/**
 * Says what is wrong with the files before they are sent: a phone would upload for
 * minutes first. And the form is sent once, however often the button is tapped.
 */
export class ComplaintForm extends Interaction {
  static selector = ".o_complaint_form";
  dynamicContent = {
    "input[type=file]": {"t-on-change": this.judge},
    _root: {"t-on-submit": this.onSubmit},
  };

  start() {
    // Whoever does not see it hears at once that nothing was sent.
    document.querySelector("#complaint_errors")?.focus();
  }

  judge() {
    const wrong = this.findWrong();
    this.el.querySelector(".o_complaint_wrong").textContent = wrong;
    return !wrong;
  }

  findWrong() {
    const {maxCount, maxFile, maxTotal} = this.el.dataset;
    const files = [...this.el.querySelector("input[type=file]").files];
    if (files.length > maxCount) {
      return _t("Please send at most %s files at once.", maxCount);
    }
    const large = files.find((file) => file.size > maxFile * MEGABYTE);
    if (large) {
      return _t("%(name)s is too large: a file may have up to %(size)s MB.", {
        name: large.name,
        size: maxFile,
      });
    }
    const total = files.reduce((sum, file) => sum + file.size, 0);
    if (total > maxTotal * MEGABYTE) {
      return _t(
        "Together the files are too large: please send at most %s MB at once.",
        maxTotal
      );
    }
    return "";
  }

  onSubmit(event) {
    if (!this.judge()) {
      event.preventDefault();
      this.el.querySelector("input[type=file]").focus();
      return;
    }
    this.el.querySelector("button[type=submit]").disabled = true;
  }
}

registry
  .category("public.interactions")
  .add("complaint_recovery.complaint_form", ComplaintForm);
