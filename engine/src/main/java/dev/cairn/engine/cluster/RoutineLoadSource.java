package dev.cairn.engine.cluster;

import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * The systems from which Routine Loads read, with the properties of a source. Properties that say only where
 * a new load begins are not compared, because a running load has moved on from there.
 */
enum RoutineLoadSource {
    KAFKA(
            new Address("kafka_broker_list", "brokerList"),
            List.of(new Address("kafka_topic", "topic")),
            List.of("kafka_broker_list", RoutineLoadSource.REGISTRY_PROPERTY)),
    PULSAR(
            new Address("pulsar_service_url", "serviceUrl"),
            List.of(new Address("pulsar_topic", "topic"), new Address("pulsar_subscription", "subscription")),
            List.of());

    static final String REGISTRY_PROPERTY = "confluent.schema.registry.url";
    static final ClusterPart TYPE = ClusterPart.of("source");
    static final String CLIENT_PROPERTY_PREFIX = "property.";
    private static final String ENDPOINT_REGEX = ".*?\\[?([0-9a-zA-Z\\-%._:]*)\\]?:(\\d+)";
    private static final Pattern ENDPOINT_PATTERN = Pattern.compile(ENDPOINT_REGEX);
    private static final Pattern POSITION_PATTERN =
            Pattern.compile("(?i)\\s*(\\d{1,18}|OFFSET_BEGINNING|OFFSET_END)\\s*");

    @SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
    private final List<Address> addresses;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> alterableProperties;

    /**
     * A property with an address in the source.
     *
     * @param shownName the name of the property in the column DataSourceProperties of SHOW ROUTINE LOAD
     */
    record Address(String property, String shownName) {}

    RoutineLoadSource(Address serverAddress, List<Address> otherAddresses, List<String> alterableProperties) {
        List<Address> allAddresses = new ArrayList<>(List.of(serverAddress));
        allAddresses.addAll(otherAddresses);
        this.addresses = List.copyOf(allAddresses);
        this.alterableProperties = alterableProperties;
    }

    static Optional<RoutineLoadSource> find(String type) {
        return Arrays.stream(values())
                .filter(source -> source.name().equals(type))
                .findFirst();
    }

    static ClusterPart partOf(String property) {
        return new ClusterPart("source", property);
    }

    /** Returns the properties that each load has; the first is the list of servers. */
    List<Address> addresses() {
        return addresses;
    }

    String partitionsProperty() {
        return lowerCaseName() + "_partitions";
    }

    /** Returns the property with the positions at which a load begins. */
    String positionsProperty() {
        return this == KAFKA ? "kafka_offsets" : "pulsar_initial_positions";
    }

    private String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a property says only where a new load begins. */
    static boolean isStartPosition(ClusterPart part) {
        return Arrays.stream(values())
                .anyMatch(source -> part.equals(partOf(source.partitionsProperty()))
                        || part.equals(partOf(source.positionsProperty())));
    }

    boolean isAlterable(String property) {
        return alterableProperties.contains(property) || property.startsWith(CLIENT_PROPERTY_PREFIX);
    }

    /** Requires that CREATE accepts a property of the source. */
    void checkProperty(String property, Span span) {
        boolean isKnown = isAlterable(property)
                || addresses.stream().anyMatch(address -> address.property.equals(property))
                || isStartPosition(partOf(property));
        if (!isKnown) {
            throw Refusal.ofAnalysis(span, ClusterRule.LOAD_SOURCE_PROPERTY_UNKNOWN, property, lowerCaseName());
        }
    }

    /**
     * Requires that ALTER accepts a property. The positions are changed in the running load, not in its definition.
     */
    void checkAlteration(String property, Span span) {
        if (!isAlterable(property) && !isStartPosition(partOf(property))) {
            throw Refusal.ofAnalysis(span, ClusterRule.LOAD_SOURCE_PROPERTY_UNKNOWN, property, lowerCaseName());
        }
    }

    /** Requires the properties that each load from the source must have, and checks their forms. */
    void checkDefinition(SortedMap<ClusterPart, String> parts, PartSpans spans) {
        for (Address address : addresses) {
            String value = parts.getOrDefault(partOf(address.property), "");
            if (value.isEmpty()) {
                throw Refusal.ofAnalysis(
                        spans.of(partOf(address.property)), ClusterRule.LOAD_PROPERTY_ABSENT, address.property);
            }
        }
        String property = addresses.get(0).property;
        String serverList = parts.getOrDefault(partOf(property), "");
        for (String server : serverList.split(",", -1)) {
            if (!Placeholder.isContainedIn(serverList)
                    && !ENDPOINT_PATTERN.matcher(server).matches()) {
                throw Refusal.ofAnalysis(
                        spans.of(partOf(property)), ClusterRule.LOAD_SERVER_FORMAT, property, server, ENDPOINT_REGEX);
            }
        }
        if (this == KAFKA) {
            checkOffsets(parts, spans);
        }
    }

    private void checkOffsets(SortedMap<ClusterPart, String> parts, PartSpans spans) {
        Span positionsSpan = spans.of(partOf(positionsProperty()));
        String partitionList = parts.getOrDefault(partOf(partitionsProperty()), "");
        String offsetList = parts.getOrDefault(partOf(positionsProperty()), "");
        if (Placeholder.isContainedIn(partitionList) || Placeholder.isContainedIn(offsetList)) {
            return;
        }
        List<String> partitionNumbers = partitionList.isEmpty() ? List.of() : List.of(partitionList.split(",", -1));
        for (String partitionNumber : partitionNumbers) {
            if (!partitionNumber.matches("\\d{1,9}")) {
                throw Refusal.ofAnalysis(
                        spans.of(partOf(partitionsProperty())),
                        ServerError.INVALID_VALUE,
                        "kafka partition",
                        partitionNumber,
                        "an integer");
            }
        }
        if (!offsetList.isEmpty() && offsetList.split(",", -1).length != partitionNumbers.size()) {
            throw Refusal.ofAnalysis(positionsSpan, ClusterRule.LOAD_OFFSET_COUNT);
        }
        for (String offset : offsetList.isEmpty() ? new String[0] : offsetList.split(",", -1)) {
            if (offset.matches("-\\d+")) {
                throw Refusal.ofAnalysis(positionsSpan, ClusterRule.LOAD_OFFSET_NEGATIVE);
            }
            if (!POSITION_PATTERN.matcher(offset).matches()) {
                throw Refusal.ofAnalysis(
                        positionsSpan,
                        ServerError.INVALID_VALUE,
                        "kafka offset",
                        offset,
                        "an integer, OFFSET_BEGINNING, or OFFSET_END");
            }
        }
    }

    /** Returns the value of a property as the server keeps it. */
    String normalize(String property, String value) {
        boolean isList = addresses.stream().anyMatch(address -> address.property.equals(property))
                || isStartPosition(partOf(property));
        return isList ? value.replace(" ", "") : value;
    }
}
