package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.AlterClause;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The kinds of operation that an ALTER TABLE can contain, with the names that the server uses when it reports a
 * conflict.
 */
public enum AlterOperation {
    ADD_ROLLUP,
    DROP_ROLLUP,
    SCHEMA_CHANGE,
    ADD_PARTITION,
    DROP_PARTITION,
    TRUNCATE_PARTITION,
    REPLACE_PARTITION,
    MODIFY_PARTITION,
    RENAME,
    MODIFY_TABLE_PROPERTY,
    MODIFY_TABLE_PROPERTY_SYNC,
    ALTER_OTHER,
    SWAP,
    COMPACT,
    ALTER_COMMENT,
    OPTIMIZE,
    ALTER_BRANCH,
    ALTER_TABLE_OPERATION,
    ALTER_AUTO_INCREMENT;

    /** The operations that servers since 4.0 still distinguish; they treat all others as ALTER_OTHER. */
    private static final Set<AlterOperation> KNOWN_TO_4 =
            EnumSet.of(ADD_ROLLUP, DROP_ROLLUP, SCHEMA_CHANGE, ADD_PARTITION, OPTIMIZE, ALTER_AUTO_INCREMENT);

    private static final Set<AlterOperation> REPEATABLE = EnumSet.of(ADD_ROLLUP, DROP_ROLLUP, SCHEMA_CHANGE);

    public static void requireCompatible(ServerProfile profile, List<AlterClause> clauses) {
        Set<AlterOperation> before = EnumSet.noneOf(AlterOperation.class);
        for (AlterClause clause : clauses) {
            AlterOperation operation = of(profile, clause);
            for (AlterOperation other : before) {
                if (other != operation || !REPEATABLE.contains(operation)) {
                    throw Refusal.analysis(clause.span(), AlterRule.OPERATIONS_CONFLICT, operation, other);
                }
            }
            before.add(operation);
        }
    }

    static AlterOperation of(ServerProfile profile, AlterClause clause) {
        AlterOperation operation = of(clause);
        return profile.atLeast(Version.V4_0) && !KNOWN_TO_4.contains(operation) ? ALTER_OTHER : operation;
    }

    static AlterOperation of(AlterClause clause) {
        if (changesSchema(clause)) {
            return SCHEMA_CHANGE;
        }
        if (clause instanceof AlterClause.AddRollup) {
            return ADD_ROLLUP;
        }
        if (clause instanceof AlterClause.DropRollup) {
            return DROP_ROLLUP;
        }
        if (clause instanceof AlterClause.Optimize) {
            return OPTIMIZE;
        }
        if (clause instanceof AlterClause.SetAutoIncrement) {
            return ALTER_AUTO_INCREMENT;
        }
        if (clause instanceof AlterClause.Verbatim verbatim) {
            return verbatim.keyword().equals("EXECUTE") ? ALTER_TABLE_OPERATION : ALTER_BRANCH;
        }
        if (clause instanceof AlterClause.SetProperties || clause instanceof AlterClause.DropPersistentIndex) {
            return MODIFY_TABLE_PROPERTY;
        }
        if (clause instanceof AlterClause.DefaultBuckets) {
            return MODIFY_TABLE_PROPERTY_SYNC;
        }
        if (clause instanceof AlterClause.SetComment) {
            return ALTER_COMMENT;
        }
        if (clause instanceof AlterClause.Swap) {
            return SWAP;
        }
        if (clause instanceof AlterClause.Compact) {
            return COMPACT;
        }
        if (clause instanceof AlterClause.RenameTable
                || clause instanceof AlterClause.RenameColumn
                || clause instanceof AlterClause.RenameRollup
                || clause instanceof AlterClause.RenamePartition) {
            return RENAME;
        }
        if (clause instanceof AlterClause.AddPartition) {
            return ADD_PARTITION;
        }
        if (clause instanceof AlterClause.DropPartitions) {
            return DROP_PARTITION;
        }
        if (clause instanceof AlterClause.TruncatePartitions) {
            return TRUNCATE_PARTITION;
        }
        if (clause instanceof AlterClause.ReplacePartitions) {
            return REPLACE_PARTITION;
        }
        if (clause instanceof AlterClause.ModifyPartitions) {
            return MODIFY_PARTITION;
        }
        return ALTER_OTHER;
    }

    public static boolean changesSchema(AlterClause clause) {
        return clause instanceof AlterClause.AddColumn
                || clause instanceof AlterClause.AddColumns
                || clause instanceof AlterClause.DropColumn
                || clause instanceof AlterClause.ModifyColumn
                || clause instanceof AlterClause.ModifyColumnComment
                || clause instanceof AlterClause.Reorder
                || clause instanceof AlterClause.AddField
                || clause instanceof AlterClause.DropField
                || clause instanceof AlterClause.AddIndex
                || clause instanceof AlterClause.DropIndex;
    }
}
