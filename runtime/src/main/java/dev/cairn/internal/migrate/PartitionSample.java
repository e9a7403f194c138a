package dev.cairn.internal.migrate;

import dev.cairn.DataTestResult.Extent;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.schema.DataTest;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Named;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The newest partitions of a table or materialized view.
 *
 * @param names their names, the oldest first; empty if the object is not partitioned
 * @param partitionCount the number of partitions that may have rows
 */
record PartitionSample(List<String> names, int partitionCount) {
    static final PartitionSample NONE = new PartitionSample(List.of(), 0);

    /** The version of a partition into which nothing was loaded yet. */
    private static final String NEVER_LOADED = "1";

    PartitionSample {
        names = List.copyOf(names);
    }

    /** Asks the server for the partitions of an object. */
    static PartitionSample readNewest(ServerConnection connection, String object, int count) {
        List<NamedRow> listed = new ArrayList<>(
                connection.fetchNamedRows("SHOW PARTITIONS FROM " + SqlQuoting.quoteQualifiedName(object)));
        if (listed.stream().allMatch(row -> row.text("PartitionKey").isEmpty())) {
            return NONE;
        }
        if (listed.stream().noneMatch(row -> !row.text("Range").isEmpty())) {
            // The server sorts ranges; lists of values have no order, so the partitions that were created last are the
            // newest.
            listed.sort(Comparator.comparingLong(row -> Long.parseLong(row.text("PartitionId"))));
        }
        List<String> loaded = listed.stream()
                .filter(row -> !row.text("VisibleVersion").equals(NEVER_LOADED))
                .map(row -> row.text("PartitionName"))
                .distinct()
                .toList();
        return new PartitionSample(loaded.subList(Math.max(0, loaded.size() - count), loaded.size()), loaded.size());
    }

    /** Returns the query of a test that reads only these partitions of its object. */
    Extent extentOf(DataTest test) {
        if (names.isEmpty() || names.size() == partitionCount) {
            return new Extent(test.sql(), List.of(), 0);
        }
        Span name = findObject(test.sql()).name().span();
        int end = name.offset() + name.length();
        String partitions = names.stream().map(SqlQuoting::quoteName).collect(Collectors.joining(", "));
        String sql = test.sql().substring(0, end) + " PARTITION (" + partitions + ")"
                + test.sql().substring(end);
        return new Extent(sql, names, partitionCount);
    }

    /** The object of a test is the first one in the FROM clause of its query. */
    private static Named findObject(String sql) {
        List<Named> relations = new ArrayList<>();
        Sql.parseQuery(sql).visit(new Query.QueryVisitor() {
            @Override
            public void visitRelation(Relation relation) {
                if (relation instanceof Named named) {
                    relations.add(named);
                }
            }
        });
        return relations.get(0);
    }
}
