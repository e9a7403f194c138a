package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.engine.context.LocationLabels;
import dev.cairn.engine.index.InvertedIndex;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties of a new table about its replicas: how many, where, and how rows get to them. */
final class ReplicaProperties {
    private static final String REPLICATED = "replicated_storage";
    private static final Set<String> QUORUMS = Set.of("MAJORITY", "ONE", "ALL");

    private final ServerProfile profile;
    private final TableDraft draft;
    private final String table;
    private final List<Column> columns;
    private final PropertyBag properties;

    ReplicaProperties(ServerProfile profile, TableDraft draft, String table, List<Column> columns) {
        this.profile = profile;
        this.draft = draft;
        this.table = table;
        this.columns = columns;
        this.properties = draft.properties();
    }

    void takeReplication() {
        String said = properties.take(Replicas.PROPERTY);
        if (said == null) {
            properties.assume(Replicas.PROPERTY, Integer.toString(Replicas.assumed(profile)));
            return;
        }
        short number;
        try {
            number = Replicas.number(said);
        } catch (InvalidValueException e) {
            throw properties.refusal(
                    Replicas.PROPERTY, e.problem() + " table=" + table + ", properties.replication_num=" + said);
        }
        Replicas.check(profile, number, properties.at(Replicas.PROPERTY));
        properties.store(Replicas.PROPERTY, Short.toString(number));
    }

    void takeLabels() {
        String said = properties.take(LocationLabels.PROPERTY);
        if (said == null) {
            if (LocationLabels.assumed(profile) && !properties.has(Colocation.PROPERTY)) {
                properties.assume(LocationLabels.PROPERTY, LocationLabels.ANYWHERE);
            }
            return;
        }
        if (properties.has(Colocation.PROPERTY)) {
            throw Refusal.analysis(
                    properties.at(LocationLabels.PROPERTY), "colocate table doesn't support location property");
        }
        String normal = LocationLabels.normal(said, profile, properties.at(LocationLabels.PROPERTY));
        if (!normal.isEmpty()) {
            properties.store(LocationLabels.PROPERTY, normal);
        }
    }

    void takeWriting() {
        String quorum = properties.take("write_quorum");
        if (quorum != null) {
            String normal = quorum.toUpperCase(Locale.ROOT);
            if (!QUORUMS.contains(normal)) {
                throw properties.refusal("write_quorum", "unknown write quorum: " + quorum);
            }
            if (!normal.equals("MAJORITY") && !profile.sharedData()) {
                properties.store("write_quorum", normal);
            }
        }
        String replicated = properties.take(REPLICATED);
        if (!profile.sharedData()) {
            storeReplicated(replicated);
        }
    }

    /** Clucene writes its index on each replica. */
    private void storeReplicated(@Nullable String said) {
        boolean wanted = said == null || Boolean.parseBoolean(said);
        boolean clucene = draft.indexes().stream().anyMatch(ReplicaProperties::isClucene);
        if (clucene && wanted && !profile.atLeast(Version.V4_0)) {
            throw Refusal.analysis(properties.at(REPLICATED), "GIN does not support replicated mode");
        }
        boolean replicated = wanted && !clucene;
        properties.storeOrAssume(
                REPLICATED, said == null ? null : Boolean.toString(replicated), Boolean.toString(replicated));
        if (!replicated && columns.stream().anyMatch(Column::autoIncrement)) {
            throw properties.refusal(
                    REPLICATED,
                    "Table with AUTO_INCREMENT column must use Replicated Storage  and not compatible with GIN Index");
        }
    }

    private static boolean isClucene(IndexDefinition index) {
        return index.kind() == Kind.GIN
                && index.properties().stream()
                        .anyMatch(property -> property.name().equalsIgnoreCase(InvertedIndex.LIBRARY)
                                && property.value().equalsIgnoreCase(InvertedIndex.CLUCENE));
    }
}
