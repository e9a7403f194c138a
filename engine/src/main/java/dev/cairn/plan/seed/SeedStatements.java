package dev.cairn.plan.seed;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies the statements below {@code -- seed}: INSERT INTO with literal rows, and DELETE of rows by their keys. Such a
 * statement changes the rows that the schema declares for a table.
 *
 * <pre>{@code
 * MigrationAction action = MigrationAction.parse("-- seed\nINSERT INTO country (code, name) VALUES ('DE', 'Germany')");
 * Catalog after = SeedStatements.apply(catalog, session, action);
 * after.findTable("shop", "country").orElseThrow().seedRows(); // the row of Germany }</pre>
 */
public final class SeedStatements {
    private SeedStatements() {}

    /**
     * Returns the catalog after a statement below {@code -- seed}.
     *
     * @throws Refusal if the statement has another form, or does not fit its table
     */
    public static Catalog apply(Catalog catalog, Session session, MigrationAction action) {
        Statement statement = action.statement();
        if (!(statement instanceof Statement.OpaqueStatement opaqueStatement) || !opaqueStatement.changesRows()) {
            Span span = statement == null ? Span.NONE : statement.span();
            throw Refusal.ofAnalysis(span, SeedRule.UNSUPPORTED_STATEMENT);
        }
        DmlStatement dmlStatement = parseDml(opaqueStatement);
        ObjectName name = ObjectName.resolve(dmlStatement.target(), session);
        Database database = catalog.findDatabase(name.database())
                .orElseThrow(() -> Refusal.ofAnalysis(
                        dmlStatement.target().span(), ServerError.UNKNOWN_DATABASE, name.database()));
        Table table = database.tables()
                .get(name.name())
                .orElseThrow(
                        () -> Refusal.ofAnalysis(dmlStatement.target().span(), ServerError.UNKNOWN_TABLE, name.name()));
        return catalog.withDatabase(database.withTable(table.withSeedRows(applyDml(table, dmlStatement))));
    }

    private static DmlStatement parseDml(Statement.OpaqueStatement statement) {
        try {
            return Sql.parseDml(statement);
        } catch (SqlSyntaxException syntaxError) {
            throw Refusal.ofSyntax(syntaxError);
        }
    }

    private static SeedRows applyDml(Table table, DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Insert insert
                && insert.rowSource() instanceof RowSource.LiteralRows literalRows
                && !insert.isOverwrite()
                && !insert.isByName()
                && insert.partitions() == null) {
            Consumer<Refusal> refusalThrower = refusal -> {
                throw refusal;
            };
            checkTable(table, dmlStatement.target().span(), refusalThrower);
            List<Column> columns = insert.columns().isEmpty()
                    ? table.writableColumns()
                    : resolveColumns(
                            table, insert.columns(), dmlStatement.target().span(), refusalThrower);
            return table.seedRows()
                    .mergeByKey(
                            readRows(columns, literalRows.rows(), insert.span(), refusalThrower),
                            table.keyColumnNames());
        }
        if (dmlStatement instanceof DmlStatement.Delete delete
                && delete.commonTables().isEmpty()
                && delete.using().isEmpty()
                && delete.where() != null) {
            return table.seedRows().filter(readCondition(table, delete.where()).negate());
        }
        throw Refusal.ofAnalysis(dmlStatement.span(), SeedRule.UNSUPPORTED_STATEMENT);
    }

    /** Checks whether rows can be declared for a table, and passes a refusal for each obstacle to the consumer. */
    public static void checkTable(Table table, Span span, Consumer<Refusal> refusalConsumer) {
        if (table.model() != KeyModel.PRIMARY) {
            refusalConsumer.accept(Refusal.ofAnalysis(
                    span, SeedRule.NOT_PRIMARY_KEY, table.name(), table.model().name()));
        }
        for (Column column : table.writableColumns()) {
            if (column.isAutoIncrement()) {
                refusalConsumer.accept(Refusal.ofAnalysis(span, SeedRule.AUTO_INCREMENT_COLUMN, column.name()));
            } else if (!SeedColumn.isSupported(column.type())) {
                refusalConsumer.accept(Refusal.ofAnalysis(
                        span, SeedRule.UNSUPPORTED_TYPE, column.name(), TypeFormat.formatForShowCreate(column.type())));
            }
        }
    }

    /**
     * Returns the columns with the given names, which must include all writable columns; passes a refusal for each
     * invalid or missing name to the consumer.
     *
     * @param span the span at which missing columns are reported
     */
    public static List<Column> resolveColumns(
            Table table, List<Name> names, Span span, Consumer<Refusal> refusalConsumer) {
        List<Column> columns = new ArrayList<>();
        Set<String> listedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Name name : names) {
            Column column = table.findColumn(name.text()).orElse(null);
            if (column == null) {
                refusalConsumer.accept(
                        Refusal.ofAnalysis(name.span(), SeedRule.UNKNOWN_COLUMN, table.name(), name.text()));
            } else if (column.generatedValue() != null) {
                refusalConsumer.accept(Refusal.ofAnalysis(name.span(), SeedRule.GENERATED_COLUMN, column.name()));
            } else if (!listedNames.add(name.text())) {
                refusalConsumer.accept(Refusal.ofAnalysis(name.span(), SeedRule.REPEATED_COLUMN, column.name()));
            } else {
                columns.add(column);
            }
        }
        String missingColumnList = table.writableColumns().stream()
                .map(Column::name)
                .filter(name -> !listedNames.contains(name))
                .collect(Collectors.joining(", "));
        if (!missingColumnList.isEmpty()) {
            refusalConsumer.accept(Refusal.ofAnalysis(span, SeedRule.MISSING_COLUMN, missingColumnList));
        }
        return columns;
    }

    /**
     * Returns the rows with valid values, and passes the refusals of the other rows to the consumer.
     *
     * @param columns the columns of the values, in their order
     * @param span the span at which a row without values is reported
     */
    public static SeedRows readRows(
            List<Column> columns,
            List<? extends List<@Nullable Expression>> rows,
            Span span,
            Consumer<Refusal> refusalConsumer) {
        List<String> keyNames =
                columns.stream().filter(Column::isKey).map(Column::name).toList();
        List<SeedRows.Row> validRows = new ArrayList<>();
        Set<List<@Nullable String>> previousKeys = new HashSet<>();
        for (List<@Nullable Expression> values : rows) {
            Span rowSpan = firstSpan(values, span);
            SeedRows.Row row = readRow(columns, values, rowSpan, refusalConsumer);
            int byteCount = row == null
                    ? 0
                    : SeedRowRenderer.byteLength(String.join(", ", SeedRowRenderer.toLiterals(columns, row)));
            if (byteCount > SeedRowRenderer.MAX_STATEMENT_BYTES) {
                refusalConsumer.accept(Refusal.ofAnalysis(
                        rowSpan, SeedRule.ROW_TOO_LONG, byteCount, SeedRowRenderer.MAX_STATEMENT_BYTES));
            } else if (row != null && !previousKeys.add(row.selectValues(keyNames))) {
                refusalConsumer.accept(
                        Refusal.ofAnalysis(rowSpan, SeedRule.REPEATED_KEY, SeedRowRenderer.describeKey(columns, row)));
            } else if (row != null) {
                validRows.add(row);
            }
        }
        return new SeedRows(validRows);
    }

    private static Span firstSpan(List<@Nullable Expression> values, Span defaultSpan) {
        for (Expression value : values) {
            if (value != null) {
                return value.span();
            }
        }
        return defaultSpan;
    }

    /** Returns a row with its normalized values; null if it is invalid, once the consumer has received its refusal. */
    private static SeedRows.@Nullable Row readRow(
            List<Column> columns, List<@Nullable Expression> values, Span span, Consumer<Refusal> refusalConsumer) {
        if (values.size() != columns.size()) {
            refusalConsumer.accept(Refusal.ofAnalysis(span, SeedRule.VALUE_COUNT, values.size(), columns.size()));
            return null;
        }
        TreeMap<String, @Nullable String> normalizedTextByColumn = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            Expression value = values.get(i);
            if (value == null) {
                refusalConsumer.accept(
                        Refusal.ofAnalysis(span, SeedRule.UNSUPPORTED_STATEMENT)); // DEFAULT in place of a value
                return null;
            }
            try {
                normalizedTextByColumn.put(
                        columns.get(i).name(), new SeedColumn(columns.get(i)).normalizeLiteral(value));
            } catch (Refusal refusal) {
                refusalConsumer.accept(refusal);
                return null;
            }
        }
        return new SeedRows.Row(normalizedTextByColumn);
    }

    /** Returns the predicate of a condition on key columns; throws a refusal if the condition has another form. */
    private static Predicate<SeedRows.Row> readCondition(Table table, Expression writtenExpression) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Expression.Binary binary) {
            switch (binary.operator().canonicalOperator()) {
                case AND -> {
                    return readCondition(table, binary.left()).and(readCondition(table, binary.right()));
                }
                case OR -> {
                    return readCondition(table, binary.left()).or(readCondition(table, binary.right()));
                }
                case EQUAL -> {
                    return readMembership(table, binary.left(), List.of(binary.right()));
                }
                default -> throw Refusal.ofAnalysis(condition.span(), SeedRule.UNSUPPORTED_STATEMENT);
            }
        }
        if (condition instanceof Expression.In inPredicate && !inPredicate.isNegated()) {
            return readMembership(table, inPredicate.value(), inPredicate.candidates());
        }
        throw Refusal.ofAnalysis(condition.span(), SeedRule.UNSUPPORTED_STATEMENT);
    }

    /** Reads the condition that a key column has one of these values. */
    private static Predicate<SeedRows.Row> readMembership(
            Table table, Expression testedExpression, List<Expression> literals) {
        Column column = testedExpression.unwrap() instanceof Expression.Reference reference
                ? table.findColumn(reference.name().lastPart().text())
                        .filter(Column::isKey)
                        .orElse(null)
                : null;
        if (column == null) {
            throw Refusal.ofAnalysis(testedExpression.span(), SeedRule.UNSUPPORTED_STATEMENT);
        }
        SeedColumn seedColumn = new SeedColumn(column);
        Set<@Nullable String> normalizedTexts = new HashSet<>();
        literals.forEach(literal -> normalizedTexts.add(seedColumn.normalizeLiteral(literal)));
        return row -> row.hasValue(column.name()) && normalizedTexts.contains(row.value(column.name()));
    }
}
