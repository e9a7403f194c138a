package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.materialized.MaterializedViewRule;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DefaultProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Set;

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
        return Suggestion.after(
                property.name(),
                KnownProperty.namesOf(ofTable ? Holder.TABLE : Holder.MATERIALIZED_VIEW, profile),
                "; correct its name, or remove it");
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
}
