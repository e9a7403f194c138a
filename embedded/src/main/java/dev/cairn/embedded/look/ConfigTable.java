package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.INT;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code information_schema.tables_config}. */
final class ConfigTable {
    private final SessionSnapshot sight;

    ConfigTable(SessionSnapshot sight) {
        this.sight = sight;
    }

    ResultBuilder listing() {
        ResultBuilder listing = new ResultBuilder()
                .column("TABLE_SCHEMA", varchar(64))
                .column("TABLE_NAME", varchar(64))
                .column("TABLE_ENGINE", varchar(64))
                .column("TABLE_MODEL", varchar(64))
                .column("PRIMARY_KEY", varchar(64))
                .column("PARTITION_KEY", varchar(64))
                .column("DISTRIBUTE_KEY", varchar(64))
                .column("DISTRIBUTE_TYPE", varchar(64))
                .column("DISTRIBUTE_BUCKET", INT)
                .column("SORT_KEY", varchar(64))
                .column("PROPERTIES", varchar(65535))
                .column("TABLE_ID", BIGINT);
        for (Map.Entry<String, Database> entry : sight.catalog().databases()) {
            for (DatabaseObject holding : sight.visible(entry.getValue())) {
                if (holding instanceof DatabaseObject.OfTable table) {
                    row(listing, entry.getKey(), table.table());
                }
            }
        }
        return listing;
    }

    private void row(ResultBuilder listing, String database, Table table) {
        String key = quoted(
                table.columns().stream().filter(Column::key).map(Column::name).toList());
        boolean unique = table.model() == KeyModel.PRIMARY || table.model() == KeyModel.UNIQUE;
        PartitionListing partitions = new PartitionListing(sight, database, table);
        listing.row(
                database,
                table.name(),
                sight.profile().sharedData() ? "CLOUD_NATIVE" : "OLAP",
                model(table.model()),
                unique ? key : "",
                quoted(partitions.keyColumns()),
                table.distribution() instanceof Distribution.Hash hash
                        ? quoted(hash.columns().stream()
                                .map(column -> column.text())
                                .toList())
                        : "",
                table.distribution() instanceof Distribution.Hash ? "HASH" : "RANDOM",
                table.distribution().buckets() instanceof Buckets.Count count ? count.value() : 0,
                table.sortKey().isEmpty() ? key : quoted(table.sortKey()),
                properties(table),
                sight.id(database, table.name()));
    }

    private static String model(KeyModel model) {
        return switch (model) {
            case DUPLICATE -> "DUP_KEYS";
            case AGGREGATE -> "AGG_KEYS";
            case UNIQUE -> "UNIQUE_KEYS";
            case PRIMARY -> "PRIMARY_KEYS";
        };
    }

    private static String properties(Table table) {
        Map<String, String> values = new LinkedHashMap<>();
        table.properties().settings().forEach((name, setting) -> values.put(name, setting.value()));
        return JsonPrinter.object(values);
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
