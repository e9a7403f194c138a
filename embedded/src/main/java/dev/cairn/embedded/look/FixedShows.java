package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.words.WordReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SHOW whose answer never changes: a frontend has it for tools that ask any MySQL server for it. */
final class FixedShows {
    /** Those without rows: the words behind SHOW, and the columns. */
    private static final Map<String, List<String>> EMPTY = empty("""
        WARNINGS: Level, Code, Message
        ERRORS: Level, Code, Message
        STATUS: Variable_name, Value
        GLOBAL STATUS: Variable_name, Value
        SESSION STATUS: Variable_name, Value
        OPEN TABLES: Database, Table, In_use, Name_locked
        PRIVILEGES: Privilege, Context, Comment
        PLUGINS: Name, Type, Description, Version, JavaVersion, ClassName, SoName, Sources, Status, Properties
        TRIGGERS: Trigger, Event, Table, Statement, Timing, Created, sql_mode, Definer, character_set_client, \
            collation_connection, Database Collation
        EVENTS: Db, Name, Definer, Time, Type, Execute at, Interval value, Interval field, Status, Ends, Status, \
            Originator, character_set_client, collation_connection, Database Collation
        PROCEDURE STATUS: Db, Name, Type, Definer, Modified, Created, Security_type, Comment, \
            character_set_client, collation_connection, Database Collation
        FUNCTION STATUS: Db, Name, Type, Definer, Modified, Created, Security_type, Comment, \
            character_set_client, collation_connection, Database Collation
        FUNCTIONS: Signature, Return Type, Function Type, Intermediate Type, Properties
        ROUTINE LOAD: Id, Name, CreateTime, PauseTime, EndTime, DbName, TableName, State, DataSourceType, \
            CurrentTaskNum, JobProperties, DataSourceProperties, CustomProperties, Statistic, Progress, \
            TimestampProgress, ReasonOfStateChanged, ErrorLogUrls, TrackingSQL, OtherMsg, \
            LatestSourcePosition, OffsetLag
        RESOURCES: Name, ResourceType, Key, Value
        """);

    private FixedShows() {}

    private static Map<String, List<String>> empty(String lines) {
        Map<String, List<String>> shapes = new LinkedHashMap<>();
        for (String line : lines.split("\n", -1)) {
            String[] parts = line.split(": ", 2);
            if (parts.length == 2) {
                shapes.put(parts[0], List.of(parts[1].split(", +")));
            }
        }
        return shapes;
    }

    static @Nullable ResultBuilder listing(WordReader words) {
        if (words.take("ENGINES")) {
            return ResultBuilder.of("Engine", "Support", "Comment", "Transactions", "XA", "Savepoints")
                    .row("OLAP", "YES", "Default storage engine of StarRocks", "NO", "NO", "NO");
        }
        if (words.take("COLLATION")) {
            return ResultBuilder.of("Collation", "Charset")
                    .columns(ResultColumnType.BIGINT, "Id")
                    .columns(ResultColumnType.varchar(10), "Default", "Compiled")
                    .columns(ResultColumnType.BIGINT, "Sortlen")
                    .row("utf8_general_ci", "utf8", 33, "Yes", "Yes", 1)
                    .row("binary", "binary", 63, "Yes", "Yes", 1);
        }
        if (words.take("CHARSET") || words.take("CHARACTER", "SET") || words.take("CHAR", "SET")) {
            return ResultBuilder.of("Charset", "Description", "Default collation", "Maxlen")
                    .row("utf8", "UTF-8 Unicode", "utf8_general_ci", 3);
        }
        if (words.take("CATALOGS")) {
            return ResultBuilder.of("Catalog", "Type", "Comment")
                    .row(
                            SessionSnapshot.INTERNAL_CATALOG,
                            "Internal",
                            "An internal catalog contains this cluster's self-managed tables.");
        }
        if (words.take("WAREHOUSES")) {
            return warehouses();
        }
        return EMPTY.entrySet().stream()
                .filter(shape -> words.take(shape.getKey().split(" ", -1)))
                .findFirst()
                .map(shape -> ResultBuilder.of(shape.getValue().toArray(String[]::new)))
                .orElse(null);
    }

    private static ResultBuilder warehouses() {
        return ResultBuilder.of(
                        "Id",
                        "Name",
                        "State",
                        "NodeCount",
                        "CurrentClusterCount",
                        "MaxClusterCount",
                        "StartedClusters",
                        "RunningSql",
                        "QueuedSql",
                        "CreatedOn",
                        "ResumedOn",
                        "UpdatedOn",
                        "Property",
                        "Comment")
                .row(0, "default_warehouse", "AVAILABLE", 1, 1, 1, 1, 0, 0, "", "", "", "", "An internal warehouse");
    }
}
