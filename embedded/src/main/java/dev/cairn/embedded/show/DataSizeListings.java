package dev.cairn.embedded.show;

import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Lists the sizes of tables and of their indexes, as SHOW DATA does. */
record DataSizeListings(SessionSnapshot snapshot) {
    private static final String UNLIMITED_QUOTA = "8388608.000 TB";

    Listing listDataSizes(TokenReader tokens) {
        if (!tokens.accept("FROM")) {
            return listTableSizes();
        }
        List<String> nameParts = new ArrayList<>(List.of(tokens.readName()));
        while (tokens.accept(".")) {
            nameParts.add(tokens.readName());
        }
        return listIndexSizes(QualifiedName.of(nameParts.toArray(String[]::new)));
    }

    private Listing listTableSizes() {
        Listing listing = snapshot.createListing("SHOW DATA");
        String name = snapshot.databaseName(null);
        long totalBytes = 0;
        int totalReplicas = 0;
        for (DatabaseObject object : snapshot.visibleObjects(snapshot.requireDatabase(name))) {
            if (object.isStored()) {
                ObjectSize size = sizeOf(name, object);
                listing.addRow(object.name(), ObjectSize.formatSize(size.bytes()), size.replicaCount());
                totalBytes += size.bytes();
                totalReplicas += size.replicaCount();
            }
        }
        return listing.addRow("Total", ObjectSize.formatSize(totalBytes), totalReplicas)
                .addRow("Quota", UNLIMITED_QUOTA, Long.MAX_VALUE)
                .addRow("Left", UNLIMITED_QUOTA, Long.MAX_VALUE - totalReplicas);
    }

    private Listing listIndexSizes(QualifiedName name) {
        String table = name.lastPart().text();
        DatabaseObject object = snapshot.findObject(name)
                .orElseThrow(() -> Refusal.ofAnalysis(Span.NONE, ServerError.UNKNOWN_TABLE, table));
        snapshot.requireAnyPrivilege(snapshot.databaseOf(name), object);
        if (!object.isStored()) {
            throw Refusal.ofAnalysis(Span.NONE, ServerError.NOT_OLAP_TABLE, table);
        }
        TreeSet<String> indexNames = new TreeSet<>(List.of(table));
        findTable(object)
                .ifPresent(tableObject ->
                        tableObject.rollups().stream().map(Rollup::name).forEach(indexNames::add));
        ObjectSize size = sizeOf(snapshot.databaseOf(name), object);
        Listing listing = snapshot.createListing("SHOW DATA FROM");
        for (String indexName : indexNames) {
            // The rows of rollups are not stored.
            ObjectSize indexSize = indexName.equals(table) ? size : ObjectSize.EMPTY;
            listing.addRow(
                    indexName.equals(indexNames.first()) ? table : "",
                    indexName,
                    ObjectSize.formatSize(indexSize.bytes()),
                    size.replicaCount(),
                    indexSize.rowCount());
        }
        return listing.addRow(
                "", "Total", ObjectSize.formatSize(size.bytes()), size.replicaCount() * indexNames.size(), "");
    }

    private ObjectSize sizeOf(String database, DatabaseObject object) {
        return ObjectSize.of(snapshot, database, object.name()).orElse(ObjectSize.EMPTY);
    }

    static Optional<Table> findTable(DatabaseObject object) {
        return object instanceof DatabaseObject.DatabaseTable table ? Optional.of(table.table()) : Optional.empty();
    }
}
