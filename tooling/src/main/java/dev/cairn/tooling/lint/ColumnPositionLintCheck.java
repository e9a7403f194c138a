package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.RowOriginTracker;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what depends on the number or the order of a table's columns: {@code *}, and INSERT without names of columns.
 * Such statements break or change their meaning when a migration adds or moves a column.
 */
final class ColumnPositionLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            migration.visitStatements(
                    input.profile(),
                    (lintedStatement, rowOrigins) -> checkInsertByPosition(lintedStatement, rowOrigins, findings));
            checkShiftedPositions(migration, input, findings);
        }
        input.catalog()
                .findDatabase(input.database())
                .ifPresent(database -> checkSelectStars(database, input, findings));
        for (QueryListing listing : input.queries()) {
            for (CheckedQuery query : listing.queries()) {
                findPositionalInsert(query)
                        .ifPresent(insert -> findings.add(
                                LintRule.INSERT_BY_POSITION,
                                new LintSubject.QueryMethod(listing.interfaceName(), query.name(), query.sql()),
                                "the statement assigns values to the columns of " + insert.target()
                                        + " by their positions, and fails once the table has another column"));
            }
        }
    }

    private static void checkInsertByPosition(
            LintedStatement lintedStatement, RowOriginTracker rowOrigins, LintFindings findings) {
        Optional<DmlStatement.Insert> insert =
                lintedStatement.findDml().flatMap(ColumnPositionLintCheck::findPositionalInsert);
        if (insert.isEmpty()) {
            return;
        }
        ObjectName name = lintedStatement.resolveObjectName(insert.get().target());
        boolean isKnownTable = lintedStatement
                .catalogBefore()
                .findTable(name.database(), name.name())
                .isPresent();
        // A table that the migration created has the columns that the migration declares.
        if (isKnownTable && rowOrigins.findOrigin(name).isPresent()) {
            findings.add(
                    LintRule.INSERT_BY_POSITION,
                    lintedStatement.subject(),
                    insert.get().target().span(),
                    "the statement assigns values to the columns of " + name.name() + " by their positions");
        }
    }

    private static Optional<DmlStatement.Insert> findPositionalInsert(DmlStatement dmlStatement) {
        return dmlStatement instanceof DmlStatement.Insert insert
                        && insert.columns().isEmpty()
                        && !insert.isByName()
                        && !insert.hasPseudoTable()
                ? Optional.of(insert)
                : Optional.empty();
    }

    private static Optional<DmlStatement.Insert> findPositionalInsert(CheckedQuery query) {
        try {
            return Sql.parse(query.sample()) instanceof Statement.OpaqueStatement opaqueStatement
                            && opaqueStatement.changesRows()
                    ? findPositionalInsert(Sql.parseDml(opaqueStatement))
                    : Optional.empty();
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    private static void checkShiftedPositions(LintedMigration migration, LintInput input, LintFindings findings) {
        for (ObjectName name : ObjectName.findChangedNames(migration.catalogBefore(), migration.catalogAfter())) {
            List<Column> columnsBefore = findWritableColumns(migration.catalogBefore(), name);
            List<Column> columnsAfter = findWritableColumns(migration.catalogAfter(), name);
            // With another number of columns, the server refuses the statements.
            if (columnsBefore.size() != columnsAfter.size() || !hasShiftedColumn(columnsBefore, columnsAfter)) {
                continue;
            }
            List<String> writerNames = new ArrayList<>(findWriterNames(name, "", input.queries()));
            writerNames.addAll(findWriterNames(name, " of the previous release", migration.previousReleaseQueries()));
            if (!writerNames.isEmpty()) {
                findings.add(
                        LintRule.SHIFTS_POSITIONS,
                        findShiftingStatement(migration, name).subject(),
                        "columns of " + name.name() + " get other positions, by which " + String.join(", ", writerNames)
                                + " " + (writerNames.size() == 1 ? "assigns" : "assign") + " values");
            }
        }
    }

    /** Returns the columns to which an INSERT without names assigns values. */
    private static List<Column> findWritableColumns(Catalog catalog, ObjectName name) {
        return catalog.findTable(name.database(), name.name()).stream()
                .flatMap(table -> table.writableColumns().stream())
                .toList();
    }

    /** Returns whether a column that remains is at another position. */
    private static boolean hasShiftedColumn(List<Column> columnsBefore, List<Column> columnsAfter) {
        List<String> idsBefore = columnsBefore.stream().map(Column::id).toList();
        List<String> idsAfter = columnsAfter.stream().map(Column::id).toList();
        for (int i = 0; i < idsAfter.size(); i++) {
            if (idsBefore.contains(idsAfter.get(i)) && idsBefore.indexOf(idsAfter.get(i)) != i) {
                return true;
            }
        }
        return false;
    }

    /** Returns the last statement that shifts columns of a table. */
    private static LintedStatement findShiftingStatement(LintedMigration migration, ObjectName name) {
        LintedStatement lastShiftingStatement = migration.statements().get(0);
        for (LintedStatement lintedStatement : migration.statements()) {
            List<Column> columnsBefore = findWritableColumns(lintedStatement.catalogBefore(), name);
            if (!columnsBefore.isEmpty()
                    && hasShiftedColumn(columnsBefore, findWritableColumns(lintedStatement.catalogAfter(), name))) {
                lastShiftingStatement = lintedStatement;
            }
        }
        return lastShiftingStatement;
    }

    private static List<String> findWriterNames(
            ObjectName tableName, String releaseSuffix, List<QueryListing> listings) {
        List<String> writerNames = new ArrayList<>();
        for (QueryListing listing : listings) {
            Session session = new Session(listing.schemaName());
            for (CheckedQuery query : listing.queries()) {
                if (findPositionalInsert(query)
                        .filter(insert ->
                                ObjectName.resolve(insert.target(), session).equals(tableName))
                        .isPresent()) {
                    writerNames.add(query.name() + releaseSuffix);
                }
            }
        }
        return writerNames;
    }

    private static void checkSelectStars(Database database, LintInput input, LintFindings findings) {
        for (View view : database.views().values()) {
            SelectStarFinder.findIn(input.profile(), input.catalog(), view.definition())
                    .ifPresent(relation -> addSelectStarFinding(database, view.name(), "view", relation, findings));
        }
        for (MaterializedView view : database.materializedViews().values()) {
            SelectStarFinder.findIn(input.profile(), input.catalog(), view.definition())
                    .ifPresent(relation ->
                            addSelectStarFinding(database, view.name(), "materialized view", relation, findings));
        }
    }

    private static void addSelectStarFinding(
            Database database, String viewName, String kind, String relationName, LintFindings findings) {
        findings.add(
                LintRule.SELECT_STAR,
                new LintSubject.SchemaPart(new ObjectName(database.name(), viewName), ""),
                "the " + kind + " " + viewName + " selects * from " + relationName
                        + ": it keeps the columns that this had when the " + kind + " was created");
    }
}
