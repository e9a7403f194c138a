package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The PARTITION BY clause that SHOW CREATE TABLE prints. Automatically created partitions are not listed. */
public final class ShownPartitioning {
    private static final String REPLICAS = "replication_num";

    private ShownPartitioning() {}

    public static @Nullable PartitionClause of(ServerProfile profile, Table table) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.Range range) {
            return new PartitionClause.Range(
                    references(range.columns()), partitions(table, range.partitions()), Span.NONE);
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            List<Expression> by = List.of(ExpressionPrintStyle.BARE.show(range.by()));
            return range.automatic()
                    ? new PartitionClause.By(by, false, false, List.of(), Span.NONE)
                    : new PartitionClause.Range(by, partitions(table, range.partitions()), Span.NONE);
        }
        if (partitioning instanceof Partitioning.InList list) {
            List<Name> columns = list.columns().stream().map(Name::of).toList();
            return new PartitionClause.InList(columns, true, true, partitions(table, plainFirst(list)), Span.NONE);
        }
        return partitioning instanceof Partitioning.ListBy list
                ? automatic(HiddenColumns.shownItems(profile, table, list))
                : null;
    }

    /** The partitions in the printed order: those of single values come before those of rows. */
    private static List<PartitionDefinition.In> plainFirst(Partitioning.InList list) {
        return list.partitions().stream()
                .sorted(Comparator.comparing(PartitionDefinition.In::rows))
                .toList();
    }

    /** The clause of an automatic partitioning; if all items are columns, it is a plain list of names. */
    static PartitionClause automatic(List<Expression> items) {
        if (items.stream().allMatch(ShownPartitioning::isColumn)) {
            List<Name> columns = items.stream()
                    .map(item -> ((Expression.Reference) item).name().last())
                    .toList();
            return new PartitionClause.InList(columns, false, false, List.of(), Span.NONE);
        }
        return new PartitionClause.By(items, true, false, List.of(), Span.NONE);
    }

    static boolean isColumn(Expression item) {
        return item instanceof Expression.Reference reference
                && reference.name().parts().size() == 1;
    }

    static List<Expression> references(List<String> columns) {
        return columns.stream()
                .<Expression>map(column -> new Expression.Reference(QualifiedName.of(column), Span.NONE))
                .toList();
    }

    static List<PartitionDefinition> partitions(Table table, List<? extends PartitionDefinition> partitions) {
        String replicas = table.properties().value(REPLICAS).orElse("");
        return partitions.stream()
                .map(partition -> partition(partition, replicas))
                .toList();
    }

    private static PartitionDefinition partition(PartitionDefinition partition, String replicas) {
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            return new PartitionDefinition.Fixed(
                    false, fixed.name(), fixed.lower(), fixed.upper(), own(fixed.properties(), replicas), Span.NONE);
        }
        if (partition instanceof PartitionDefinition.In in) {
            return new PartitionDefinition.In(
                    false, in.name(), in.values(), in.rows(), own(in.properties(), replicas), Span.NONE);
        }
        return partition;
    }

    /** The partition's own properties that are shown: only the number of replicas, if it differs from the table's. */
    private static List<Property> own(List<Property> properties, String replicas) {
        return properties.stream()
                .filter(property ->
                        property.name().equals(REPLICAS) && !property.value().equals(replicas))
                .toList();
    }
}
