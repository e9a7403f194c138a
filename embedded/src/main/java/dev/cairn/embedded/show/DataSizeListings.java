package dev.cairn.embedded.show;

import dev.cairn.catalog.Rollup;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.context.NameRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.TreeSet;

/** Lists the sizes of tables and of their indexes, as SHOW DATA does. */
record DataSizeListings(SessionSnapshot snapshot) {
    private static final String UNLIMITED_QUOTA = "8388608.000 TB";

    Listing listDataSizes(TokenReader tokens) {
        if (!tokens.accept("FROM")) {
            return listTableSizes();
        }
        return listIndexSizes(tokens.readQualifiedName());
    }

    private Listing listTableSizes() {
        Listing listing = snapshot.createListing("SHOW DATA");
        String databaseName = snapshot.requireDefaultDatabaseName();
        long totalBytes = 0;
        int totalReplicaCount = 0;
        for (DatabaseObject object : snapshot.visibility().visibleObjects(snapshot.requireDatabase(databaseName))) {
            if (object.storesRows()) {
                ObjectSize size = computeSize(databaseName, object);
                listing.addRow(object.name(), ObjectSize.formatSize(size.byteCount()), size.replicaCount());
                totalBytes += size.byteCount();
                totalReplicaCount += size.replicaCount();
            }
        }
        return listing.addRow("Total", ObjectSize.formatSize(totalBytes), totalReplicaCount)
                .addRow("Quota", UNLIMITED_QUOTA, Long.MAX_VALUE)
                .addRow("Left", UNLIMITED_QUOTA, Long.MAX_VALUE - totalReplicaCount);
    }

    private Listing listIndexSizes(QualifiedName name) {
        String tableName = name.lastPart().text();
        DatabaseObject object = snapshot.findObject(name)
                .orElseThrow(() -> Refusal.ofAnalysis(Span.NONE, NameRule.TABLE_NOT_FOUND, tableName));
        String databaseName = snapshot.resolveDatabaseName(name);
        snapshot.visibility().requireAnyPrivilege(databaseName, object);
        if (!object.storesRows()) {
            throw Refusal.ofAnalysis(Span.NONE, ServerError.NOT_OLAP_TABLE, tableName);
        }
        // The server calls a table and its rollups the materialized indexes of the table.
        TreeSet<String> indexNames = new TreeSet<>(List.of(tableName));
        object.findTable()
                .ifPresent(table -> table.rollups().stream().map(Rollup::name).forEach(indexNames::add));
        ObjectSize size = computeSize(databaseName, object);
        Listing listing = snapshot.createListing("SHOW DATA FROM");
        for (String indexName : indexNames) {
            // The rows of rollups are not stored.
            ObjectSize indexSize = indexName.equals(tableName) ? size : ObjectSize.EMPTY;
            listing.addRow(
                    indexName.equals(indexNames.first()) ? tableName : "",
                    indexName,
                    ObjectSize.formatSize(indexSize.byteCount()),
                    size.replicaCount(),
                    indexSize.rowCount());
        }
        return listing.addRow(
                "", "Total", ObjectSize.formatSize(size.byteCount()), size.replicaCount() * indexNames.size(), "");
    }

    private ObjectSize computeSize(String databaseName, DatabaseObject object) {
        return ObjectSize.of(snapshot, databaseName, object.name()).orElse(ObjectSize.EMPTY);
    }
}
