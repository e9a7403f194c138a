package dev.cairn.plan.part;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.ExcludedTables;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.engine.property.RetentionLimit;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.ObjectParts.Content;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.CommentClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Divides objects into their parts. The text of each part is the clause that would create it, so two parts are equal if
 * the same clause creates them.
 */
final class ObjectPartsCollector {
    /** The text of a session variable that is set to an empty value, as a part with an empty text does not exist. */
    private static final String EMPTY_VARIABLE_TEXT = "''";

    private final ServerProfile profile;
    private final SortedMap<ObjectPart, Content> contents;

    /** @param contents receives the content of each part */
    ObjectPartsCollector(ServerProfile profile, SortedMap<ObjectPart, Content> contents) {
        this.profile = profile;
        this.contents = contents;
    }

    void addTable(Table table) {
        CreateTable shownStatement = ShowCreate.shownStatement(profile, table);
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnDefinition column = shownStatement.columns().get(i);
            addPart(
                    ObjectPart.ofColumn(column.name().text()),
                    renderColumn(column, table, table.columns().get(i)));
        }
        addPart(
                ObjectPart.of(Kind.COLUMN_ORDER),
                joinNames(table.columns().stream().map(column -> column.name())));
        shownStatement.clauses().forEach(clause -> addTableClause(clause, table));
        addSortKey(table);
        addRollups(table);
        // Every table has a medium, but the server prints it only if a statement specified it.
        contents.put(ObjectPart.ofProperty(KnownProperty.STORAGE_MEDIUM.propertyName()), new Content("", true));
        Table effectiveTable =
                table.withProperties(RetentionLimit.withoutIneffectiveLimits(table.partitioning(), table.properties()));
        addProperties(
                OwnerKind.TABLE, ShowCreate.writtenProperties(profile, effectiveTable), effectiveTable.properties());
    }

    private void addTableClause(CreateClause clause, Table table) {
        switch (clause.kind()) {
            case INDEXES -> addIndexes(((IndexClause) clause).items());
            // A shared-data server prints a default comment for a table that has no comment.
            case COMMENT -> addPart(ObjectPart.of(Kind.COMMENT), ((CommentClause) clause).comment());
            case PARTITIONING -> addPartitioning((PartitionClause) clause, table);
            case DISTRIBUTION -> addDistribution((Distribution) clause);
            case ORDER_BY, ROLLUPS, PROPERTIES -> {} // compared as the table stores them
            default -> addPart(ObjectPart.ofClause(clause.kind()), Sql.render(clause));
        }
    }

    /**
     * Renders a column. Backquotes around names in an expression depend only on the place where the expression was
     * written, so they are omitted.
     */
    private String renderColumn(ColumnDefinition shownColumn, Table table, Column column) {
        return Sql.render(
                shownColumn.generatedValue() == null
                        ? shownColumn
                        : shownColumn.withGeneratedValue(
                                ShowCreate.writtenColumn(profile, table, column).generatedValue()));
    }

    void addView(View view) {
        addViewColumns(view.columns());
        addPart(ObjectPart.of(Kind.COMMENT), view.comment());
        addPart(ObjectPart.of(Kind.SECURITY), view.security().name());
        addPart(ObjectPart.of(Kind.QUERY), Sql.render(view.definition().query().query()));
    }

    void addMaterializedView(MaterializedView view) {
        CreateMaterializedView shownStatement = ShowCreate.shownStatement(profile, view);
        addViewColumns(view.columns());
        shownStatement.clauses().forEach(this::addMaterializedViewClause);
        addPart(ObjectPart.of(Kind.SORT_KEY), joinNames(view.declaredSortKey().stream()));
        addProperties(OwnerKind.MATERIALIZED_VIEW, List.of(), view.properties());
        StoredProperties properties = RefreshVariables.withoutCopiedTimeout(ExcludedTables.withShortTableNames(view));
        properties.settingByName().forEach((name, setting) -> {
            if (!setting.isAssumed()) {
                // An empty value is equivalent to no value, except for a variable, which then is empty.
                boolean isEmptyVariable = setting.value().isEmpty() && name.startsWith(RefreshVariables.PREFIX);
                addPart(
                        ObjectPart.ofProperty(name),
                        isEmptyVariable
                                ? EMPTY_VARIABLE_TEXT
                                : normalizeValue(OwnerKind.MATERIALIZED_VIEW, name, setting.value()));
            }
        });
        addPart(ObjectPart.of(Kind.QUERY), Sql.render(view.definition().query().query()));
        addPart(ObjectPart.of(Kind.ACTIVITY), view.isActive() ? "ACTIVE" : "INACTIVE");
    }

    private void addMaterializedViewClause(CreateClause clause) {
        switch (clause.kind()) {
            case INDEXES -> addIndexes(((IndexClause) clause).items());
            case COMMENT -> addPart(ObjectPart.of(Kind.COMMENT), ((CommentClause) clause).comment());
            case VIEW_PARTITIONING ->
                addPart(
                        ObjectPart.of(Kind.PARTITIONING),
                        ((ViewPartitionClause) clause)
                                .items().stream()
                                        .map(item -> Sql.render(item).replace("`", ""))
                                        .collect(Collectors.joining(", ")));
            case DISTRIBUTION -> addDistribution((Distribution) clause);
            case REFRESH -> addPart(ObjectPart.of(Kind.REFRESH), renderRefresh((ViewStatement.Refresh) clause));
            case ORDER_BY, PROPERTIES -> {} // compared as the view stores them
            default -> addPart(ObjectPart.ofClause(clause.kind()), Sql.render(clause));
        }
    }

    /** Adds a part; does nothing for an empty text, because the object then does not have this part. */
    private void addPart(ObjectPart part, String text) {
        if (!text.isEmpty()) {
            contents.put(part, new Content(text, false));
        }
    }

    private void addViewColumns(List<ViewColumn> columns) {
        columns.forEach(column -> contents.put(
                ObjectPart.ofColumn(column.name()), new Content(column.name() + " " + column.comment(), false)));
        addPart(ObjectPart.of(Kind.COLUMN_ORDER), joinNames(columns.stream().map(ViewColumn::name)));
    }

    private static String joinNames(Stream<String> names) {
        return names.map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private void addIndexes(List<IndexDefinition> indexes) {
        for (IndexDefinition index : indexes) {
            addPart(ObjectPart.ofIndex(index.name().text()), Sql.render(new AlterClause.AddIndex(index, Span.NONE)));
        }
    }

    private void addDistribution(Distribution distribution) {
        boolean isEndAssumed = distribution.buckets() instanceof Buckets.AssumedCount;
        String text = Sql.render(AlterClause.Optimize.of(distribution.withoutAssumedBuckets()));
        contents.put(ObjectPart.of(Kind.DISTRIBUTION), new Content(text, false, isEndAssumed));
    }

    private void addPartitioning(PartitionClause clause, Table table) {
        String text = Sql.render(AlterClause.Optimize.of(DeclaredPartitions.withoutPartitions(clause)));
        // The server puts backquotes around a renamed column in an expression.
        addPart(ObjectPart.of(Kind.PARTITIONING), text.replace("`", ""));
        TablePartitions partitions = TablePartitions.of(table);
        for (PartitionDefinition partition : DeclaredPartitions.find(clause, table)) {
            addPart(
                    new ObjectPart(Kind.PARTITION, partition.name().text()),
                    Sql.render(AlterClause.AddPartition.of(partitions.canonicalize(partition))));
        }
    }

    /**
     * Adds the sort key, unless it equals the key: a table without a sort key is sorted by its key.
     */
    private void addSortKey(Table table) {
        if (!table.sortKey().equals(table.keyColumnNames())) {
            addPart(ObjectPart.of(Kind.SORT_KEY), joinNames(table.sortKey().stream()));
        }
    }

    private void addRollups(Table table) {
        table.rollups().stream().filter(rollup -> rollup.query() != null).forEach(rollup -> {
            String query = Sql.render(Objects.requireNonNull(rollup.query()).query());
            addPart(new ObjectPart(Kind.ROLLUP, rollup.name()), query);
        });
        for (RollupDefinition rollup : ShowCreate.writtenRollups(profile, table)) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name().text());
            if (!contents.containsKey(part)) {
                addPart(part, Sql.render(new AlterClause.AddRollup(rollup, Span.NONE)));
            }
        }
    }

    /**
     * Adds properties. An assumed property exists although the definition does not specify it: it may have any value,
     * unless all servers have the same default.
     */
    private void addProperties(
            OwnerKind ownerKind, List<Property> declaredProperties, StoredProperties storedProperties) {
        storedProperties.settingByName().forEach((name, setting) -> {
            if (setting.isAssumed()) {
                boolean hasFixedDefault = KnownProperty.findDefinition(name, ownerKind)
                        .filter(PropertyDefinition::hasServerIndependentDefault)
                        .isPresent();
                contents.put(ObjectPart.ofProperty(name), new Content(setting.value(), !hasFixedDefault));
            }
        });
        declaredProperties.forEach(property -> addPart(
                ObjectPart.ofProperty(property.name()), normalizeValue(ownerKind, property.name(), property.value())));
    }

    private static String normalizeValue(OwnerKind ownerKind, String name, String value) {
        return KnownProperty.findDefinition(name, ownerKind)
                .map(definition -> definition.canonicalize(value))
                .orElse(value);
    }

    /**
     * Renders the refresh scheme of a materialized view. A deferred first refresh is in the past, and no ALTER changes
     * it, so it is omitted.
     */
    private static String renderRefresh(Refresh refresh) {
        return Sql.render(new Refresh(null, refresh.scheme(), refresh.start(), refresh.interval(), refresh.span()));
    }
}
