package dev.cairn.engine.materialized;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CancelRefresh;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.DropMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.time.DateTimeException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Applies the statements about materialized views. Passes each change of a view to the class for this change, after
 * deciding whether the view is asynchronous or a rollup of a table.
 */
public record MaterializedViewDdl(ServerState server) {
    public StatementResult create(CreateMaterializedView statement) {
        return statement.isSynchronous()
                ? SynchronousViewCreator.create(server, statement)
                : MaterializedViewCreator.create(server, statement);
    }

    public StatementResult drop(DropMaterializedView statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        Database database = resolvedName.requireDatabaseAtExecution(server);
        Optional<MaterializedView> view = database.findMaterializedView(resolvedName.tableName());
        if (view.isPresent()) {
            return server.createResult(DependentMaterializedViews.of(
                            server.catalog().withDatabase(database.withoutMaterializedView(view.get())))
                    .detachReaders(database.name(), resolvedName.tableName()));
        }
        return dropSynchronous(statement, resolvedName, database);
    }

    /**
     * Drops a synchronous view, which is a rollup of a table. The server counts the table itself as one of its rollups,
     * so it refuses the name of a table with another error.
     */
    private StatementResult dropSynchronous(
            DropMaterializedView statement, ResolvedTableName resolvedName, Database database) {
        for (Table table : database.tables().values()) {
            boolean hasRollup = table.findRollup(resolvedName.tableName()).isPresent();
            if (hasRollup || table.name().equals(resolvedName.tableName())) {
                AlterTableContext.requireIdle(table, resolvedName.span());
                if (!hasRollup) {
                    throw Refusal.ofExecution(resolvedName.span(), MaterializedViewRule.BASE_INDEX_DROPPED);
                }
                List<Rollup> remainingRollups = table.rollups().stream()
                        .filter(rollup -> !rollup.name().equals(resolvedName.tableName()))
                        .toList();
                return server.createResult(database.withTable(table.withRollups(remainingRollups)));
            }
        }
        if (statement.ifExists()) {
            return server.unchangedResult();
        }
        throw Refusal.ofExecution(
                resolvedName.span(), CommonRule.NOT_FOUND, RuleSubject.MATERIALIZED_VIEW, resolvedName.tableName());
    }

    /** Checks REFRESH, which changes rows, but not the catalog. */
    public StatementResult refresh(RefreshMaterializedView statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        Database database = resolvedName
                .findDatabase(server)
                .orElseThrow(() -> createRefusal(
                        resolvedName, CommonRule.NOT_FOUND, RuleSubject.DATABASE, resolvedName.databaseName()));
        if (!database.hasObject(resolvedName.tableName())) {
            throw createRefusal(
                    resolvedName, CommonRule.NOT_FOUND, RuleSubject.MATERIALIZED_VIEW, resolvedName.tableName());
        }
        MaterializedView view = database.findMaterializedView(resolvedName.tableName())
                .orElseThrow(() -> createRefusal(
                        resolvedName,
                        CommonRule.WRONG_KIND,
                        resolvedName.tableName(),
                        "an asynchronous materialized view"));
        if (MaterializedView.MANUAL_DEACTIVATION_REASON.equals(view.inactiveReason())) {
            throw createRefusal(resolvedName, MaterializedViewRule.REFRESHED_VIEW_INACTIVE, view.name(), view.name());
        }
        checkPartitions(statement, resolvedName, view);
        return server.unchangedResult();
    }

    /**
     * Checks the partitions that REFRESH selects: a range selects partitions of a view with ranges, and values select
     * partitions of a view with lists.
     */
    private static void checkPartitions(
            RefreshMaterializedView statement, ResolvedTableName resolvedName, MaterializedView view) {
        boolean selectsRange = statement.partitions().start() != null;
        if (!selectsRange && statement.partitions().values().isEmpty()) {
            return;
        }
        if (view.partitioningKind() == PartitioningKind.UNPARTITIONED) {
            throw createRefusal(resolvedName, CommonRule.REQUIREMENT_MISSING, "REFRESH of partitions", "partitions");
        }
        if (selectsRange && view.partitioningKind() != PartitioningKind.RANGE) {
            throw createRefusal(resolvedName, CommonRule.REQUIREMENT_MISSING, "REFRESH of a range", "range partitions");
        }
        if (!selectsRange && view.partitioningKind() != PartitioningKind.LIST) {
            throw createRefusal(resolvedName, CommonRule.REQUIREMENT_MISSING, "REFRESH of a list", "list partitions");
        }
        if (selectsRange) {
            checkRange(statement, view);
        }
    }

