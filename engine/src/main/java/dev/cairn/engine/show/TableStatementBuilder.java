package dev.cairn.engine.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.SystemTable;
import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.expression.PrintedTypes;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.CreateTableStatement.CreateTableHead;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the CREATE TABLE of a table, as SHOW CREATE TABLE prints it and as a user would write it. The statement of a
 * user omits everything that the server adds.
 */
final class TableStatementBuilder {
    private static final String NATIVE_ENGINE = "OLAP";
    private static final String SYSTEM_ENGINE = "SCHEMA";

    private final ServerProfile profile;
    private final Table table;

    TableStatementBuilder(ServerProfile profile, Table table) {
        this.profile = profile;
        this.table = table;
    }

    /** Returns the statement that SHOW CREATE TABLE prints; it omits rollups. */
    CreateTable shownStatement() {
        PartitionClauseBuilder clauseBuilder = new PartitionClauseBuilder(profile, table);
        List<ColumnDefinition> columns = new ArrayList<>(table.columns().size());
        for (Column column : table.columns()) {
            columns.add(shownColumn(column));
        }
        columns.addAll(clauseBuilder.shownHiddenColumns());
        return buildStatement(
                columns,
                table.distribution(),
                new IndexClause(table.indexes().stream()
                        .map(TableStatementBuilder::toShownIndex)
                        .toList()),
                new EngineClause(Name.of(NATIVE_ENGINE)),
                CreateClause.toCommentClause(shownComment()),
                clauseBuilder.buildShownClause(),
                new PropertyClause(filterProperties((name, setting) -> isShown(name, setting.value()))));
    }

    /** Returns the statement that SHOW CREATE TABLE prints for a table of the system; no server accepts it. */
    static CreateTable shownStatement(SystemTable table) {
        return new CreateTable(
                CreateTableHead.of(TableLifetime.PERMANENT, QualifiedName.of(table.name())),
                table.columns().stream()
                        .map(column -> withTypeForm(column, PrintedTypes::toColumnForm))
                        .toList(),
                CreateClauses.of(new EngineClause(Name.of(SYSTEM_ENGINE))),
                Span.NONE);
    }

    /** Returns the statement that a user would write, without the server's defaults. */
    CreateTable writtenStatement() {
        return buildStatement(
                table.columns().stream().map(this::writtenColumn).toList(),
                table.distribution().withoutAssumedBuckets(),
                new IndexClause(table.indexes().stream()
                        .map(TableStatementBuilder::toWrittenIndex)
                        .toList()),
                CreateClause.toCommentClause(ShowCreate.emptyToNull(table.comment())),
                new PartitionClauseBuilder(profile, table).buildWrittenClause(),
                new RollupClause(writtenRollups()),
                new PropertyClause(writtenProperties()));
    }

    List<RollupDefinition> writtenRollups() {
        return table.rollups().stream().map(this::toRollupDefinition).toList();
    }

    List<Property> writtenProperties() {
        return filterProperties((name, setting) -> !setting.isAssumed() && isWritten(name, setting.value()));
    }

    /**
     * Builds the statement from the given clauses and from the clauses that are the same in the shown and the written
     * form.
     */
    private CreateTable buildStatement(
            List<ColumnDefinition> columns, Distribution distribution, @Nullable CreateClause... otherClauses) {
        List<@Nullable CreateClause> clauses = new ArrayList<>(Arrays.asList(otherClauses));
        clauses.add(buildKeyClause());
        clauses.add(distribution);
        clauses.add(new SortClause(toSortItems(table.sortKey())));
        return new CreateTable(
                CreateTableHead.of(
                        table.isTemporary() ? TableLifetime.TEMPORARY : TableLifetime.PERMANENT,
                        QualifiedName.of(table.name())),
                columns,
                CreateClauses.of(clauses),
                Span.NONE);
    }

    /** Returns the column as the server prints it; the empty default of a metric type is never printed. */
    private ColumnDefinition shownColumn(Column column) {
        Expression generatedValue = column.generatedValue();
        ColumnDefinition definition = withTypeForm(column, PrintedTypes::toColumnForm);
        if (generatedValue != null) {
            definition = definition.withGeneratedValue(
                    ExpressionPrintStyle.ofColumn(table.model()).show(generatedValue));
        }
        if (table.model() == KeyModel.PRIMARY) {
            definition = definition.withAggregation(null);
        }
        return PrimitiveType.of(column.type()).isMetric() ? definition.withDefaultValue(null) : definition;
    }

