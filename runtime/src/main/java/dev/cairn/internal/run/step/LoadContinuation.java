package dev.cairn.internal.run.step;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The statement that creates a Routine Load again, with the offsets that follow those that the stopped one has loaded
 * last. The server remembers a stopped load for some days, so that nothing has to be recorded, and a run that was
 * killed in between finds the same offsets.
 */
final class LoadContinuation {
    private static final ClusterPart SOURCE = ClusterPart.of("source");
    private static final ClusterPart PARTITIONS = new ClusterPart("source", "kafka_partitions");
    private static final ClusterPart TOPIC = new ClusterPart("source", "kafka_topic");
    private static final ClusterPart OFFSETS = new ClusterPart("source", "kafka_offsets");
    private static final String ZERO_OFFSET = "OFFSET_ZERO";

    private final RunStep.StatementStep step;
    private final CreateClusterObject create;

    LoadContinuation(RunStep.StatementStep step, CreateClusterObject create) {
        this.step = step;
        this.create = create;
    }

    /** Returns the text of the statement; empty if the server does not remember the stopped load any more. */
    Optional<String> render(ServerConnection connection) {
        boolean isKafka = create.items().stream()
                .anyMatch(item -> item.part().equals(SOURCE) && item.value().equalsIgnoreCase("KAFKA"));
        if (!isKafka) {
            return Optional.of(step.text()); // the subscription of Pulsar knows where it was
        }
        return findNextOffsets(connection).map(this::renderWithOffsets);
    }

    private String renderWithOffsets(Map<String, String> offsets) {
        List<ClusterItem> items = new ArrayList<>(create.items());
        if (!offsets.isEmpty()) {
            items.removeIf(item -> item.part().equals(PARTITIONS) || item.part().equals(OFFSETS));
            items.add(ClusterItem.of(PARTITIONS, String.join(",", offsets.keySet())));
            items.add(ClusterItem.of(OFFSETS, String.join(",", offsets.values())));
        }
        return Sql.render(
                new CreateClusterObject(create.kind(), create.name(), create.ifExists(), items, create.span()));
    }

    /** Returns the next offset of each partition of the stopped load: none if it had not begun. */
    private Optional<Map<String, String>> findNextOffsets(ServerConnection connection) {
        ObjectName name = ObjectName.resolve(create.name(), step.session());
        List<NamedRow> rows;
        try {
            rows = connection.fetchNamedRows("SHOW ALL ROUTINE LOAD FOR " + SqlQuoting.quoteName(name));
        } catch (ServerRefusalException refusal) {
            if (refusal.transientError().isPresent()) {
                throw refusal;
            }
            rows = List.of();
        }
        return rows.stream()
                .filter(row ->
                        row.text("State").equals("STOPPED") || row.text("State").equals("CANCELLED"))
                .filter(this::readsSameTopic)
                .max(Comparator.comparing(row -> Long.valueOf(row.text("Id"))))
                .map(row -> toNextOffsets(row.text("Progress")));
    }

    /**
     * Returns whether a load reads the topic of this one. Another load of the same name may have been created and
     * stopped in between.
     */
    private boolean readsSameTopic(NamedRow load) {
        String topic = create.items().stream()
                .filter(item -> item.part().equals(TOPIC))
                .map(ClusterItem::value)
                .findFirst()
                .orElse("");
        return JsonReader.read(load.text("DataSourceProperties")) instanceof Map<?, ?> source
                && topic.equals(source.get("topic"));
    }

    private static Map<String, String> toNextOffsets(String progress) {
        Map<String, String> offsets = new TreeMap<>(Comparator.comparingLong(Long::parseLong));
        if (Objects.requireNonNull(JsonReader.read(progress)) instanceof Map<?, ?> loadedOffsets) {
            loadedOffsets.forEach((partition, lastOffset) ->
                    offsets.put(String.valueOf(partition), toNextOffset(String.valueOf(lastOffset))));
        }
        return offsets;
    }

    /** The server prints the offset that was loaded last. */
    private static String toNextOffset(String lastOffset) {
        if (lastOffset.equals(ZERO_OFFSET)) {
            return "0";
        }
        return lastOffset.matches("\\d{1,18}") ? Long.toString(Long.parseLong(lastOffset) + 1) : lastOffset;
    }
}
