package dev.cairn.engine.row;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks INSERT INTO and INSERT OVERWRITE in the order of the server: first the rows to insert, then the target and its
 * columns. The check changes nothing; the caller writes the rows.
 */
public final class InsertCheck {
    private final ServerState server;
    private final Insert insert;
    private final Bindings bindings;

    private InsertCheck(ServerState server, Insert insert, Bindings bindings) {
        this.server = server;
        this.insert = insert;
        this.bindings = bindings;
    }

    /**
     * Checks a statement that a server is to execute.
     *
     * @param bindings receives the resolved references and the assignments to columns, even if the statement is refused
     * @throws Refusal if the server does not accept the statement
     */
    public static void check(ServerState server, Insert insert, Bindings bindings) {
        new InsertCheck(server, insert, bindings).check(true);
    }

    /** Checks the statement of a submitted task, which a server does not plan before the task runs. */
    public static void checkSubmitted(ServerState server, Insert insert) {
        new InsertCheck(server, insert, new Bindings()).check(false);
    }

    /**
     * Applies the checks in the order of the server.
     *
     * @param isPlanned whether the server plans the statement now
     */
    private void check(boolean isPlanned) {
        checkProperties(insert.properties());
        InsertSource insertSource = analyzeRows();
        if (insert.hasPseudoTable()) {
            return;
        }
        RowTarget target = RowTarget.of(server, insert.target(), createTargetRefusalFactory());
        if (insert.isByName() && insert.rowSource() instanceof RowSource.LiteralRows) {
            throw Refusal.ofAnalysis(insert.span(), CommonRule.UNSUPPORTED, "INSERT BY NAME", "VALUES");
        }
        if (target.table() != null) {
            checkPartitions(target.table());
            checkTable(target.table(), determineColumnNames(insertSource), insertSource);
            if (isPlanned) {
                requireUsablePartitionKeys(target.table());
            }
        } else if (target.externalObject() != null) {
            ExternalInsertCheck externalCheck =
                    new ExternalInsertCheck(insert, target.externalObject(), server.catalog(), insertSource);
            externalCheck.checkStorage();
            List<Name> columnNames = determineColumnNames(insertSource);
            externalCheck.checkColumns(target, columnNames);
            if (isPlanned) {
                externalCheck.requireIdentityPartitioning(columnNames);
            }
        }
    }

    /** Returns the declared columns, or with BY NAME the output columns of the query; empty for all columns. */
    private List<Name> determineColumnNames(InsertSource insertSource) {
        return insert.isByName() ? insertSource.requireColumnNames(insert.span()) : insert.columns();
    }

    /** Analyzes the rows to insert, which come from a query or from VALUES. */
    private InsertSource analyzeRows() {
        QueryAnalysis queryAnalysis = server.createQueryAnalysis();
        if (insert.rowSource() instanceof RowSource.QueriedRows queriedRows) {
            return new InsertedQuery(
                    queriedRows.queryText().query(),
                    queryAnalysis.analyzeExecutable(queriedRows.queryText().query(), bindings));
        }
        RowSource.LiteralRows literalRows = (RowSource.LiteralRows) insert.rowSource();
        List<List<ExpressionType>> rowTypes =
                queryAnalysis.determineValueTypes(literalRows.rows(), insert.span(), bindings);
        bindings.requirePlannable();
        return new InsertedValues(literalRows.rows(), rowTypes, insert.span());
    }

