package dev.cairn.plan.change;

import dev.cairn.sql.ast.AlterClause;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Clauses that a server was seen to take in one statement, as one job. To the server all changes of a table's schema go
 * together; what was never seen together is sent apart.
 */
public enum ClauseGroup {
    /** Columns come and go and change; with a new index. */
    COLUMNS,
    INDEXES,
    /** Of structs inside of one another. */
    FIELDS,
    ADDED_ROLLUPS,
    DROPPED_ROLLUPS;

    public static boolean together(Collection<AlterClause> clauses) {
        Set<ClauseGroup> common = EnumSet.allOf(ClauseGroup.class);
        for (AlterClause clause : clauses) {
            common.retainAll(of(clause));
        }
        return clauses.size() == 1 || !common.isEmpty();
    }

    private static Set<ClauseGroup> of(AlterClause clause) {
        if (clause instanceof AlterClause.AddColumn
                || clause instanceof AlterClause.DropColumn
                || clause instanceof AlterClause.ModifyColumn) {
            return EnumSet.of(COLUMNS);
        }
        if (clause instanceof AlterClause.AddIndex) {
            return EnumSet.of(COLUMNS, INDEXES);
        }
        if (clause instanceof AlterClause.DropIndex) {
            return EnumSet.of(INDEXES);
        }
        if (clause instanceof AlterClause.AddField || clause instanceof AlterClause.DropField) {
            return EnumSet.of(FIELDS);
        }
        if (clause instanceof AlterClause.AddRollup) {
            return EnumSet.of(ADDED_ROLLUPS);
        }
        return clause instanceof AlterClause.DropRollup
                ? EnumSet.of(DROPPED_ROLLUPS)
                : EnumSet.noneOf(ClauseGroup.class);
    }
}
