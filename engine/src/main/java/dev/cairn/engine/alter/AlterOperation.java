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
enum AlterOperation {
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

    static void requireCompatible(ServerProfile profile, List<AlterClause> clauses) {
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

    private static AlterOperation of(ServerProfile profile, AlterClause clause) {
        AlterOperation operation = ClauseKind.of(clause).operation(clause);
        return profile.atLeast(Version.V4_0) && !KNOWN_TO_4.contains(operation) ? ALTER_OTHER : operation;
    }
}