    /** Checks the columns and the values for a table, and records the assignments in the bindings. */
    private void checkTable(Table table, List<Name> columnNames, InsertSource insertSource) {
        boolean assignsAllColumns = columnNames.isEmpty() && !insert.isByName();
        List<Column> columns = assignsAllColumns ? table.writableColumns() : requireColumns(table, columnNames);
        boolean omitsColumns = table.model() == KeyModel.PRIMARY
                && columns.size() != table.writableColumns().size();
        if (omitsColumns) {
            requireKeyColumns(table, columns);
        }
        boolean isPartial = omitsColumns && mayUpdatePartially();
        List<Column> columnsWithoutValue = findColumnsWithoutValue(table, columns);
        if (isPartial) {
            bindings.recordOmittedColumns(columnsWithoutValue);
        } else if (!columnsWithoutValue.isEmpty()) {
            throw createMissingColumnRefusal(
                    insert,
                    columnsWithoutValue.get(0).name(),
                    columns.stream().map(Column::name).toList());
        }
        insertSource.requireColumnCount(columns.size(), insert.span());
        insertSource.checkValues(columns);
        insertSource.bindValues(columns, bindings);
        if (isPartial) {
            requireReferencedColumns(table, columns);
        }
        insertSource.requireCompatibleTypes(columns);
    }

    /**
     * Refuses values in the PARTITION clause by which the server does not find a partition: only INSERT OVERWRITE finds
     * one, and only in a table with automatic partitioning.
     */
    private void requireUsablePartitionKeys(Table table) {
        boolean areKeysUsable = insert.isOverwrite() && table.partitioning().isAutomatic();
        if (!insert.partitionKeys().isEmpty() && !areKeysUsable) {
            throw Refusal.ofAnalysis(insert.target().span(), RowRule.INSERT_PARTITION_KEYS_UNUSABLE);
        }
    }

    /** Checks the PARTITION clause; without one, refuses a table that has no partition and gets none automatically. */
    private void checkPartitions(Table table) {
        if (!insert.partitionKeys().isEmpty()) {
            List<String> partitionColumnNames =
                    new ArrayList<>(table.partitioning().columns());
            for (int i = 0; i < table.partitioning().hiddenExpressions().size(); i++) {
                partitionColumnNames.add(Partitioning.HIDDEN_COLUMN_PREFIX + i);
            }
            PartitionKeyCheck keyCheck = new PartitionKeyCheck(insert, partitionColumnNames);
            keyCheck.checkColumns();
            keyCheck.requireConvertibleValues(table);
            return;
        }
        if (insert.partitions() == null) {
            if (table.hasNoPartition()) {
                throw Refusal.ofAnalysis(insert.target().span(), RowRule.INSERT_WITHOUT_PARTITIONS, table.name());
            }
            return;
        }
        for (Name name : insert.partitions().names()) {
            boolean mayExist = insert.partitions().isTemporary()
                    ? table.hasTemporaryPartition(name)
                    : table.mayHavePartition(name);
            if (!mayExist) {
                throw Refusal.ofAnalysis(
                        name.span(), CommonRule.NOT_FOUND_IN, RuleSubject.PARTITION, name.text(), table.name());
            }
        }
    }

    static Refusal createUnknownColumnRefusal(Name name, String tableName) {
        return Refusal.ofAnalysis(name.span(), RowRule.TARGET_COLUMN_NOT_FOUND, name.text(), tableName);
    }

    private static List<Column> requireColumns(Table table, List<Name> columnNames) {
        List<Column> columns = new ArrayList<>(columnNames.size());
        for (Name name : columnNames) {
            Column column =
                    table.findColumn(name.text()).orElseThrow(() -> createUnknownColumnRefusal(name, table.name()));
            if (column.generatedValue() != null) {
                throw Refusal.ofAnalysis(name.span(), RowRule.COLUMN_NOT_WRITABLE, "generated column", name.text());
            }
            if (columns.contains(column)) {
                throw Refusal.ofAnalysis(name.span(), ServerError.DUPLICATE_COLUMN, name.text());
            }
            columns.add(column);
        }
        return columns;
    }

