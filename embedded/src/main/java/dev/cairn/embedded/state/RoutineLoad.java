package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A Routine Load. The embedded server connects to no Kafka, so that it loads no rows.
 *
 * @param name its database and its name
 * @param tableId the id of its table: it follows a rename and a swap, and ends with the table
 */
public record RoutineLoad(
        long id, StatementObject name, long tableId, RoutineLoadDefinition definition, State state, Instant created) {
    /**
     * What the statement of a Routine Load says.
     *
     * @param clauses the text behind the table
     * @param progress the offsets as SHOW ROUTINE LOAD prints them
     */
    public record RoutineLoadDefinition(String clauses, String progress) {}

    /** The states of a Routine Load that has not ended. */
    public enum State {
        NEED_SCHEDULE,
        PAUSED
    }

    public RoutineLoad withState(State other) {
        return new RoutineLoad(id, name, tableId, definition, other, created);
    }

    /** The Routine Loads of a server that were not stopped, by their databases and names. */
    public record RoutineLoadRegistry(PersistentMap<RoutineLoad> loads) {
        static final RoutineLoadRegistry EMPTY = new RoutineLoadRegistry(PersistentMap.empty());

        private static String key(StatementObject name) {
            return name.database() + "." + name.name();
        }

        public Optional<RoutineLoad> find(StatementObject name) {
            return loads.get(key(name));
        }

        public RoutineLoadRegistry with(RoutineLoad load) {
            return new RoutineLoadRegistry(loads.with(key(load.name()), load));
        }

        public RoutineLoadRegistry remove(RoutineLoad load) {
            return new RoutineLoadRegistry(loads.without(key(load.name())));
        }

        /** Returns the Routine Loads of a database in alphabetical order, also of tables that were dropped. */
        public List<RoutineLoad> of(String database) {
            return StreamSupport.stream(loads.values().spliterator(), false)
                    .filter(load -> load.name().database().equals(database))
                    .toList();
        }
    }
}
