package dev.cairn.engine.cluster;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Table;
import dev.cairn.engine.cluster.ClusterObjectRules.Problem;
import dev.cairn.engine.cluster.RoutineLoadColumnMapping.MappedColumn;
import dev.cairn.engine.column.ColumnScope;
import dev.cairn.engine.column.ColumnScope.CatalogLookup;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds why a Routine Load can't load any row although a server creates it. The server plans a load only when the
 * source has rows; if the planning fails, the server pauses the load.
 */
final class RoutineLoadChecker {
    /**
     * The column of the source that says whether a row of a primary key table is stored or deleted. The server compares
     * it exactly where it maps columns, but ignores case where an expression names it.
     */
    private static final String OPERATION_COLUMN = "__op";

    /** Functions of older versions, which a server replaces where they are a whole expression. */
    private static final Set<String> REPLACED_FUNCTIONS =
            Set.of("replace_value", "default_value", "strftime", "time_format", "alignment_timestamp", "md5sum");

    private final ServerState server;
    private final ClusterObject load;
    private final Table table;
    private final RoutineLoadColumnMapping mapping;
    private final Set<String> listedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> sourceColumnNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Problem> problems = new ArrayList<>();

    private RoutineLoadChecker(ServerState server, ClusterObject load, Table table) {
        this.server = server;
        this.load = load;
        this.table = table;
        String columnList = load.parts().get(RoutineLoadRules.COLUMNS);
        this.mapping = columnList == null
                ? new RoutineLoadColumnMapping(List.of())
                : RoutineLoadColumnMapping.parse(columnList);
        mapping.columns().forEach(column -> listedNames.add(column.name()));
    }

    /** Returns the problems of a load; an empty list if the server does not have the table of the load. */
    static List<Problem> findProblems(ServerState server, ClusterObject load) {
        return of(server, load).map(RoutineLoadChecker::findProblems).orElse(List.of());
    }

    /** Returns the fields of a message that a load neither stores nor uses. */
    static List<String> findUnusedFields(ServerState server, ClusterObject load) {
        return of(server, load).map(RoutineLoadChecker::findUnusedFields).orElse(List.of());
    }

    private static Optional<RoutineLoadChecker> of(ServerState server, ClusterObject load) {
        return server.catalog()
                .findTable(load.database(), load.tableName().orElse(""))
                .map(table -> new RoutineLoadChecker(server, load, table));
    }

    private List<String> findUnusedFields() {
        Set<String> usedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        mapping.columns()
                .forEach(column ->
                        column.value().map(Expression::collectReferenceNames).ifPresent(usedNames::addAll));
        table.columns().forEach(column -> usedNames.add(column.name()));
        if (table.model() == KeyModel.PRIMARY) {
            usedNames.add(OPERATION_COLUMN);
        }
        return mapping.columns().stream()
                .filter(column -> column.value().isEmpty())
                .map(MappedColumn::name)
                .filter(name -> !usedNames.contains(name))
                .toList();
    }

    private List<Problem> findProblems() {
        checkSourceColumns();
        checkComputedColumns();
        if (isPartialUpdate()) {
            checkPartialUpdate();
        } else if (problems.isEmpty()) { // a misspelled name, which is reported already, often causes a missing value
            checkColumnsWithoutValue();
        }
        checkCondition();
        return problems;
    }

    private boolean isPartialUpdate() {
        return RoutineLoadRules.effectiveValue(load, RoutineLoadProperty.PARTIAL_UPDATE)
                .equals("true");
    }

    /** Checks the columns that the load reads, and collects their names. */
    private void checkSourceColumns() {
        boolean hasSourceColumns = false;
        for (MappedColumn column : mapping.columns()) {
            if (column.value().isEmpty()) {
                hasSourceColumns = true;
                checkSourceColumn(column.name());
            }
        }
        if (!hasSourceColumns) {
            table.columns().stream()
                    .filter(column -> column.generatedValue() == null && !column.isAutoIncrement())
                    .forEach(column -> sourceColumnNames.add(column.name()));
        }
    }

    private void checkSourceColumn(String columnName) {
        if (!sourceColumnNames.add(columnName)) {
            report(columnName, "it reads '" + columnName + "' twice");
        } else if (isGenerated(columnName)) {
            report(columnName, "it reads '" + columnName + "', which is a generated column of the table");
        }
    }

    private boolean isGenerated(String columnName) {
        return table.findColumn(columnName)
                .filter(tableColumn -> tableColumn.generatedValue() != null)
                .isPresent();
    }

    private void checkComputedColumns() {
        Set<String> computedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (MappedColumn column : mapping.columns()) {
            String name = column.name();
            if (column.value().isEmpty()) {
                continue;
            }
            if (!computedNames.add(name)) {
                report(name, "it computes '" + name + "' twice");
            } else if (table.findColumn(name).isEmpty() && !name.equals(OPERATION_COLUMN)) {
                report(name, "it computes '" + name + "', and the table has no such column");
            } else if (isGenerated(name)) {
                report(name, "it computes '" + name + "', which is a generated column of the table");
            }
            checkExpression(column.value().get(), columnPart(name));
        }
    }