    /** Requires that an INSERT that omits columns of a PRIMARY KEY table assigns the key columns. */
    private void requireKeyColumns(Table table, List<Column> columns) {
        List<String> missingKeyNames = table.columns().stream()
                .filter(column -> column.isKey() && requiresAssignment(column) && !columns.contains(column))
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!missingKeyNames.isEmpty()) {
            throw Refusal.ofAnalysis(
                    insert.target().span(), ServerError.MISSING_KEY_COLUMNS, String.join(",", missingKeyNames));
        }
    }

    /**
     * Returns whether an INSERT that omits columns of a PRIMARY KEY table is a partial update, which keeps the values
     * of these columns.
     */
    private boolean mayUpdatePartially() {
        return !server.session()
                .findVariable("enable_insert_partial_update")
                .filter(value -> value.equalsIgnoreCase("false") || value.equals("0"))
                .isPresent();
    }

    /** Returns whether the server cannot fill the column, neither by its default nor by AUTO_INCREMENT. */
    private static boolean requiresAssignment(Column column) {
        return column.defaultValue() == null && !column.isAutoIncrement();
    }

    /**
     * Refuses DEFAULT for a column without a default, and for a column whose default is an expression or has a
     * precision, which a server calculates for columns that the statement omits only.
     */
    static void requireConstantDefault(Column column, Span span) {
        if (requiresAssignment(column)) {
            throw Refusal.ofAnalysis(span, RowRule.INSERT_WITHOUT_DEFAULT, column.name());
        }
        if (column.defaultValue() instanceof ColumnDefault.FunctionDefault
                || column.defaultValue() instanceof ColumnDefault.ComputedDefault
                || (column.defaultValue() instanceof ColumnDefault.CurrentTimestamp currentTimestamp
                        && currentTimestamp.precision() != null)) {
            throw Refusal.ofAnalysis(span, RowRule.DEFAULT_NOT_CONSTANT, column.name());
        }
    }

    /** Returns the columns that the statement omits, and that are neither nullable nor filled by the server. */
    private static List<Column> findColumnsWithoutValue(Table table, List<Column> columns) {
        return table.columns().stream()
                .filter(Column::requiresValue)
                .filter(column -> !columns.contains(column))
                .toList();
    }

    static Refusal createMissingColumnRefusal(Insert insert, String missingColumnName, List<String> columnNames) {
        Set<String> mentionedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        mentionedNames.addAll(columnNames);
        return Refusal.ofAnalysis(
                insert.target().span(),
                RowRule.INSERT_WITHOUT_COLUMN,
                missingColumnName,
                mentionedNames.stream().map(name -> " " + name + " ").collect(Collectors.joining()));
    }

    /**
     * Requires all columns that a generated column reads, because the server recomputes its value only from the values
     * of the statement.
     */
    private void requireReferencedColumns(Table table, List<Column> columns) {
        for (Column column : table.columns()) {
            Expression generatedValue = column.generatedValue();
            if (generatedValue != null
                    && !generatedValue.collectReferenceNames().stream()
                            .allMatch(name -> isAssigned(table, columns, name))) {
                throw Refusal.ofAnalysis(insert.target().span(), ServerError.MISSING_DEPENDENCY, column.name());
            }
        }
    }

    private static boolean isAssigned(Table table, List<Column> columns, String name) {
        return table.findColumn(name)
                .filter(column -> column.isKey() || columns.contains(column))
                .isPresent();
    }

    private RowTarget.TargetRefusalFactory createTargetRefusalFactory() {
        return new RowTarget.TargetRefusalFactory(
                // The catalog of a schema lacks the databases of the system.
                resolvedName -> SystemDatabases.isVirtual(resolvedName.databaseName())
                        ? RowTarget.createUnsupportedKindRefusal(resolvedName, RuleSubject.SYSTEM_TABLE)
                        : Refusal.ofAnalysis(
                                resolvedName.span(), ServerError.UNKNOWN_DATABASE, resolvedName.databaseName()),
                RowTarget::createUnsupportedKindRefusal);
    }

    /** Checks the properties of an INSERT, which has the same properties as any other load. */
    private static void checkProperties(List<Property> properties) {
        for (Property property : properties) {
            PropertyValue value = new PropertyValue(property, Origin.LOAD, property.span());
            PropertyDefinition definition = KnownProperty.findDefinition(property.name(), OwnerKind.LOAD)
                    .orElseThrow(() -> value.createRefusal(PropertyRule.UNKNOWN_PROPERTIES, property.name()));
            if (!property.isPlaceholder()) {
                definition.format().normalize(value);
            }
        }
    }
}
