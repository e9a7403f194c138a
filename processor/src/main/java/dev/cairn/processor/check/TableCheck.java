package dev.cairn.processor.check;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.processor.check.refusal.CheckedTable;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks a table for mistakes that the engine accepts, for several mistakes where the engine would refuse only the
 * first one, and for designs that are probably not intended.
 */
public record TableCheck(CheckedTable table, Findings findings) {
    /** Adds the findings about a table. Designs are checked only if the source of the record is compiled now. */
    public static void check(CheckedTable table, Findings findings) {
        TableCheck tableCheck = new TableCheck(table, findings);
        tableCheck.checkColumnNames();
        for (DeclaredColumn column : table.columns()) {
            tableCheck.checkNullness(column);
            tableCheck.checkIgnoredAggregate(column);
        }
        if (table.declaration().isFromSource()) {
            tableCheck.checkImpliedKey();
            tableCheck.checkUnboundedKey();
            tableCheck.checkBuckets();
            tableCheck.checkPartitionValues();
            tableCheck.checkPartitionConstants();
            tableCheck.checkSortKey();
            tableCheck.checkEnumDefaults();
            tableCheck.checkReplicas();
            tableCheck.checkDistributionColumns();
            tableCheck.checkEnumLengths();
            tableCheck.checkJavaTypes();
            tableCheck.checkRetention();
            tableCheck.checkBooleanProperties();
            new RenamedColumnCheck(table.columns(), false, findings).check();
        }
    }

