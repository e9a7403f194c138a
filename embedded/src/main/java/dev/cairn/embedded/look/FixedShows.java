package dev.cairn.embedded.look;

import dev.cairn.embedded.words.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SHOW whose answer never changes: a frontend has it for tools that ask any MySQL server for it. */
final class FixedShows {
    private static final Map<String, String[]> EMPTY = empty();

    private FixedShows() {}

    private static Map<String, String[]> empty() {
        Map<String, String[]> shapes = new LinkedHashMap<>();
        shapes.put("WARNINGS", new String[] {"Level", "Code", "Message"});
        shapes.put("ERRORS", new String[] {"Level", "Code", "Message"});
        shapes.put("STATUS", new String[] {"Variable_name", "Value"});
        shapes.put("GLOBAL STATUS", new String[] {"Variable_name", "Value"});
        shapes.put("SESSION STATUS", new String[] {"Variable_name", "Value"});
        shapes.put("OPEN TABLES", new String[] {"Database", "Table", "In_use", "Name_locked"});
        shapes.put("PRIVILEGES", new String[] {"Privilege", "Context", "Comment"});
        shapes.put("PLUGINS", new String[] {"Name", "Type", "Description", "Version", "Status"});
        shapes.put("TRIGGERS", new String[] {"Trigger", "Event", "Table", "Statement", "Timing", "Created"});
        shapes.put("EVENTS", new String[] {"Db", "Name", "Definer", "Time", "Type", "Status"});
        shapes.put("PROCEDURE STATUS", new String[] {"Db", "Name", "Type", "Definer", "Modified", "Created"});
        shapes.put("FUNCTION STATUS", new String[] {"Db", "Name", "Type", "Definer", "Modified", "Created"});
        shapes.put("FUNCTIONS", new String[] {"Function Name"});
        shapes.put("LOAD", new String[] {"JobId", "Label", "State", "Progress", "Type"});
        shapes.put("RESOURCES", new String[] {"Name", "ResourceType", "Key", "Value"});
        return shapes;
    }

    static @Nullable Listing listing(Words words) {
        if (words.take("ENGINES")) {
            return Listing.of("Engine", "Support", "Comment", "Transactions", "XA", "Savepoints")
                    .row("OLAP", "YES", "Default storage engine of StarRocks", "NO", "NO", "NO");
        }
        if (words.take("COLLATION")) {
            return Listing.of("Collation", "Charset", "Id", "Default", "Compiled", "Sortlen")
                    .row("utf8_general_ci", "utf8", 33, "Yes", "Yes", 1)
                    .row("binary", "binary", 63, "Yes", "Yes", 1);
        }
        if (words.take("CHARSET") || words.take("CHARACTER", "SET") || words.take("CHAR", "SET")) {
            return Listing.of("Charset", "Description", "Default collation", "Maxlen")
                    .row("utf8", "UTF-8 Unicode", "utf8_general_ci", 3);
        }
        if (words.take("CATALOGS")) {
            return Listing.of("Catalog", "Type", "Comment")
                    .row(
                            Sight.INTERNAL_CATALOG,
                            "Internal",
                            "An internal catalog contains this cluster's self-managed tables.");
        }
        if (words.take("STORAGE", "VOLUMES")) {
            return Listing.of("Storage Volume").row("builtin_storage_volume");
        }
        if (words.take("WAREHOUSES")) {
            return Listing.of("Id", "Name", "State").row(0, "default_warehouse", "AVAILABLE");
        }
        for (Map.Entry<String, String[]> shape : EMPTY.entrySet()) {
            if (words.take(shape.getKey().split(" "))) {
                return Listing.of(shape.getValue());
            }
        }
        return null;
    }
}
