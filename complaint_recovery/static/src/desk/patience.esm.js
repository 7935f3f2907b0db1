import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

/** After so many milliseconds somebody who clicked asks whether it was seen. */
const PATIENCE = 700;
const OURS = (model) => model === "helpdesk.ticket" || model?.startsWith("complaint.");

/** Run what a button does, and say that it is being done where that takes long. */
export async function sayWhenSlow(notification, run) {
  let close = () => {};
  const timer = browser.setTimeout(() => {
    close = notification.add(_t("One moment, it is being done…"), {
      type: "info",
      sticky: true,
    });
  }, PATIENCE);
  try {
    return await run();
  } finally {
    browser.clearTimeout(timer);
    close();
  }
}

/** No button of ours stays grey without a word, in whichever view it is. */
export const complaintPatienceService = {
  dependencies: ["action", "notification"],
  start(env, {action, notification}) {
    const {doActionButton} = action;
    action.doActionButton = (params, ...others) => {
      const run = () => doActionButton.call(action, params, ...others);
      return OURS(params.resModel) ? sayWhenSlow(notification, run) : run();
    };
  },
};

registry.category("services").add("complaint_patience", complaintPatienceService);
