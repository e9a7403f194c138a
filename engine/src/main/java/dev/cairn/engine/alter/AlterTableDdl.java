package dev.cairn.engine.alter;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.sql.ast.Statement.CreateIndex;
import dev.cairn.sql.ast.Statement.DropIndex;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies ALTER TABLE. The clauses are first checked for conflicts with one another, then each clause is checked
 * against the table, then the table must have no running job. Only after these checks are the clauses carried out,
 * and their combined result can still be refused.
 */
public record AlterTableDdl(ServerState server, ResolvedTableName resolvedName) {
    public static StatementResult apply(ServerState server, AlterTable statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.table());
        Operation.requireCompatible(server.profile(), statement.clauses());
        return new AlterTableDdl(server, resolvedName).apply(statement.clauses());
    }

    /** Applies CREATE INDEX, which is an ALTER TABLE that adds an index. */
    public static StatementResult apply(ServerState server, CreateIndex statement) {
        AlterClause clause = new AlterClause.AddIndex(statement.index(), statement.span());
        return apply(server, new AlterTable(statement.table(), List.of(clause), statement.span()));
    }

    /** Applies DROP INDEX, which is an ALTER TABLE that drops an index. */
    public static StatementResult apply(ServerState server, DropIndex statement) {
        AlterClause clause = new AlterClause.DropIndex(statement.index(), statement.span());
        return apply(server, new AlterTable(statement.table(), List.of(clause), statement.span()));
    }

    private StatementResult apply(List<AlterClause> clauses) {
        Optional<Database> database = resolvedName.findDatabase(server);
        if (database.isPresent()
                && database.get().findTable(resolvedName.tableName()).isEmpty()) {
            if (database.get().findView(resolvedName.tableName()).isPresent()) {
                throw Refusal.ofAnalysis(
                        resolvedName.span(),
                        AlterRule.NOT_ALTERABLE,
                        "the view " + resolvedName.databaseAndTableName());
            }
            if (database.get().findSystemTable(resolvedName.tableName()).isPresent()) {
                throw Refusal.ofAnalysis(
                        resolvedName.span(),
                        AlterRule.NOT_ALTERABLE,
                        "the system's table " + resolvedName.databaseAndTableName());
            }
            Optional<MaterializedView> materializedView = database.get().findMaterializedView(resolvedName.tableName());
            if (materializedView.isPresent()) {
                return server.createResult(
                        database.get().withMaterializedView(alterMaterializedView(materializedView.get(), clauses)),
                        ChangeCost.IMMEDIATE);
            }
        }
        Table table = resolvedName.requireTable(server);
        if (table.isTemporary()) {
            throw Refusal.ofAnalysis(resolvedName.span(), AlterRule.NOT_ALTERABLE, "a temporary table");
        }
        AlterTableContext context = new AlterTableContext(server, resolvedName.requireDatabase(server), table);
        clauses.forEach(clause -> AlterClauseKind.of(clause).check(context, clause));
        AlterTableContext.requireIdle(table, resolvedName.span());
        return AlterClauseKind.of(clauses.get(0)).apply(context, clauses);
    }

    /**
     * Returns the view after the clauses. ALTER TABLE changes only the indexes and bloom filters of a materialized
     * view.
     */
    private MaterializedView alterMaterializedView(MaterializedView materializedView, List<AlterClause> clauses) {
        MaterializedView alteredView = materializedView;
        for (AlterClause clause : clauses) {
            alteredView = AlterClauseKind.of(clause)
                    .applyToView(server, alteredView, clause)
                    .orElseThrow(() -> Refusal.ofAnalysisAt(
                            resolvedName.span(),
                            resolvedName.span(),
                            AlterRule.NOT_ALTERABLE,
                            "the materialized view " + materializedView.name()
                                    + ", which ALTER MATERIALIZED VIEW alters"));
        }
        return alteredView;
    }

    /**
     * The kinds of operation that an ALTER TABLE can contain, with the names that the server uses when it reports a
     * conflict.
     */
    enum Operation {
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
        private static final Set<Operation> DISTINGUISHED_SINCE_4_0 =
                EnumSet.of(ADD_ROLLUP, DROP_ROLLUP, SCHEMA_CHANGE, ADD_PARTITION, OPTIMIZE, ALTER_AUTO_INCREMENT);

        /** The operations that one statement may contain several times. */
        private static final Set<Operation> COMBINABLE_OPERATIONS = EnumSet.of(ADD_ROLLUP, DROP_ROLLUP, SCHEMA_CHANGE);

        /**
         * Requires that several clauses have the same operation, and that one statement may contain this operation
         * several times.
         */
        static void requireCompatible(ServerProfile profile, List<AlterClause> clauses) {
            Set<Operation> earlierOperations = EnumSet.noneOf(Operation.class);
            for (AlterClause clause : clauses) {
                Operation operation = of(profile, clause);
                for (Operation earlierOperation : earlierOperations) {
                    if (earlierOperation != operation || !COMBINABLE_OPERATIONS.contains(operation)) {
                        throw Refusal.ofAnalysis(
                                clause.span(), AlterRule.OPERATIONS_CONFLICT, operation, earlierOperation);
                    }
                }
                earlierOperations.add(operation);
            }
        }

        private static Operation of(ServerProfile profile, AlterClause clause) {
            Operation operation = AlterClauseKind.of(clause).operation(clause);
            return profile.isAtLeast(Version.V4_0) && !DISTINGUISHED_SINCE_4_0.contains(operation)
                    ? ALTER_OTHER
                    : operation;
        }
    }
}
