import {browser} from "@web/core/browser/browser";
import {onWillUnmount} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

const CHANGED = "complaint_recovery.changed";

/**
 * Hear of complaints that were changed while the component is on the screen.
 *
 * `hear` gets their ids, and returns what to do about it, if anything. That is done once
 * for many changes, `delay` milliseconds after the last of them.
 */
export function useChanged(delay, hear) {
  const bus = useService("bus_service");
  let waiting = 0;
  const listen = ({ids}) => {
    const react = hear(ids);
    if (react) {
      browser.clearTimeout(waiting);
      waiting = browser.setTimeout(react, delay);
    }
  };
  bus.subscribe(CHANGED, listen);
  onWillUnmount(() => {
    bus.unsubscribe(CHANGED, listen);
    browser.clearTimeout(waiting);
  });
}
