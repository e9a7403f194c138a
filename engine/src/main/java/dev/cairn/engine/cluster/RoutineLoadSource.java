package dev.cairn.engine.cluster;

import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * The systems from which Routine Loads read, with the properties of a source. Properties that say only where a new load
 * begins are not compared, because a running load has already read beyond it.
 */
enum RoutineLoadSource {
    KAFKA(
            new AddressProperty("kafka_broker_list", "brokerList"),
            List.of(new AddressProperty("kafka_topic", "topic")),
            List.of("kafka_broker_list", RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY)),
    PULSAR(
            new AddressProperty("pulsar_service_url", "serviceUrl"),
            List.of(
                    new AddressProperty("pulsar_topic", "topic"),
                    new AddressProperty("pulsar_subscription", "subscription")),
            List.of());

    static final String SCHEMA_REGISTRY_PROPERTY = "confluent.schema.registry.url";
    static final ClusterPart TYPE_PART = ClusterPart.of("source");
    static final String CLIENT_PROPERTY_PREFIX = "property.";
    private static final String ENDPOINT_REGEX = ".*?\\[?([0-9a-zA-Z\\-%._:]*)\\]?:(\\d+)";
    private static final Pattern ENDPOINT_PATTERN = Pattern.compile(ENDPOINT_REGEX);
    private static final Pattern OFFSET_PATTERN =
            Pattern.compile("(?i)\\s*(\\d{1,18}|OFFSET_BEGINNING|OFFSET_END)\\s*");

    @SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
    private final List<AddressProperty> addressProperties;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> alterablePropertyNames;

    /**
     * A property that says where the rows come from, such as the servers or a topic.
     *
     * @param dataSourcePropertyName the name of the property in the column DataSourceProperties of SHOW ROUTINE LOAD
     */
    record AddressProperty(String propertyName, String dataSourcePropertyName) {}

    RoutineLoadSource(
            AddressProperty serverAddress, List<AddressProperty> otherAddresses, List<String> alterablePropertyNames) {
        List<AddressProperty> allAddressProperties = new ArrayList<>(List.of(serverAddress));
        allAddressProperties.addAll(otherAddresses);
        this.addressProperties = List.copyOf(allAddressProperties);
        this.alterablePropertyNames = alterablePropertyNames;
    }

    static Optional<RoutineLoadSource> findByType(String type) {
        return Arrays.stream(values())
                .filter(source -> source.name().equals(type))
                .findFirst();
    }

    static ClusterPart sourcePart(String propertyName) {
        return new ClusterPart("source", propertyName);
    }

    /** Returns the properties that each load has; the first is the list of servers. */
    List<AddressProperty> addressProperties() {
        return addressProperties;
    }

    String partitionsPropertyName() {
        return lowerCaseName() + "_partitions";
    }

    /** Returns the property with the positions at which a load begins. */
    String positionsPropertyName() {
        return this == KAFKA ? "kafka_offsets" : "pulsar_initial_positions";
    }

    private String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a property of any source says only where a new load begins. */
    static boolean isStartPosition(ClusterPart part) {
        return part.equals(sourcePart(part.name())) && isStartPositionOfAnySource(part.name());
    }

    private static boolean isStartPositionOfAnySource(String propertyName) {
        return Arrays.stream(values()).anyMatch(source -> source.isStartPosition(propertyName));
    }

    private boolean isStartPosition(String propertyName) {
        return propertyName.equals(partitionsPropertyName()) || propertyName.equals(positionsPropertyName());
    }

    boolean isAlterable(String propertyName) {
        return alterablePropertyNames.contains(propertyName) || propertyName.startsWith(CLIENT_PROPERTY_PREFIX);
    }

    /** Requires that CREATE accepts a property of the source. */
    void requireKnownProperty(String propertyName, Span span) {
        boolean isKnown = isAlterable(propertyName)
                || addressProperties.stream().anyMatch(address -> address.propertyName.equals(propertyName))
                || isStartPosition(propertyName);
        if (!isKnown) {
            throw Refusal.ofAnalysis(span, ClusterRule.LOAD_SOURCE_PROPERTY_UNKNOWN, propertyName, lowerCaseName());
        }
    }

    /**
     * Requires that ALTER accepts a property. The positions are changed in the running load, not in its definition.
     */
    void requireAlterableProperty(String propertyName, Span span) {
        if (!isAlterable(propertyName) && !isStartPosition(propertyName)) {
            throw Refusal.ofAnalysis(span, ClusterRule.LOAD_SOURCE_PROPERTY_UNKNOWN, propertyName, lowerCaseName());
        }
    }

    /** Requires the properties that each load from the source must have, and checks their forms. */
    void checkDefinition(SortedMap<ClusterPart, String> parts, PartSpans spans) {
        for (AddressProperty address : addressProperties) {
            String value = parts.getOrDefault(sourcePart(address.propertyName), "");
            if (value.isEmpty()) {
                throw Refusal.ofAnalysis(
                        spans.of(sourcePart(address.propertyName)),
                        ClusterRule.LOAD_PROPERTY_ABSENT,
                        address.propertyName);
            }
        }
        String propertyName = addressProperties.get(0).propertyName;
        String serverList = parts.getOrDefault(sourcePart(propertyName), "");
        for (String serverAddress : serverList.split(",", -1)) {
            if (!Placeholder.isContainedIn(serverList)
                    && !ENDPOINT_PATTERN.matcher(serverAddress).matches()) {
                throw Refusal.ofAnalysis(
                        spans.of(sourcePart(propertyName)),
                        ClusterRule.LOAD_SERVER_FORMAT,
                        propertyName,
                        serverAddress,
                        ENDPOINT_REGEX);
            }
        }
        if (this == KAFKA) {
            checkOffsets(parts, spans);
        }
    }

    private void checkOffsets(SortedMap<ClusterPart, String> parts, PartSpans spans) {
        Span positionsSpan = spans.of(sourcePart(positionsPropertyName()));
        String partitionList = parts.getOrDefault(sourcePart(partitionsPropertyName()), "");
        String offsetList = parts.getOrDefault(sourcePart(positionsPropertyName()), "");
        if (Placeholder.isContainedIn(partitionList) || Placeholder.isContainedIn(offsetList)) {
            return;
        }
        List<String> partitionNumbers = partitionList.isEmpty() ? List.of() : List.of(partitionList.split(",", -1));
        for (String partitionNumber : partitionNumbers) {
            if (!partitionNumber.matches("\\d{1,9}")) {
                throw Refusal.ofAnalysis(
                        spans.of(sourcePart(partitionsPropertyName())),
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
            if (!OFFSET_PATTERN.matcher(offset).matches()) {
                throw Refusal.ofAnalysis(
                        positionsSpan,
                        ServerError.INVALID_VALUE,
                        "kafka offset",
                        offset,
                        "an integer, OFFSET_BEGINNING, or OFFSET_END");
            }
        }
    }

    /** Returns the value of a property of any source as the server keeps it. */
    static String normalizeValue(String propertyName, String value) {
        boolean isList = Arrays.stream(values())
                        .flatMap(source -> source.addressProperties.stream())
                        .anyMatch(address -> address.propertyName.equals(propertyName))
                || isStartPositionOfAnySource(propertyName);
        return isList ? value.replace(" ", "") : value;
    }
}
