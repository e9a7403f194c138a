package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the clauses of ALTER TABLE that rewrite the whole table, and ORDER BY, which resembles one of them. */
final class OptimizeParser {
    private final Cursor cursor;
    private final ClauseParser clauses;
    private final PartitionParser partitions;

    OptimizeParser(Cursor cursor, ClauseParser clauses, PartitionParser partitions) {
        this.cursor = cursor;
        this.clauses = clauses;
        this.partitions = partitions;
    }

    AlterClause clause(int start) {
        PartitionNames names = clauses.partitionNamesAt(0) ? clauses.partitionNames() : null;
        KeyClause key = clauses.key();
        PartitionClause partitioning = partitions.clause();
        boolean orderFirst = start == cursor.position();
        List<SortItem> orderBy = clauses.orderBy();
        Distribution distribution = clauses.distribution();
        if (orderFirst && distribution == null && !cursor.at(Keyword.BETWEEN)) {
            List<Name> columns = columns(orderBy);
            if (!columns.isEmpty()) {
                return reorder(columns, start);
            }
        }
        if (distribution instanceof Distribution.Hash hash && cursor.take(Keyword.DEFAULT)) {
            cursor.expect(Keyword.BUCKETS);
            Distribution.Hash withBuckets = new Distribution.Hash(hash.columns(), clauses.bucketCount(), hash.span());
            return new AlterClause.DefaultBuckets(withBuckets, cursor.since(start));
        }
        AlterClause.Between between = between();
        if (start == cursor.position()) {
            throw cursor.expected("a clause of ALTER TABLE");
        }
        return new AlterClause.Optimize(names, key, partitioning, orderBy, distribution, between, cursor.since(start));
    }

    private AlterClause.@Nullable Between between() {
        if (!cursor.take(Keyword.BETWEEN)) {
            return null;
        }
        String from = cursor.text();
        cursor.expect(Keyword.AND);
        return new AlterClause.Between(from, cursor.text());
    }

    private AlterClause reorder(List<Name> columns, int start) {
        Name rollup = cursor.take(Keyword.FROM) ? cursor.name() : null;
        List<Property> properties = clauses.properties();
        return new AlterClause.Reorder(columns, rollup, properties, cursor.since(start));
    }

    /** Returns the columns if all items are unqualified columns without a direction; otherwise an empty list. */
    private static List<Name> columns(List<SortItem> items) {
        List<Name> columns = new ArrayList<>();
        for (SortItem item : items) {
            if (item.ascending() != null
                    || item.nullsFirst() != null
                    || !(item.value() instanceof Expression.Reference reference)
                    || reference.name().parts().size() > 1) {
                return List.of();
            }
            columns.add(reference.name().last());
        }
        return columns;
    }
}
