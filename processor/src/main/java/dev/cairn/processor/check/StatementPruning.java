package dev.cairn.processor.check;

import dev.cairn.processor.check.rule.PartitionLookup;
import dev.cairn.processor.check.rule.ReferencedColumns;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.PartitionDependentProperties;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Removes the part of a statement that has an error, so that the next error can be found. Only parts that no other part
 * depends on are removed.
 */
final class StatementPruning {
    private final Place mistake;
    private final boolean refused;

    private StatementPruning(Place mistake, boolean refused) {
        this.mistake = mistake;
        this.refused = refused;
    }

    /**
     * Empty where the mistake is in a part that can't be missing.
     *
     * @param refused whether the engine found it: then it may be in a default, of which the rules say nothing
     */
    static Optional<Statement> without(
            Place mistake, boolean refused, Statement statement, List<DeclaredColumn> columns) {
        StatementPruning pruning = new StatementPruning(mistake, refused);
        Optional<? extends Statement> pruned = Optional.empty();
        if (statement instanceof CreateTable table) {
            pruned = pruning.of(table, columns);
        } else if (statement instanceof CreateMaterializedView view) {
            pruned = pruning.of(view);
        }
        return pruned.map(Statement.class::cast);
    }

    private Optional<CreateTable> of(CreateTable table, List<DeclaredColumn> columns) {
        PartitionClause partitions = table.partitioning();
        PartitionClause remaining =
                partitions == null || areAt(ReferencedColumns.ofPartitions(partitions)) ? null : of(partitions);
        CreateTable pruned = new CreateTable(
                table.lifetime(),
                table.ifNotExists(),
                table.name(),
                columns(table.columns(), columns),
                without(table.indexes(), this::isAt),
                table.engine(),
                table.charset(),
                table.key(),
                table.comment(),
                remaining,
                distribution(table),
                table.orderBy().stream().anyMatch(item -> isAt(item.value().span())) ? List.of() : table.orderBy(),
                without(table.rollups(), this::isAt),
                properties(table.properties(), remaining != null || partitions == null),
                table.brokerProperties(),
                table.span());
        // What was calculated would need an aggregate now.
        boolean merges = table.key() != null && table.key().model() == KeyModel.AGGREGATE;
        boolean lost = merges && !generated(pruned).equals(generated(table));
        return lost || pruned.equals(table) ? Optional.empty() : Optional.of(pruned);
    }

    private static List<ColumnDefinition> generated(CreateTable table) {
        return without(table.columns(), column -> column.generated() == null);
    }

    private Optional<CreateMaterializedView> of(CreateMaterializedView view) {
        boolean divided = view.partitionBy().stream().noneMatch(item -> areAt(ReferencedColumns.in(item)));
        CreateMaterializedView pruned = new CreateMaterializedView(
                view.ifNotExists(),
                view.name(),
                view.columns(),
                without(view.indexes(), this::isAt),
                view.comment(),
                divided ? view.partitionBy() : List.of(),
                divided && view.partitionParentheses(),
                view.distribution() instanceof Distribution.Hash hash && areAt(hash.columns())
                        ? new Distribution.Random(hash.buckets(), hash.span())
                        : view.distribution(),
                areAt(ReferencedColumns.ofOrder(view.orderBy())) ? List.of() : view.orderBy(),
                view.refresh(),
                properties(view.properties(), divided),
                view.query(),
                view.span());
        return pruned.equals(view) ? Optional.empty() : Optional.of(pruned);
    }

    private boolean isAt(Span span) {
        return Place.of(span).equals(mistake);
    }

    private boolean isAt(IndexDefinition index) {
        return isAt(index.span()) || areAt(index.columns());
    }

    private boolean isAt(RollupDefinition rollup) {
        return isAt(rollup.span()) || areAt(rollup.columns()) || areAt(rollup.duplicateKey());
    }

    private boolean areAt(List<Name> names) {
        return names.stream().anyMatch(name -> isAt(name.span()));
    }

    private static <T> List<T> without(List<T> all, Predicate<T> mistaken) {
        return all.stream().filter(mistaken.negate()).toList();
    }

    /** Distributes by the key if the server would not choose a distribution itself. */
    private @Nullable Distribution distribution(CreateTable table) {
        KeyClause key = table.key();
        Distribution distribution = table.distribution();
        boolean mistaken = distribution instanceof Distribution.Hash hash && areAt(hash.columns());
        if (distribution == null || !mistaken) {
            return distribution;
        }
        return key == null ? null : new Distribution.Hash(key.columns(), distribution.buckets(), distribution.span());
    }

    /** Removes the properties of partitions together with the partitioning. */
    private List<Property> properties(List<Property> properties, boolean divided) {
        return divided ? properties(properties) : PartitionDependentProperties.removedFrom(properties);
    }

    /** Properties with the same prefix depend on one another. */
    private List<Property> properties(List<Property> properties) {
        Optional<String> mistaken = properties.stream()
                .filter(property -> isAt(property.span()))
                .map(StatementPruning::family)
                .findFirst();
        return mistaken.map(family ->
                        without(properties, property -> family(property).equals(family)))
                .orElse(properties);
    }

    private static String family(Property property) {
        return property.name().split("[._]", 2)[0];
    }

    private PartitionClause of(PartitionClause clause) {
        List<PartitionDefinition> remaining =
                without(PartitionLookup.in(clause), partition -> PartitionLookup.isAt(mistake, partition));
        if (clause instanceof PartitionClause.Range range) {
            return new PartitionClause.Range(range.by(), remaining, range.span());
        }
        return clause instanceof PartitionClause.InList list
                ? new PartitionClause.InList(list.columns(), list.word(), list.explicit(), remaining, list.span())
                : clause;
    }

    /** Removes invalid defaults, and all generated columns if one is invalid: they must stand together. */
    private List<ColumnDefinition> columns(List<ColumnDefinition> definitions, List<DeclaredColumn> declared) {
        boolean generated = false;
        List<ColumnDefinition> pruned = new ArrayList<>(definitions.size());
        for (int i = 0; i < definitions.size(); i++) {
            ColumnDefinition definition = definitions.get(i);
            boolean mistaken = isAt(definition, declared);
            generated |= mistaken && definition.generated() != null;
            pruned.add(mistaken ? plain(definition, definition.generated() != null) : definition);
        }
        return generated ? pruned.stream().map(each -> plain(each, true)).toList() : pruned;
    }

    private boolean isAt(ColumnDefinition definition, List<DeclaredColumn> declared) {
        if (definition.generated() == null) {
            boolean computed = definition.defaultValue() instanceof Default.Computed value
                    && isAt(value.expression().span());
            return refused && (computed || isAt(definition.span()) || isPart(definition, declared));
        }
        return isAt(definition.generated().span()) || isAt(definition.span()) || isPart(definition, declared);
    }

    private boolean isPart(ColumnDefinition definition, List<DeclaredColumn> declared) {
        return declared.stream()
                .filter(column -> column.name().equals(definition.name().text()))
                .anyMatch(column -> column.parts().containsValue(mistake));
    }

    private static ColumnDefinition plain(ColumnDefinition column, boolean stored) {
        return stored ? column.withGenerated(null) : column.withDefaultValue(null);
    }
}
