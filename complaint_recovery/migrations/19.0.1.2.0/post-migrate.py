"""Severities have a grade: what ours always meant, and others by their place.

A severity of somebody's own gets the grade of the one of ours that comes last before it
in the order, else of the mildest: as triage, which counted places, took it so far.
"""


def migrate(cr, version):
    cr.execute(
        """
        WITH ours AS (
            SELECT severity.id, severity.sequence,
                   replace(data.name, 'complaint_severity_', '') AS grade
              FROM complaint_severity severity
              JOIN ir_model_data data
                ON data.model = 'complaint.severity' AND data.res_id = severity.id
             WHERE data.module = 'complaint_recovery'
               AND data.name IN ('complaint_severity_minor',
                   'complaint_severity_normal', 'complaint_severity_major',
                   'complaint_severity_critical')
        )
        UPDATE complaint_severity severity
           SET grade = COALESCE(
                   (SELECT grade FROM ours WHERE ours.id = severity.id),
                   (SELECT grade FROM ours WHERE ours.sequence <= severity.sequence
                     ORDER BY ours.sequence DESC LIMIT 1),
                   'minor')
        """
    )
