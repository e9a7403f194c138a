package dev.cairn.engine;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.AlterClause;

/** Each clause held against the table as it is: what the server calls analysis. */
final class ClauseCheck {
    private ClauseCheck() {}

    static void check(Alteration alteration, AlterClause clause) {
        if (AlterOperation.changesSchema(clause) || clause instanceof AlterClause.RenameColumn) {
            ColumnClauses.check(alteration, clause);
        } else if (clause instanceof AlterClause.RenameTable rename) {
            Renaming.check(alteration, rename);
        } else if (clause instanceof AlterClause.RenameRollup rename) {
            Names.checkTable(rename.to().text(), rename.to().span());
        } else if (clause instanceof AlterClause.AddRollup add) {
            AlteredRollups.check(add);
        } else if (clause instanceof AlterClause.SetAutoIncrement set && set.value() <= 0) {
            throw Refusal.analysis(set.span(), "AUTO_INCREMENT value must be positive");
        }
    }
}
