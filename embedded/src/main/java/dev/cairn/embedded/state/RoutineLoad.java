package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a Routine Load, whose definition is in the catalog. The embedded server does not connect to Kafka, so
 * it loads no rows.
 *
 * @param offsets the next offset of each partition that the statements have named
 */
public record RoutineLoad(long id, SortedMap<String, String> offsets, Instant created) {
    /** Creates a Routine Load without offsets; the server chooses where it begins. */
    RoutineLoad(long id, Instant created) {
        this(id, new TreeMap<>(), created);
    }

    /**
     * Returns the offsets as SHOW ROUTINE LOAD prints them: the last loaded offsets, each of which is one less than
     * the next.
     */
    public Map<String, Object> progress() {
        Map<String, Object> progress = new TreeMap<>();
        offsets.forEach((partition, next) -> {
            boolean isNumber = next.matches("\\d{1,18}");
            progress.put(
                    partition,
                    !isNumber ? next : next.equals("0") ? "OFFSET_ZERO" : Long.toString(Long.parseLong(next) - 1));
        });
        return progress;
    }

    /** Returns the Routine Load with the offsets that a statement names. */
    private RoutineLoad with(List<ClusterItem> items) {
        Map<String, String> source = new TreeMap<>();
        items.forEach(item -> {
            if (item.part().clause().equals("source")) {
                source.put(item.part().name(), item.value());
            }
        });
        SortedMap<String, String> all = new TreeMap<>(offsets);
        String partitions = source.getOrDefault("kafka_partitions", "");
        String[] next = source.getOrDefault("kafka_offsets", "").split(",", -1);
        int position = 0;
        for (String partition : partitions.isEmpty() ? new String[0] : partitions.split(",", -1)) {
            boolean isNamed = position < next.length && !next[position].isBlank();
            all.put(partition.strip(), isNamed ? next[position].strip() : "OFFSET_END");
            position++;
        }
        return new RoutineLoad(id, all, created);
    }

    /** A Routine Load that was stopped, or has ended with its table. */
    public record EndedRoutineLoad(ClusterObject definition, RoutineLoad load, String state) {}

    /**
     * The Routine Loads of a server.
     *
     * @param loads the Routine Loads in the catalog, by their keys there
     * @param ended the Routine Loads that have ended, in the order of their ends
     */
    public record RoutineLoadRegistry(PersistentMap<RoutineLoad> loads, List<EndedRoutineLoad> ended) {
        static final RoutineLoadRegistry EMPTY = new RoutineLoadRegistry(PersistentMap.empty(), List.of());

        public RoutineLoadRegistry {
            ended = List.copyOf(ended);
        }

        public Optional<RoutineLoad> find(ClusterObject load) {
            return loads.get(load.key());
        }

        /**
         * Returns the Routine Loads after a statement.
         *
         * @param before the catalog before the statement
         * @param catalog the catalog after the statement
         * @param database the database of the session, which may be null
         * @param created the state of a Routine Load that the statement creates
         */
        RoutineLoadRegistry update(
                Catalog before, Catalog catalog, Statement statement, @Nullable String database, RoutineLoad created) {
            PersistentMap<RoutineLoad> updated = loads;
            List<EndedRoutineLoad> allEnded = new ArrayList<>(ended);
            String state = statement instanceof ClusterStatement ? "STOPPED" : "CANCELLED";
            for (Map.Entry<String, RoutineLoad> entry : loads) {
                if (catalog.cluster().find(entry.getKey()).isEmpty()) {
                    updated = updated.without(entry.getKey());
                    before.cluster()
                            .find(entry.getKey())
                            .ifPresent(definition ->
                                    allEnded.add(new EndedRoutineLoad(definition, entry.getValue(), state)));
                }
            }
            if (!(statement instanceof ClusterStatement change) || change.kind() != ClusterKind.ROUTINE_LOAD) {
                return new RoutineLoadRegistry(updated, allEnded);
            }
            String key = ClusterObject.key(change, database);
            if (change instanceof ClusterStatement.CreateClusterObject create) {
                updated = updated.with(key, created.with(create.items()));
            } else if (change instanceof ClusterStatement.AlterClusterObject alter) {
                for (ClusterStatement.ClusterChange each : alter.changes()) {
                    RoutineLoad altered = updated.get(key).orElseThrow().with(each.items());
                    updated = updated.with(key, altered);
                }
            }
            return new RoutineLoadRegistry(updated, allEnded);
        }
    }
}
