/**
 * Screen → page of the manual: by the tag or the model of its action.
 *
 * tests/test_manual.py looks each of them up in docs/.
 */
export const MANUAL = {
  complaint_day: "handlers#handlers-day",
  "complaint.apology": "handlers#handlers-way",
  "complaint.apology.template": "settings#settings-causes",
  "complaint.authority": "settings#settings-limits",
  "complaint.cause": "settings#settings-causes",
  "complaint.corrective.action": "managers#managers-month",
  "complaint.deadline": "handlers#handlers-record",
  "complaint.escalation": "leaders#leaders-decide",
  "complaint.escalation.rule": "settings#settings-rules",
  "complaint.group": "leaders#leaders-groups",
  "complaint.history": "sales#sales-see",
  "complaint.interaction": "handlers#handlers-record",
  "complaint.remedy": "handlers#handlers-offer",
  "complaint.remedy.type": "settings#settings-remedy-types",
  "complaint.report": "managers#managers-month",
  "complaint.review": "managers#managers-month",
  "complaint.severity": "settings#settings-severities",
  "complaint.stage": "settings#settings-stages",
  "complaint.watchlist.entry": "managers#managers-week",
  "helpdesk.ticket": "handlers#handlers-way",
  "helpdesk.ticket.team": "managers#managers-day",
  "mail.template": "settings#settings-words",
  "res.partner": "sales#sales-see",
};

/** The address of the page for ``action``; the first page where there is none. */
export function findPage(action) {
  const page = MANUAL[action?.tag] || MANUAL[action?.res_model] || "index";
  return `/complaint/manual/${page}`;
}
