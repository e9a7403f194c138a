package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The column names in the clauses of a table. */
public final class ReferencedColumns {
    static final String BLOOM_FILTER = "bloom_filter_columns";

    private ReferencedColumns() {}

    /** All names of columns in clauses, in the order of the clauses. */
    public static List<Name> in(CheckedTable table) {
        CreateTable statement = table.statement();
        List<Name> names = new ArrayList<>();
        for (DeclaredColumn column : table.columns()) {
            Expression generated = column.definition().generated();
            if (generated != null) {
                names.addAll(in(generated));
            }
        }
        if (statement.key() != null) {
            names.addAll(statement.key().columns());
        }
        names.addAll(ofPartitions(statement.partitioning()));
        if (statement.distribution() instanceof Distribution.Hash hash) {
            names.addAll(hash.columns());
        }
        names.addAll(ofOrder(statement.orderBy()));
        for (IndexDefinition index : statement.indexes()) {
            names.addAll(index.columns());
        }
        for (RollupDefinition rollup : statement.rollups()) {
            names.addAll(rollup.columns());
            names.addAll(rollup.duplicateKey());
        }
        statement.properties().forEach(property -> names.addAll(ofFilter(property)));
        return names;
    }

    public static List<Name> ofPartitions(@Nullable PartitionClause clause) {
        List<Name> names = new ArrayList<>();
        if (clause instanceof PartitionClause.Range range) {
            range.by().forEach(item -> names.addAll(in(item)));
        } else if (clause instanceof PartitionClause.InList list) {
            names.addAll(list.columns());
        } else if (clause instanceof PartitionClause.By by) {
            by.items().forEach(item -> names.addAll(in(item)));
        }
        return names;
    }

    public static List<Name> ofOrder(List<SortItem> orderBy) {
        List<Name> names = new ArrayList<>();
        orderBy.forEach(item -> names.addAll(in(item.value())));
        return names;
    }

    /** The columns that an expression reads, without qualifiers and without the parameters of lambdas. */
    public static List<Name> in(Expression expression) {
        List<Name> names = new ArrayList<>();
        Set<String> parameters = new HashSet<>();
        expression.visit(part -> {
            if (part instanceof Expression.Reference reference) {
                names.add(reference.name().last());
            } else if (part instanceof Expression.Lambda lambda) {
                lambda.parameters().forEach(parameter -> parameters.add(parameter.text()));
            }
        });
        names.removeIf(name -> parameters.contains(name.text()));
        return names;
    }

    private static List<Name> ofFilter(Property property) {
        List<Name> names = new ArrayList<>();
        if (property.name().equals(BLOOM_FILTER)) {
            for (String name : property.value().split(",", 0)) {
                names.add(new Name(name.trim(), false, property.span()));
            }
        }
        return names;
    }
}
