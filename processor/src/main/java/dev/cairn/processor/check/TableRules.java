package dev.cairn.processor.check;

import dev.cairn.engine.property.KnownProperty;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.OldName;
import dev.cairn.processor.model.Place;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;

/**
 * Checks a table for mistakes that the engine does not refuse, or of which it would refuse only the first one, and for
 * designs that are likely mistakes.
 */
public record TableRules(CheckedTable table, Findings findings) {
    public static void check(CheckedTable table, Findings findings) {
        TableRules rules = new TableRules(table, findings);
        rules.checkColumnNames();
        for (DeclaredColumn column : table.columns()) {
            rules.checkNullness(column);
            rules.checkIgnoredAggregate(column);
        }
        if (table.declaration().source()) {
            rules.checkImpliedKey();
            rules.checkUnboundedKey();
            rules.checkBuckets();
            rules.checkReplicas();
            rules.checkRenamedColumns();
        }
    }

    /** Each column that a clause names exists. */
    private void checkColumnNames() {
        for (Name name : table.columnReferences()) {
            if (table.column(name.text()).isEmpty()) {
                String suggestion = Suggestion.after(name.text(), table.names());
                findings.add(FindingCode.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), suggestion);
            }
        }
    }

    /** A generated column is always nullable. */
    private void checkNullness(DeclaredColumn column) {
        ColumnDefinition definition = column.definition();
        if (definition.generated() != null
                && Boolean.FALSE.equals(definition.nullable())
                && table.model() != KeyModel.AGGREGATE
                && !table.isKey(column)) {
            findings.add(FindingCode.GENERATED_NOT_NULL, column.place(Part.NOT_NULL), column.name());
        }
    }

    /** The server accepts REPLACE in every table, and ignores it in tables that do not replace rows. */
    private void checkIgnoredAggregate(DeclaredColumn column) {
        if (column.definition().aggregation() == Aggregation.Function.REPLACE
                && table.model() != KeyModel.AGGREGATE
                && !table.isKey(column)) {
            findings.add(FindingCode.AGGREGATE_IGNORED, column.place(Part.AGGREGATE), column.name(), table.keyWords());
        }
    }

    /** Each new column without an aggregate function joins an implicit aggregate key. */
    private void checkImpliedKey() {
        if (table.statement().key() == null && table.model() == KeyModel.AGGREGATE) {
            findings.add(FindingCode.IMPLIED_KEY, table.place(), table.keyInJava());
        }
    }

    /** The server keeps the index of a primary key in memory. */
    private void checkUnboundedKey() {
        for (DeclaredColumn column : table.columns()) {
            if (table.model() == KeyModel.PRIMARY
                    && table.isKey(column)
                    && column.type() == JavaType.Simple.STRING
                    && isUnbounded(column.definition())
                    && !column.parts().containsKey(Part.TYPE)) {
                findings.add(FindingCode.UNBOUNDED_KEY, column.place(), column.name());
            }
        }
    }

    private void checkBuckets() {
        Distribution distribution = table.statement().distribution();
        if (distribution != null && hasSingleBucket(table.statement())) {
            findings.add(FindingCode.SINGLE_BUCKET, Place.of(distribution.span()), table.name());
        }
    }

    private void checkReplicas() {
        for (Property property : table.statement().properties()) {
            if (isSingleReplica(property, table.profile())) {
                findings.add(FindingCode.SINGLE_REPLICA, Place.of(property.span()));
            }
        }
    }

    /** No column has the old name of another one. */
    private void checkRenamedColumns() {
        RenameChain<DeclaredColumn> names = new RenameChain<>(
                column -> RenameChain.text(column.renamedFrom()),
                table::column,
                column -> column.definition().withName(Name.of("")));
        for (DeclaredColumn column : table.columns()) {
            OldName before = column.renamedFrom();
            if (before == null) {
                continue;
            }
            if (before.name().equalsIgnoreCase(column.name())) {
                findings.add(FindingCode.RENAMED_FROM_ITSELF, before.place(), column.name());
            } else if (!names.canBe(column)) {
                findings.add(FindingCode.RENAMED_FROM_PRESENT, before.place(), column.name(), before.name());
            }
        }
    }

    /** Whether all rows are in one bucket; with partitions, or in a colocation group, this may be intended. */
    public static boolean hasSingleBucket(CreateTable table) {
        return table.distribution() != null
                && table.distribution().buckets() instanceof Buckets.Count count
                && count.value() == 1
                && table.partitioning() == null
                && table.properties().stream().map(Property::name).noneMatch(KnownProperty.COLOCATE_WITH::is);
    }

    /** Whether rows have a single copy; object storage has replicas of its own. */
    public static boolean isSingleReplica(Property property, ServerProfile profile) {
        return !profile.sharedData()
                && KnownProperty.REPLICATION_NUM.is(property.name())
                && property.value().strip().equals("1");
    }

    /** Whether the type is a text without a declared length. */
    public static boolean isUnbounded(ColumnDefinition column) {
        return column.type() instanceof Type.Text text && text.length() == Type.Text.STRING_LENGTH;
    }
}
