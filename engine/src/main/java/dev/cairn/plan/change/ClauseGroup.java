package dev.cairn.plan.change;

import dev.cairn.sql.ast.AlterClause;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Groups of clauses that a server was observed to accept in one statement, as one job. To the server all changes of a
 * table's schema belong together; clauses that were never observed together are sent separately.
 */
public enum ClauseGroup {
    /** Columns are added, dropped and changed, together with a new index. */
    COLUMNS,
    INDEXES,
    /** Fields of nested structs. */
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
