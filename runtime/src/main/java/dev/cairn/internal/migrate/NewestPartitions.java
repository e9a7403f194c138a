package dev.cairn.internal.migrate;

import dev.cairn.DataTestResult.ExecutedQuery;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.PartitionState;
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
 * The newest partitions of a table or materialized view into which rows were loaded.
 *
 * @param names the names of the partitions, the oldest first; empty if the object is not partitioned, or if no rows
 *     were loaded into it
 * @param loadedPartitionCount the number of all partitions into which rows were loaded
 */
record NewestPartitions(List<String> names, int loadedPartitionCount) {
    /** No partitions: a test reads the whole object. */
    static final NewestPartitions UNRESTRICTED = new NewestPartitions(List.of(), 0);

    NewestPartitions {
        names = List.copyOf(names);
    }

    /**
     * Reads the partitions of an object, and selects the newest ones with rows.
     *
     * @return {@link #UNRESTRICTED} if the object is not partitioned
     */
    static NewestPartitions read(ServerConnection connection, String objectName, int maxCount) {
        return select(
                connection.fetchNamedRows("SHOW PARTITIONS FROM " + SqlQuoting.quoteQualifiedName(objectName)),
                maxCount);
    }

    /** Selects the newest partitions with rows from the rows of SHOW PARTITIONS. */
    static NewestPartitions select(List<NamedRow> shownRows, int maxCount) {
        List<NamedRow> partitionRows = new ArrayList<>(shownRows);
        if (partitionRows.stream().allMatch(row -> row.text("PartitionKey").isEmpty())) {
            return UNRESTRICTED;
        }
        if (partitionRows.stream().allMatch(row -> row.text("Range").isEmpty())) {
            // The server sorts ranges; lists of values have no order, so the partitions that were created last are the
            // newest.
            partitionRows.sort(Comparator.comparingLong(row -> Long.parseLong(row.text("PartitionId"))));
        }
        List<String> loadedPartitionNames = partitionRows.stream()
                .filter(PartitionState::wasWrittenTo)
                .map(row -> row.text("PartitionName"))
                .distinct()
                .toList();
        return new NewestPartitions(
                loadedPartitionNames.subList(
                        Math.max(0, loadedPartitionNames.size() - maxCount), loadedPartitionNames.size()),
                loadedPartitionNames.size());
    }

    /**
     * Restricts the query of a test to these partitions of its object. The query stays as it is if no partition was
     * selected, or if all with rows were.
     */
    ExecutedQuery restrict(DataTest test) {
        if (names.isEmpty() || names.size() == loadedPartitionCount) {
            return new ExecutedQuery(test.sql(), List.of(), 0);
        }
        Span nameSpan = extractTestedRelation(test.sql()).name().span();
        int nameEnd = nameSpan.endOffset();
        String joinedQuotedNames = names.stream().map(SqlQuoting::quoteName).collect(Collectors.joining(", "));
        String sql = test.sql().substring(0, nameEnd) + " PARTITION (" + joinedQuotedNames + ")"
                + test.sql().substring(nameEnd);
        return new ExecutedQuery(sql, names, loadedPartitionCount);
    }

    /** Returns the object of a test, which is the first one in the FROM clause of its query. */
    private static Named extractTestedRelation(String sql) {
        List<Named> namedRelations = new ArrayList<>();
        Sql.parseQuery(sql).visit(new Query.QueryVisitor() {
            @Override
            public void visitRelation(Relation relation) {
                if (relation instanceof Named namedRelation) {
                    namedRelations.add(namedRelation);
                }
            }
        });
        return namedRelations.get(0);
    }
}
