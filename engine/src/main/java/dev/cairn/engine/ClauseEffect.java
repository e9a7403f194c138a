package dev.cairn.engine;

import dev.cairn.sql.AlterClause;

/** What a clause that stands alone does. */
final class ClauseEffect {
    private ClauseEffect() {}

    static Applied apply(Alteration alteration, AlterClause clause) {
        if (clause instanceof AlterClause.RenameTable rename) {
            return Renaming.rename(alteration, rename);
        }
        if (clause instanceof AlterClause.RenameColumn rename) {
            return Renaming.rename(alteration, rename);
        }
        if (clause instanceof AlterClause.RenameRollup rename) {
            return Renaming.rename(alteration, rename);
        }
        if (clause instanceof AlterClause.Swap swap) {
            return Renaming.swap(alteration, swap);
        }
        if (clause instanceof AlterClause.SetComment set) {
            return alteration.to(alteration.table().withComment(set.comment()));
        }
        return alteration.unchanged();
    }
}