    /**
     * Requires that the bounds have the type of the partitions and enclose a non-empty range. A string column is
     * partitioned by the dates in its values. Accepts any bounds if the type is unknown.
     */
    private static void checkRange(RefreshMaterializedView statement, MaterializedView view) {
        String start = Objects.requireNonNull(statement.partitions().start());
        String end = Objects.requireNonNull(statement.partitions().end());
        Type type = view.partitionBy().get(0).collectReferenceNames().stream()
                .flatMap(columnName -> view.findColumn(columnName).stream())
                .findFirst()
                .map(ViewColumn::type)
                .orElse(null);
        if (type == null) {
            return;
        }
        boolean hasIntegerBounds = PrimitiveType.of(type).isInteger();
        boolean isEmptyRange;
        try {
            isEmptyRange = hasIntegerBounds
                    ? Long.parseLong(start) >= Long.parseLong(end)
                    : !ServerDateFormat.parseByLength(start).isBefore(ServerDateFormat.parseByLength(end));
        } catch (NumberFormatException | DateTimeException failure) {
            throw Refusal.ofAnalysis(
                    statement.span(),
                    MaterializedViewRule.REFRESHED_RANGE_INVALID,
                    hasIntegerBounds ? "number" : "date");
        }
        if (isEmptyRange) {
            throw Refusal.ofAnalysis(
                    statement.span(),
                    hasIntegerBounds
                            ? MaterializedViewRule.REFRESHED_NUMBERS_EMPTY
                            : MaterializedViewRule.REFRESHED_DATES_EMPTY);
        }
    }

    private static Refusal createRefusal(ResolvedTableName resolvedName, RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysisAt(resolvedName.span(), resolvedName.span(), rule, arguments);
    }

    /** Requires that the view exists; the running refresh is not part of the catalog. */
    public StatementResult cancelRefresh(CancelRefresh statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        Database database = resolvedName.requireDatabaseAtExecution(server);
        if (database.findMaterializedView(resolvedName.tableName()).isEmpty()) {
            throw Refusal.ofExecution(
                    resolvedName.span(), CommonRule.NOT_FOUND, RuleSubject.MATERIALIZED_VIEW, resolvedName.tableName());
        }
        return server.unchangedResult();
    }

    public StatementResult alter(AlterMaterializedView statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        MaterializedView view = requireAsynchronousView(resolvedName);
        Database database = resolvedName.requireDatabase(server);
        MaterializedViewChange change = statement.change();
        AlterMaterializedViewDdl modification = new AlterMaterializedViewDdl(server, database, view, statement);
        if (change instanceof MaterializedViewChange.SetRefresh refreshChange) {
            return modification.changeRefresh(refreshChange);
        }
        if (change instanceof MaterializedViewChange.RenameView rename) {
            return modification.rename(rename);
        }
        if (change instanceof MaterializedViewChange.SwapView swap) {
            return modification.swap(swap);
        }
        if (change instanceof MaterializedViewChange.SetViewProperties propertyChange) {
            StoredProperties newProperties = MaterializedViewPropertyDdl.alter(
                    server, database.name(), view, propertyChange.properties(), statement.span());
            return server.createResult(database.withMaterializedView(
                    ColocationRules.withInferredBuckets(server.profile(), view.withProperties(newProperties))));
        }
        if (change instanceof MaterializedViewChange.Activate) {
            return MaterializedViewActivator.activate(server, database, view, statement.span());
        }
        if (change instanceof MaterializedViewChange.Deactivate) {
            return modification.deactivate();
        }
        return change instanceof MaterializedViewChange.AddViewColumn columnAddition
                ? MaterializedViewColumnDdl.add(server, database, view, columnAddition)
                : MaterializedViewColumnDdl.drop(
                        server, database, view, ((MaterializedViewChange.DropViewColumn) change).name());
    }

    private MaterializedView requireAsynchronousView(ResolvedTableName resolvedName) {
        Optional<Database> database = resolvedName.findDatabase(server);
        if (database.filter(existingDatabase -> existingDatabase.hasObject(resolvedName.tableName()))
                .isEmpty()) {
            boolean usesSimpleName = server.profile().isAtLeast(Version.V4_0);
            String nameInMessage = usesSimpleName ? resolvedName.tableName() : resolvedName.databaseAndTableName();
            throw Refusal.ofAnalysis(
                    resolvedName.span(), CommonRule.NOT_FOUND, RuleSubject.MATERIALIZED_VIEW, nameInMessage);
        }
        return database.flatMap(existingDatabase -> existingDatabase.findMaterializedView(resolvedName.tableName()))
                .orElseThrow(() -> createRefusal(
                        resolvedName,
                        CommonRule.WRONG_KIND,
                        resolvedName.tableName(),
                        "an asynchronous materialized view"));
    }
}