    /** Checks an expression. Its columns are VARCHAR for the server, because a source contains only strings. */
    private void checkExpression(Expression expression, ClusterPart part) {
        Optional<String> unknownName = expression.collectColumnNames().stream()
                .map(Name::text)
                .filter(name -> !sourceColumnNames.contains(name))
                .findFirst();
        if (unknownName.isPresent()) {
            problems.add(new Problem(part, "an expression uses '" + unknownName.get() + "', which is not read"));
            return;
        }
        if (expression instanceof Expression.Call call
                && REPLACED_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))) {
            return;
        }
        determineType(
                expression,
                part,
                name -> sourceColumnNames.contains(name)
                        ? Optional.of(ExpressionType.ofNullable(TypeConstants.STRING))
                        : Optional.empty());
    }

    /**
     * Checks an expression over one row, and returns its type; empty if the type is unknown, or if the expression is
     * refused and thus reported.
     */
    private Optional<Type> determineType(
            Expression expression, ClusterPart part, Function<String, Optional<ExpressionType>> columnTypeFinder) {
        if (expression.contains(RestrictedExpression.QUERY::matches)) {
            problems.add(new Problem(part, "an expression contains a subquery"));
            return Optional.empty();
        }
        try {
            Type type = new ExpressionTyping(
                            server.profile(), new ColumnScope(columnTypeFinder, CatalogLookup.of(server)))
                    .determineType(expression)
                    .type();
            RestrictedExpression.requireNoFunctionsIn(expression, "a Routine Load");
            return Optional.ofNullable(type);
        } catch (Refusal refusal) {
            problems.add(new Problem(part, refusal.detailClause()));
            return Optional.empty();
        }
    }

    private void checkColumnsWithoutValue() {
        table.columns().stream()
                .filter(column -> column.requiresValue()
                        && !listedNames.contains(column.name())
                        && !sourceColumnNames.contains(column.name()))
                .forEach(column -> problems.add(new Problem(
                        RoutineLoadRules.COLUMNS,
                        "it has no value for '" + column.name() + "', which must not be NULL and has no default")));
    }

    private void checkPartialUpdate() {
        if (table.model() != KeyModel.PRIMARY) {
            problems.add(new Problem(
                    ClusterPart.ofProperty(RoutineLoadProperty.PARTIAL_UPDATE.propertyName()),
                    "only a table with a primary key can be updated partially"));
            return;
        }
        table.columns().stream()
                .filter(column -> column.isKey() && !listedNames.contains(column.name()))
                .forEach(column -> problems.add(new Problem(
                        RoutineLoadRules.COLUMNS,
                        "a partial update needs '" + column.name() + "' of the key in its list of columns")));
    }

    /** Checks the condition, which filters the rows of the table. */
    private void checkCondition() {
        String conditionText = load.parts().get(RoutineLoadRules.WHERE);
        if (conditionText == null) {
            return;
        }
        Expression condition = Sql.parseExpression(conditionText);
        Optional<String> unknownName = condition.collectColumnNames().stream()
                .map(Name::text)
                .filter(name -> findColumnType(name).isEmpty())
                .findFirst();
        if (unknownName.isPresent()) {
            problems.add(
                    new Problem(
                            RoutineLoadRules.WHERE,
                            "the condition uses '" + unknownName.get()
                                    + "', which is not a column of the table that the load fills: it filters rows after their columns are computed"));
            return;
        }
        boolean isBoolean = determineType(condition, RoutineLoadRules.WHERE, this::findColumnType)
                .map(TypeConstants.BOOLEAN::equals)
                .orElse(true);
        if (!isBoolean) {
            problems.add(new Problem(RoutineLoadRules.WHERE, "the condition is neither true nor false"));
        }
    }

    /**
     * Returns the type of a column that the condition names; empty if there is no such column. A partial update has
     * only the columns that it lists.
     */
    private Optional<ExpressionType> findColumnType(String name) {
        if (isPartialUpdate() && !listedNames.contains(name)) {
            return Optional.empty();
        }
        return name.equalsIgnoreCase(OPERATION_COLUMN) && table.model() == KeyModel.PRIMARY
                ? Optional.of(ExpressionType.of(TypeConstants.TINYINT, false))
                : table.findColumn(name).map(column -> ExpressionType.of(column.type(), column.isNullable()));
    }

    private void report(String columnName, String reason) {
        problems.add(new Problem(columnPart(columnName), reason));
    }

    private static ClusterPart columnPart(String name) {
        return new ClusterPart(RoutineLoadRules.COLUMNS.clause(), name);
    }
}
