package dev.cairn.plan.step;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses values for columns, such as {@code orders.region='EU'}, and checks them against the tables.
 *
 * @param recordedCatalog the catalog before the upgrade, and after the downgrade
 * @param declaredCatalog the catalog after the upgrade, and before the downgrade
 */
public record ColumnFillParser(Engine engine, Session session, Catalog recordedCatalog, Catalog declaredCatalog) {
    /**
     * Parses one value.
     *
     * @throws IllegalArgumentException with a sentence that describes the error in the text
     */
    public ColumnFill parseFill(String text) {
        int equalSignIndex = text.indexOf('=');
        int dotIndex = text.lastIndexOf('.', Math.max(0, equalSignIndex));
        if (equalSignIndex < 0 || dotIndex < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not of the form table.column=expression, as in orders.region='EU'.");
        }
        ObjectName tableName = ObjectName.parse(text.substring(0, dotIndex).strip(), session);
        String columnName = text.substring(dotIndex + 1, equalSignIndex).strip();
        Expression value = parseExpression(text, text.substring(equalSignIndex + 1));
        List<Catalog> sourceCatalogs = new ArrayList<>();
        if (findColumn(declaredCatalog, tableName, columnName).isPresent()) {
            sourceCatalogs.add(recordedCatalog);
        }
        if (findColumn(recordedCatalog, tableName, columnName).isPresent()) {
            sourceCatalogs.add(declaredCatalog);
        }
        if (sourceCatalogs.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no column " + tableName.name() + "." + columnName + " to fill ('" + text + "').");
        }
        requireComputableValue(text, tableName, value, sourceCatalogs);
        return new ColumnFill(tableName, columnName, value);
    }

    private static Optional<Column> findColumn(Catalog catalog, ObjectName tableName, String columnName) {
        return catalog.findTable(tableName.database(), tableName.name())
                .flatMap(existingTable -> existingTable.findColumn(columnName));
    }

    private static Expression parseExpression(String text, String expressionText) {
        try {
            return Sql.parseExpression(expressionText);
        } catch (SqlSyntaxException syntaxError) {
            throw new IllegalArgumentException(
                    "The value in '" + text + "' is not an expression: " + syntaxError.problem(), syntaxError);
        }
    }

    /**
     * Requires that the value can be computed from the columns of the table before the upgrade, or from its columns
     * before the downgrade.
     */
    private void requireComputableValue(
            String text, ObjectName tableName, Expression value, List<Catalog> sourceCatalogs) {
        List<Optional<String>> problems = sourceCatalogs.stream()
                .filter(catalog -> catalog.findTable(tableName.database(), tableName.name())
                        .isPresent())
                .map(catalog -> findProblem(catalog, tableName, value))
                .toList();
        if (!problems.isEmpty() && problems.stream().allMatch(Optional::isPresent)) {
            throw new IllegalArgumentException("The value in '" + text + "' can't be computed from the columns of "
                    + tableName.name() + ": " + problems.get(0).orElseThrow());
        }
    }

    private Optional<String> findProblem(Catalog catalog, ObjectName tableName, Expression value) {
        try {
            BoundQuery boundQuery = new QueryAnalysis(
                            engine.profile(),
                            new CatalogSourceResolver(engine.profile(), catalog),
                            tableName.database())
                    .analyze(Sql.parseQuery(
                            "SELECT " + Sql.render(value) + " FROM " + Sql.render(tableName.toSqlName(session))));
            return boundQuery.columns().size() == 1
                    ? Optional.empty()
                    : Optional.of("the expression returns several values");
        } catch (Refusal refusal) {
            return Optional.of(refusal.detail());
        }
    }
}
