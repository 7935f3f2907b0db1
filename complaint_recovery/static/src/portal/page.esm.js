import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/** The page of a complaint: it is printed, and a link opens what it leads to. */
export class ComplaintPage extends Interaction {
  static selector = ".o_complaint_page";
  dynamicContent = {
    ".o_complaint_print": {"t-on-click": () => window.print()},
    "[data-complaint-opens]": {"t-on-click": this.open},
  };

  open(event) {
    const folded = document.getElementById(event.currentTarget.dataset.complaintOpens);
    if (!folded) {
      return;
    }
    event.preventDefault();
    folded.open = true;
    folded.scrollIntoView({block: "center"});
    folded.querySelector("textarea")?.focus({preventScroll: true});
  }
}

registry
  .category("public.interactions")
  .add("complaint_recovery.complaint_page", ComplaintPage);
