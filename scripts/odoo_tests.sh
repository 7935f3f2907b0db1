#!/bin/sh
# Odoo's own tests, without and with ours; prints what fails with ours alone, which must
# be nothing. About two hours for all of them; the largest may be named one by one.
#
#     sh scripts/odoo_tests.sh [MODULE ...]
#
# See scripts/suites.sh for what may be set. Some fail without ours as well: the
# packages' versions, or addons that were not made to stand beside one another.
set -e
. scripts/suites.sh
installed=sale_management,crm,sale_crm,base_automation,privacy_lookup,contacts
installed=$installed,portal_rating,phone_validation,auth_signup,digest,sms
installed=$installed,test_mail,test_mail_full,test_mail_sms,test_resource
installed=$installed,test_base_automation,test_import_export,test_read_group
runs="test_mail test_mail_full,test_mail_sms,mail base,web,base_import"
runs="$runs portal,portal_rating,rating,resource,test_resource,calendar"
runs="$runs base_automation,test_base_automation,test_import_export,test_read_group"
runs="$runs sales_team,crm,sale,sale_management,sale_crm"
runs="$runs auth_signup,contacts,digest,phone_validation,privacy_lookup,sms"
[ $# = 0 ] || runs=$*
suites odoo . "$installed" "$runs"
