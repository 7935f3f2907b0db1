import {WarningDialog, odooExceptionTitleMap} from "@web/core/errors/error_dialogs";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const CONFLICT = "odoo.addons.complaint_recovery.exceptions.ComplaintConflictError";

// Nobody did anything wrong: two people worked on the same complaint.
odooExceptionTitleMap.set(CONFLICT, _t("Somebody else saved it meanwhile"));
registry.category("error_dialogs").add(CONFLICT, WarningDialog);
