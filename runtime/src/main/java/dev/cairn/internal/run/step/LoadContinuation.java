package dev.cairn.internal.run.step;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The statement that creates a Routine Load again, with the offsets after the last ones that the stopped load has read.
 * The server remembers a stopped load for some days, so the offsets need not be recorded, and a run that resumes an
 * interrupted one finds the same offsets.
 */
final class LoadContinuation {
    private static final ClusterPart SOURCE_PART = ClusterPart.of("source");
    private static final ClusterPart PARTITIONS_PART = new ClusterPart("source", "kafka_partitions");
    private static final ClusterPart TOPIC_PART = new ClusterPart("source", "kafka_topic");
    private static final ClusterPart OFFSETS_PART = new ClusterPart("source", "kafka_offsets");
    private static final String ZERO_OFFSET = "OFFSET_ZERO";

    private final StatementStep step;
    private final CreateClusterObject createStatement;

    LoadContinuation(StatementStep step, CreateClusterObject createStatement) {
        this.step = step;
        this.createStatement = createStatement;
    }

    /** Thrown if the offsets at which the load continues can't be determined. */
    static final class UnknownOffsetsException extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        UnknownOffsetsException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** Returns the reason as a clause of a sentence. */
        String reason() {
            return reason;
        }
    }

    /**
     * Returns whether a live load fills the table of an expected load from the same topic. A rebuild may have renamed
     * the table. An unknown topic counts as the same one.
     */
    static boolean isSameLoad(ClusterObject liveObject, ClusterObject expectedObject) {
        boolean isSameTable = liveObject
                .tableName()
                .map(TemporaryName::removeSuffix)
                .equals(expectedObject.tableName().map(TemporaryName::removeSuffix));
        String liveTopic = liveObject.parts().get(TOPIC_PART);
        return isSameTable
                && (liveTopic == null || liveTopic.equals(expectedObject.parts().getOrDefault(TOPIC_PART, liveTopic)));
    }

    /**
     * Returns the text of the statement.
     *
     * @throws UnknownOffsetsException if the offsets can't be determined
     */
    String render(ServerConnection connection) throws UnknownOffsetsException {
        return readsKafka()
                ? renderWithOffsets(determineNextOffsets(connection))
                : step.text(); // Pulsar's subscription keeps the position
    }

    /**
     * Returns the text of a statement that does not ask for a continuation, with the next offsets of a stopped load:
     * another migration, or the other direction of this one, has stopped a load of this name, table and topic. Empty if
     * the server remembers no such load, or if the statement begins after all that it has read.
     *
     * @throws UnknownOffsetsException if an earlier load has read more than the load that was stopped last
     */
    Optional<String> findRestoration(ServerConnection connection) throws UnknownOffsetsException {
        if (!readsKafka() || selectLoadsOfTopic(readEndedLoads(connection)).isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> nextOffsets = determineNextOffsets(connection);
        return isBehind(parseDeclaredOffsets(), nextOffsets)
                ? Optional.of(renderWithOffsets(nextOffsets))
                : Optional.empty();
    }

    private boolean readsKafka() {
        return itemValue(SOURCE_PART).equalsIgnoreCase("KAFKA");
    }

    /** Returns the offsets in the statement by partition; those of partitions without an offset are empty. */
    private Map<String, String> parseDeclaredOffsets() {
        List<String> offsets = splitList(itemValue(OFFSETS_PART));
        Map<String, String> offsetByPartition = new HashMap<>();
        for (String partition : splitList(itemValue(PARTITIONS_PART))) {
            int index = offsetByPartition.size();
            offsetByPartition.put(partition, index < offsets.size() ? offsets.get(index) : "");
        }
        return offsetByPartition;
    }

    private static List<String> splitList(String joinedTexts) {
        return Stream.of(joinedTexts.split(",", -1)).map(String::strip).toList();
    }

    private String renderWithOffsets(Map<String, String> offsetByPartition) {
        List<ClusterItem> items = new ArrayList<>(createStatement.items());
        if (!offsetByPartition.isEmpty()) {
            items.removeIf(
                    item -> item.part().equals(PARTITIONS_PART) || item.part().equals(OFFSETS_PART));
            items.add(ClusterItem.of(PARTITIONS_PART, String.join(",", offsetByPartition.keySet())));
            items.add(ClusterItem.of(OFFSETS_PART, String.join(",", offsetByPartition.values())));
        }
        return Sql.render(new CreateClusterObject(
                createStatement.kind(),
                createStatement.name(),
                createStatement.onExistingObject(),
                items,
                createStatement.span()));
    }

    /**
     * Returns the next offset of each partition of the load that was stopped last; an empty map if it had not read
     * anything.
     *
     * @throws UnknownOffsetsException if the server does not list a stopped load of this topic, or if an earlier one
     *     has read more, in any partition
     */
    private Map<String, String> determineNextOffsets(ServerConnection connection) throws UnknownOffsetsException {
        List<NamedRow> endedLoadRows = readEndedLoads(connection);
        if (endedLoadRows.isEmpty()) {
            throw new UnknownOffsetsException("the server does not remember its last offsets");
        }
        List<NamedRow> topicLoadRows = selectLoadsOfTopic(endedLoadRows);
        if (topicLoadRows.isEmpty()) {
            throw new UnknownOffsetsException(
                    "the stopped load has read the topic '" + parseTopic(endedLoadRows.get(0)) + "'");
        }
        Map<String, String> nextOffsetByPartition =
                parseNextOffsets(topicLoadRows.get(0).text("Progress"));
        for (NamedRow earlierLoadRow : topicLoadRows.subList(1, topicLoadRows.size())) {
            if (isBehind(nextOffsetByPartition, parseNextOffsets(earlierLoadRow.text("Progress")))) {
                throw new UnknownOffsetsException("the load that was stopped last had come less far ("
                        + topicLoadRows.get(0).text("Progress") + ") than an earlier one ("
                        + earlierLoadRow.text("Progress") + ")");
            }
        }
        return nextOffsetByPartition;
    }

    private List<NamedRow> selectLoadsOfTopic(List<NamedRow> loadRows) {
        return loadRows.stream()
                .filter(loadRow -> parseTopic(loadRow).equals(itemValue(TOPIC_PART)))
                .toList();
    }

    /**
     * Returns the ended loads with this name that filled this table, the last one first; empty if the server refuses to
     * list them. Some of these loads may belong to another client.
     */
    private List<NamedRow> readEndedLoads(ServerConnection connection) {
        ObjectName name = ObjectName.resolve(createStatement.name(), step.session());
        String tableName = TemporaryName.removeSuffix(itemValue(ClusterPart.TABLE));
        List<NamedRow> loadRows;
        try {
            loadRows = connection.fetchNamedRows("SHOW ALL ROUTINE LOAD FOR " + SqlQuoting.quoteName(name));
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            loadRows = List.of();
        }
        return loadRows.stream()
                .filter(row ->
                        row.text("State").equals("STOPPED") || row.text("State").equals("CANCELLED"))
                .filter(row -> TemporaryName.removeSuffix(row.text("TableName")).equals(tableName))
                .sorted(Comparator.comparing((NamedRow row) -> Long.valueOf(row.text("Id")))
                        .reversed())
                .toList();
    }

    /** Returns the value that the statement sets for a part; an empty string if it does not set the part. */
    private String itemValue(ClusterPart part) {
        return createStatement.items().stream()
                .filter(item -> item.part().equals(part))
                .map(ClusterItem::value)
                .findFirst()
                .orElse("");
    }

    private static String parseTopic(NamedRow loadRow) {
        return JsonReader.read(loadRow.text("DataSourceProperties")) instanceof Map<?, ?> sourceProperties
                ? String.valueOf(sourceProperties.get("topic"))
                : "";
    }

    /**
     * Returns whether a partition of an earlier load has an offset that another load has not reached: messages would be
     * loaded again. The other load may also lack an offset, or have a word for one, if it was created without offsets;
     * it would then begin at another message.
     */
    private static boolean isBehind(Map<String, String> offsetByPartition, Map<String, String> earlierOffsets) {
        return earlierOffsets.entrySet().stream()
                .filter(earlierEntry -> isOffsetNumber(earlierEntry.getValue()))
                .anyMatch(earlierEntry -> {
                    String offset = offsetByPartition.getOrDefault(earlierEntry.getKey(), "");
                    return !isOffsetNumber(offset) || Long.parseLong(offset) < Long.parseLong(earlierEntry.getValue());
                });
    }

    private static Map<String, String> parseNextOffsets(String progressText) {
        Map<String, String> offsetByPartition = new TreeMap<>(Comparator.comparingLong(Long::parseLong));
        if (JsonReader.read(progressText) instanceof Map<?, ?> loadedOffsets) {
            loadedOffsets.forEach((partition, lastOffset) ->
                    offsetByPartition.put(String.valueOf(partition), toNextOffset(String.valueOf(lastOffset))));
        }
        return offsetByPartition;
    }

    /** Returns the offset after the last loaded one, which the server prints; another word for an offset is kept. */
    private static String toNextOffset(String lastOffset) {
        if (lastOffset.equals(ZERO_OFFSET)) {
            return "0";
        }
        return isOffsetNumber(lastOffset) ? Long.toString(Long.parseLong(lastOffset) + 1) : lastOffset;
    }

    private static boolean isOffsetNumber(String offset) {
        return offset.matches("\\d{1,18}");
    }
}
