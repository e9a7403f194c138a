package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.materialized.MaterializedViewRule;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.TableProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DefaultProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.RefusalRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tells which servers and objects support a property. */
public record PropertyAvailability(ServerProfile profile, boolean ofTable) {
    private static final Session SESSION = new Session("home");
    private static final String TABLE =
            "CREATE TABLE t (d DATE, v INT) DUPLICATE KEY(d) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) BUCKETS 1";
    private static final String VIEW = "CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT d, v FROM t";

    private static final Set<RefusalRule> UNKNOWN = Set.of(
            PropertyRule.UNKNOWN_PROPERTIES, PartitionRule.UNKNOWN_PROPERTIES, MaterializedViewRule.UNKNOWN_PROPERTIES);

    /** The remedy for a property that the server does not know. */
    public String advice(Property property) {
        RunMode other = profile.runMode() == RunMode.SHARED_DATA ? RunMode.SHARED_NOTHING : RunMode.SHARED_DATA;
        if (isKnown(property, profile.with(other), ofTable)) {
            return "; only servers that keep their data "
                    + (other == RunMode.SHARED_DATA ? "in shared storage" : "on local disks")
                    + " support it: remove it, or declare @Schema(runMode = "
                    + other + ")";
        }
        for (Version version : Version.values()) {
            if (isKnown(property, profile.with(version), ofTable)) {
                boolean since = version.compareTo(profile.version()) > 0;
                return "; only servers " + (since ? "since " : "up to ") + version
                        + " support it: remove it, or declare @Schema(server = \"" + version + "\")";
            }
        }
        if (isKnown(property, profile, !ofTable)) {
            return "; only " + (ofTable ? "materialized views" : "tables") + " support it: remove it";
        }
        return Suggestion.after(property.name(), KnownProperties.NAMES, "; correct its name, or remove it");
    }

    private static boolean isKnown(Property property, ServerProfile profile, boolean ofTable) {
        Engine engine = new Engine(profile);
        Catalog catalog = Catalog.EMPTY.with(Database.of("home"));
        try {
            DefaultProperties properties = new DefaultProperties(List.of(property));
            Statement table = Sql.parse(TABLE);
            if (ofTable) {
                engine.apply(catalog, SESSION, properties.addedTo(table));
            } else {
                Catalog withTable = engine.apply(catalog, SESSION, table).catalog();
                engine.apply(withTable, SESSION, properties.addedTo(Sql.parse(VIEW)));
            }
            return true;
        } catch (Refusal refusal) {
            return !isUnknown(refusal);
        }
    }

    /** Whether a server refuses the name of a property. */
    public static boolean isUnknown(Refusal refusal) {
        return refusal.breaksOneOf(UNKNOWN);
    }

    /** Properties of tables and materialized views, for suggestions. */
    private static final class KnownProperties {
        static final List<String> NAMES = names("""
                    auto_refresh_partitions_limit dynamic_partition.buckets dynamic_partition.enable
                    dynamic_partition.end dynamic_partition.history_partition_num dynamic_partition.prefix
                    dynamic_partition.replication_num dynamic_partition.start dynamic_partition.start_day_of_month
                    dynamic_partition.start_day_of_week dynamic_partition.time_unit dynamic_partition.time_zone
                    enable_query_rewrite excluded_refresh_tables excluded_trigger_tables
                    force_external_table_query_rewrite light_schema_change mv_rewrite_staleness_second
                    partition_refresh_number partition_refresh_strategy partition_ttl_number
                    query_rewrite_consistency refresh_mode resource_group short_key storage_format
                    transparent_mv_rewrite_mode warehouse
                    """);

        private KnownProperties() {}

        private static List<String> names(String others) {
            Stream<String> ofTables = Arrays.stream(TableProperty.values()).map(TableProperty::text);
            return Stream.concat(ofTables, Arrays.stream(others.strip().split("\\s+")))
                    .filter(name -> !name.startsWith("default."))
                    .toList();
        }
    }
}