    private static ColumnDefinition withTypeForm(Column column, UnaryOperator<Type> typeConverter) {
        ColumnDefinition typedColumn = column.toDefinition().withType(typeConverter.apply(column.type()));
        return column.aggregation() instanceof Aggregation.State state
                ? typedColumn.withAggregation(state.mapArgumentTypes(typeConverter))
                : typedColumn;
    }

    /**
     * Returns the column as a user would write it. Only a PRIMARY KEY table preserves which names in an expression were
     * quoted.
     */
    ColumnDefinition writtenColumn(Column column) {
        Expression generatedValue = column.generatedValue();
        ExpressionPrintStyle style =
                table.model() == KeyModel.PRIMARY ? ExpressionPrintStyle.SERIALIZED : ExpressionPrintStyle.QUOTED;
        // A statement must not declare a state column NOT NULL, even if the stored column is NOT NULL.
        boolean hasImpliedNullability = column.isAutoIncrement() || column.aggregation() instanceof Aggregation.State;
        return withTypeForm(column, PrintedTypes::toWrittenForm)
                .withNullable((column.isNullable() || hasImpliedNullability) ? null : false)
                .withGeneratedValue(generatedValue == null ? null : style.show(generatedValue))
                .withComment(ShowCreate.emptyToNull(column.comment()));
    }

    static IndexDefinition toShownIndex(IndexDefinition index) {
        return new IndexDefinition(
                index.name(),
                index.columns(),
                index.kind() == null ? IndexDefinition.Kind.BITMAP : index.kind(),
                index.properties().stream()
                        .sorted(Comparator.comparing(Property::name))
                        .toList(),
                index.comment() == null ? "" : index.comment(),
                Span.NONE);
    }

    private static IndexDefinition toWrittenIndex(IndexDefinition index) {
        return new IndexDefinition(
                index.name(),
                index.columns(),
                index.kind(),
                index.properties(),
                index.comment() == null ? null : ShowCreate.emptyToNull(index.comment()),
                Span.NONE);
    }

    private KeyClause buildKeyClause() {
        return new KeyClause(table.model(), toNames(table.keyColumns().stream()), Span.NONE);
    }

    private RollupDefinition toRollupDefinition(Rollup rollup) {
        Stream<Column> keyColumns = table.model() == KeyModel.DUPLICATE && !rollup.mergesEqualKeys()
                ? rollup.columns().stream().filter(Column::isKey)
                : Stream.empty();
        return new RollupDefinition(
                Name.of(rollup.name()),
                toNames(rollup.columns().stream()),
                toNames(keyColumns),
                null,
                List.of(),
                Span.NONE);
    }

    private static List<Name> toNames(Stream<Column> columns) {
        return columns.map(column -> Name.of(column.name())).toList();
    }

    /** Returns the comment; a shared-data server shows the kind of the table if there is no comment. */
    private @Nullable String shownComment() {
        return table.comment().isEmpty()
                ? ShowCreate.findDefaultTableComment(profile).orElse(null)
                : table.comment();
    }

    static List<SortItem> toSortItems(List<String> columns) {
        return columns.stream().map(column -> SortItem.of(Name.of(column))).toList();
    }

    private List<Property> filterProperties(BiPredicate<String, StoredProperties.Setting> isIncluded) {
        List<Property> filteredProperties = new ArrayList<>();
        for (Map.Entry<String, StoredProperties.Setting> settingEntry :
                table.properties().settingByName().entrySet()) {
            if (isIncluded.test(settingEntry.getKey(), settingEntry.getValue())) {
                filteredProperties.add(Property.of(
                        settingEntry.getKey(), settingEntry.getValue().value()));
            }
        }
        return filteredProperties;
    }

    /** Returns whether the CREATE TABLE that a user would write declares the property. */
    private boolean isWritten(String name, String value) {
        return findDefinition(name)
                .map(definition -> definition.requiresDeclaration(profile, table, value))
                .orElse(!value.isEmpty());
    }

    /**
     * Returns whether SHOW CREATE TABLE prints the property. Some properties are never printed, others only if their
     * value is not the default.
     */
    private boolean isShown(String name, String value) {
        return findDefinition(name)
                .filter(definition -> definition.isShown(profile, table, value))
                .isPresent();
    }

    private static Optional<PropertyDefinition> findDefinition(String name) {
        return KnownProperty.findDefinition(name, OwnerKind.TABLE);
    }
}