    /** Reports columns that a clause names and the table lacks. */
    private void checkColumnNames() {
        for (Name name : table.collectColumnReferences()) {
            if (table.findColumn(name.text()).isEmpty()) {
                String suggestion = Suggestion.renderColumnSuffix(name.text(), table.columns());
                findings.add(CompileRule.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), suggestion);
            }
        }
    }

    /** Reports NOT NULL on a generated column, which is always nullable. */
    private void checkNullness(DeclaredColumn column) {
        ColumnDefinition definition = column.definition();
        if (definition.generatedValue() != null
                && Boolean.FALSE.equals(definition.nullable())
                && table.keyModel() != KeyModel.AGGREGATE
                && !table.isKeyColumn(column)) {
            findings.add(CompileRule.GENERATED_NOT_NULL, column.place(ColumnPart.NOT_NULL), column.name());
        }
    }

    /** Reports REPLACE in a table that does not replace rows: the server accepts and ignores it. */
    private void checkIgnoredAggregate(DeclaredColumn column) {
        if (column.definition().aggregation() == Aggregation.Function.REPLACE
                && table.keyModel() != KeyModel.AGGREGATE
                && !table.isKeyColumn(column)) {
            findings.add(
                    CompileRule.AGGREGATE_IGNORED,
                    column.place(ColumnPart.AGGREGATE),
                    column.name(),
                    table.keyKeywords());
        }
    }

    /** Reports an implicit aggregate key: each new column without an aggregate function would join it. */
    private void checkImpliedKey() {
        if (table.statement().key() == null && table.keyModel() == KeyModel.AGGREGATE) {
            findings.add(CompileRule.IMPLIED_KEY, table.place(), table.renderKeyAsJava());
        }
    }

    /**
     * Reports a text of unlimited length, including one of an enum, in a primary key. The server keeps the index of the
     * key in memory. A length that an annotation of the component declares is intended, even if it is this long.
     */
    private void checkUnboundedKey() {
        for (DeclaredColumn column : table.columns()) {
            if (table.keyModel() == KeyModel.PRIMARY
                    && table.isKeyColumn(column)
                    && (column.javaType() == JavaType.Simple.STRING
                            || column.javaType() instanceof JavaType.Enumeration)
                    && AcceptedMistakes.hasStringLength(column.definition())
                    && !column.places().placeByPart().containsKey(ColumnPart.TYPE)) {
                findings.add(CompileRule.UNBOUNDED_KEY, column.place(), column.name());
            }
        }
    }

    private void checkBuckets() {
        Distribution distribution = table.statement().distribution();
        if (distribution != null && AcceptedMistakes.hasSingleBucket(table.statement())) {
            findings.add(CompileRule.SINGLE_BUCKET, Place.of(distribution.span()), table.name());
        }
        checkZeroBuckets(distribution, table.name(), findings);
    }

    /** Reports zero buckets: the server then chooses the number itself. */
    static void checkZeroBuckets(@Nullable Distribution distribution, String objectName, Findings findings) {
        if (distribution != null
                && distribution.buckets() instanceof Buckets.Count bucketCount
                && bucketCount.value() == 0) {
            findings.add(CompileRule.ZERO_BUCKETS, Place.of(distribution.span()), objectName);
        }
    }

    /** Reports values of list partitions that are longer than the texts of the column; the server accepts them. */
    private void checkPartitionValues() {
        for (AcceptedMistakes.OverlongValue overlongValue : AcceptedMistakes.findOverlongValues(table.statement())) {
            findings.add(
                    CompileRule.PARTITION_VALUE_LENGTH,
                    Place.of(overlongValue.partition().span()),
                    overlongValue.value(),
                    overlongValue.partition().name().text(),
                    AcceptedMistakes.countBytes(overlongValue.value()),
                    overlongValue.column().name().text(),
                    overlongValue.maxBytes());
        }
    }

    /** Reports values of list partitions that are not constants of the column's enum. */
    private void checkPartitionConstants() {
        if (table.statement().partitioning() instanceof PartitionClause.ListPartitioning listPartitioning) {
            for (PartitionDefinition partition : listPartitioning.partitions()) {
                if (partition instanceof PartitionDefinition.ListPartition listPartition) {
                    listPartition
                            .values()
                            .forEach(row -> checkConstants(listPartitioning.columns(), listPartition, row));
                }
            }
        }
    }

    private void checkConstants(List<Name> columns, ListPartition partition, List<Bound> rowBounds) {
        for (int i = 0; i < Math.min(rowBounds.size(), columns.size()); i++) {
            DeclaredColumn column = table.findColumn(columns.get(i).text()).orElse(null);
            if (column != null
                    && column.javaType() instanceof JavaType.Enumeration enumType
                    && rowBounds.get(i) instanceof Bound.LiteralBound literalBound) {
                checkConstant(column, enumType, literalBound.text(), Place.of(partition.span()));
            }
        }
    }

    private void checkConstant(DeclaredColumn column, JavaType.Enumeration enumType, String value, Place place) {
        if (!enumType.constants().contains(value)) {
            findings.add(
                    CompileRule.UNKNOWN_CONSTANT,
                    place,
                    value,
                    enumType.text(),
                    "'" + column.name() + "'",
                    Suggestion.renderSuffix(value, enumType.constants()));
        }
    }

    /** Reports sort columns without an order; the server accepts them in DUPLICATE KEY tables only. */
    private void checkSortKey() {
        for (SortItem item : AcceptedMistakes.findUnorderedSortItems(table.statement())) {
            ColumnDefinition column = AcceptedMistakes.findColumn(
                            table.statement(), item.value().findColumnName().orElseThrow())
                    .orElseThrow();
            findings.add(
                    CompileRule.ORDER_BY_UNORDERED,
                    Place.of(item.value().span()),
                    column.name().text(),
                    TypeFormat.formatForShowCreate(Objects.requireNonNull(column.type())));
        }
    }

    /** Reports defaults that are not constants of the column's enum. */
    private void checkEnumDefaults() {
        for (DeclaredColumn column : table.columns()) {
            if (column.javaType() instanceof JavaType.Enumeration enumType
                    && column.definition().defaultValue() instanceof ColumnDefault.TextDefault textDefault) {
                checkConstant(column, enumType, textDefault.value(), column.place(ColumnPart.DEFAULT));
            }
        }
    }

    private void checkReplicas() {
        for (Property property : table.statement().properties()) {
            if (AcceptedMistakes.setsSingleReplica(property, table.profile())) {
                findings.add(CompileRule.SINGLE_REPLICA, Place.of(property.span()));
            }
        }
    }

    /** Reports a distribution that names a column twice, which the server accepts. */
    private void checkDistributionColumns() {
        AcceptedMistakes.findRepeatedDistributionColumn(table.statement())
                .ifPresent(name -> findings.add(CompileRule.DISTRIBUTION_REPEATED, Place.of(name.span()), name.text()));
    }

    /** Reports constants of an enum that are too long for the column, or for the part of it that holds them. */
    private void checkEnumLengths() {
        for (DeclaredColumn column : table.columns()) {
            Type type = column.definition().type();
            if (type != null) {
                checkEnumLength(column, column.name(), column.javaType(), type);
            }
        }
    }

    /**
     * Checks the enums in a type, including those of its elements, keys, values and fields.
     *
     * @param path the column or a part of it, as messages name it
     */
    private void checkEnumLength(DeclaredColumn column, String path, JavaType javaType, Type sqlType) {
        if (javaType instanceof JavaType.JavaListType listType && sqlType instanceof Type.Array arrayType) {
            checkEnumLength(column, path, listType.element(), arrayType.element());
        } else if (javaType instanceof JavaType.JavaMapType mapType && sqlType instanceof Type.Map sqlMapType) {
            checkEnumLength(column, path, mapType.key(), sqlMapType.key());
            checkEnumLength(column, path, mapType.value(), sqlMapType.value());
        } else if (javaType instanceof JavaType.Struct structType && sqlType instanceof Type.Struct sqlStructType) {
            int fieldCount =
                    Math.min(structType.fields().size(), sqlStructType.fields().size());
            for (int i = 0; i < fieldCount; i++) {
                JavaType.Field field = structType.fields().get(i);
                checkEnumLength(
                        column,
                        path + "." + field.name(),
                        field.type(),
                        sqlStructType.fields().get(i).type());
            }
        } else if (javaType instanceof JavaType.Enumeration enumType
                && sqlType instanceof Type.Text textType
                && textType.length() != Type.Text.UNSPECIFIED_LENGTH) {
            enumType.constants().stream()
                    .filter(constant -> AcceptedMistakes.countBytes(constant) > textType.length())
                    .findFirst()
                    .ifPresent(constant -> findings.add(
                            CompileRule.ENUM_LENGTH,
                            column.place(ColumnPart.TYPE),
                            path,
                            textType.length(),
                            constant,
                            enumType.name().simpleName(),
                            AcceptedMistakes.countBytes(constant)));
        }
    }

    /** Reports an integer type of a record that can't hold each integer of its column. */
    private void checkJavaTypes() {
        for (DeclaredColumn column : table.columns()) {
            Type sqlType = column.definition().type();
            if (sqlType != null
                    && column.javaType() instanceof JavaType.Primitive javaType
                    && PrimitiveType.of(sqlType).isFixedPoint()
                    && PrimitiveType.of(new Type.Scalar(javaType.kind().sqlKind()))
                            .isFixedPoint()
                    && !new JavaTypeFit(javaType).canHold(sqlType)) {
                findings.add(
                        CompileRule.NARROW_JAVA_TYPE,
                        column.place(ColumnPart.TYPE),
                        column.name(),
                        TypeFormat.formatForShowCreate(sqlType),
                        javaType.text(),
                        JavaTypeSuggestion.suggestWithPrecision(sqlType));
            }
        }
    }

    /** Reports a property that limits partitions by range although the table has none; the server accepts it. */
    private void checkRetention() {
        for (Property property : table.statement().properties()) {
            if (AcceptedMistakes.limitsMissingRanges(property, table.statement())) {
                findings.add(
                        CompileRule.RETENTION_WITHOUT_PARTITIONS,
                        Place.of(property.span()),
                        table.name(),
                        property.name());
            }
        }
    }

    /** Reports texts other than true and false, which the server treats as false. */
    private void checkBooleanProperties() {
        for (Property property : table.statement().properties()) {
            String value = property.value().strip();
            boolean isBoolean = value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            if (KnownProperty.FLAT_JSON_ENABLE.isNamed(property.name())
                    && !isBoolean
                    && !Placeholder.isPlaceholder(value)) {
                findings.add(CompileRule.NOT_BOOLEAN, Place.of(property.span()), property.value(), property.name());
            }
        }
    }
}
