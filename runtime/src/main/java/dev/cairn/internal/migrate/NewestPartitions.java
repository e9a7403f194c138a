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
record NewestPartitions(List<String> names, int partitionCount) {
    static final NewestPartitions NONE = new NewestPartitions(List.of(), 0);

    /** The version of a partition into which nothing was loaded yet. */
    private static final String INITIAL_VERSION = "1";

    NewestPartitions {
        names = List.copyOf(names);
    }

    /** Asks the server for the partitions of an object. */
    static NewestPartitions readNewest(ServerConnection connection, String object, int count) {
        List<NamedRow> partitionRows = new ArrayList<>(
                connection.fetchNamedRows("SHOW PARTITIONS FROM " + SqlQuoting.quoteQualifiedName(object)));
        if (partitionRows.stream().allMatch(row -> row.text("PartitionKey").isEmpty())) {
            return NONE;
        }
        if (partitionRows.stream().noneMatch(row -> !row.text("Range").isEmpty())) {
            // The server sorts ranges; lists of values have no order, so the partitions that were created last are the
            // newest.
            partitionRows.sort(Comparator.comparingLong(row -> Long.parseLong(row.text("PartitionId"))));
        }
        List<String> loadedNames = partitionRows.stream()
                .filter(row -> !row.text("VisibleVersion").equals(INITIAL_VERSION))
                .map(row -> row.text("PartitionName"))
                .distinct()
                .toList();
        return new NewestPartitions(
                loadedNames.subList(Math.max(0, loadedNames.size() - count), loadedNames.size()), loadedNames.size());
    }

    /** Returns the query of a test that reads only these partitions of its object. */
    Extent createExtent(DataTest test) {
        if (names.isEmpty() || names.size() == partitionCount) {
            return new Extent(test.sql(), List.of(), 0);
        }
        Span nameSpan = findObject(test.sql()).name().span();
        int end = nameSpan.offset() + nameSpan.length();
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
                if (relation instanceof Named namedRelation) {
                    relations.add(namedRelation);
                }
            }
        });
        return relations.get(0);
    }
}
