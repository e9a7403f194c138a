package dev.cairn.engine.cluster;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
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

/** The systems from which Routine Loads read, with the properties of a source. */
enum RoutineLoadSource {
    KAFKA(
            new Address("kafka_broker_list", "brokerList"),
            List.of(new Address("kafka_topic", "topic")),
            List.of("kafka_broker_list", RoutineLoadSource.REGISTRY)),
    PULSAR(
            new Address("pulsar_service_url", "serviceUrl"),
            List.of(new Address("pulsar_topic", "topic"), new Address("pulsar_subscription", "subscription")),
            List.of());

    static final String REGISTRY = "confluent.schema.registry.url";
    static final ClusterPart TYPE = ClusterPart.of("source");
    private static final String OWN = "property.";
    private static final String ENDPOINT = ".*?\\[?([0-9a-zA-Z\\-%._:]*)\\]?:(\\d+)";
    private static final Pattern ENDPOINTS = Pattern.compile(ENDPOINT);
    private static final Pattern POSITION = Pattern.compile("(?i)\\s*(\\d{1,18}|OFFSET_BEGINNING|OFFSET_END)\\s*");

    @SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
    private final List<Address> addresses;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> alterable;

    /** @param shownName its name in the column DataSourceProperties of SHOW ROUTINE LOAD */
    record Address(String property, String shownName) {}

    RoutineLoadSource(Address servers, List<Address> others, List<String> alterable) {
        List<Address> all = new ArrayList<>(List.of(servers));
        all.addAll(others);
        this.addresses = List.copyOf(all);
        this.alterable = alterable;
    }

    static Optional<RoutineLoadSource> find(String type) {
        return Arrays.stream(values()).filter(each -> each.name().equals(type)).findFirst();
    }

    static ClusterPart part(String property) {
        return new ClusterPart("source", property);
    }

    /** Returns the properties that each load has; the first is the list of servers. */
    List<Address> addresses() {
        return addresses;
    }

    String partitions() {
        return lowerName() + "_partitions";
    }

    /** Returns the property with the positions at which a load begins. */
    String positions() {
        return this == KAFKA ? "kafka_offsets" : "pulsar_initial_positions";
    }

    private String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a property says only where a new load begins. */
    static boolean isStart(ClusterPart part) {
        return Arrays.stream(values())
                .anyMatch(each -> part.equals(part(each.partitions())) || part.equals(part(each.positions())));
    }

    boolean isAlterable(String property) {
        return alterable.contains(property) || property.startsWith(OWN);
    }

    /** Requires that CREATE may have a property. */
    void checkProperty(String property, Span span) {
        boolean isKnown = isAlterable(property)
                || addresses.stream().anyMatch(each -> each.property.equals(property))
                || isStart(part(property));
        if (!isKnown) {
            throw Refusal.analysis(span, ClusterRule.LOAD_SOURCE_PROPERTY, property, lowerName());
        }
    }

    /** Requires that ALTER may have a property. The positions are changed in the running load, not in its definition. */
    void checkAlteration(String property, Span span) {
        if (!isAlterable(property) && !isStart(part(property))) {
            throw Refusal.analysis(span, ClusterRule.LOAD_SOURCE_PROPERTY, property, lowerName());
        }
    }

    /** Requires the properties that each load from the source must have, and checks their forms. */
    void check(SortedMap<ClusterPart, String> parts, Span span) {
        for (Address address : addresses) {
            String value = parts.getOrDefault(part(address.property), "");
            if (value.isEmpty()) {
                throw Refusal.analysis(span, ClusterRule.LOAD_REQUIRED, address.property);
            }
        }
        String property = addresses.get(0).property;
        String servers = parts.getOrDefault(part(property), "");
        for (String server : servers.split(",", -1)) {
            if (!Placeholder.isContainedIn(servers)
                    && !ENDPOINTS.matcher(server).matches()) {
                throw Refusal.analysis(span, ClusterRule.LOAD_SERVER, property, server, ENDPOINT);
            }
        }
        if (this == KAFKA) {
            checkOffsets(parts, span);
        }
    }

    private void checkOffsets(SortedMap<ClusterPart, String> parts, Span span) {
        String partitions = parts.getOrDefault(part(partitions()), "");
        String offsets = parts.getOrDefault(part(positions()), "");
        if (Placeholder.isContainedIn(partitions) || Placeholder.isContainedIn(offsets)) {
            return;
        }
        List<String> numbers = partitions.isEmpty() ? List.of() : List.of(partitions.split(",", -1));
        for (String number : numbers) {
            if (!number.matches("\\d{1,9}")) {
                throw Refusal.analysis(span, ServerError.INVALID_VALUE, "kafka partition", number, "an integer");
            }
        }
        if (!offsets.isEmpty() && offsets.split(",", -1).length != numbers.size()) {
            throw Refusal.analysis(span, ClusterRule.LOAD_OFFSET_COUNT);
        }
        for (String offset : offsets.isEmpty() ? new String[0] : offsets.split(",", -1)) {
            if (offset.matches("-\\d+")) {
                throw Refusal.analysis(span, ClusterRule.LOAD_OFFSET_NEGATIVE);
            }
            if (!POSITION.matcher(offset).matches()) {
                throw Refusal.analysis(
                        span,
                        ServerError.INVALID_VALUE,
                        "kafka offset",
                        offset,
                        "an integer, OFFSET_BEGINNING, or OFFSET_END");
            }
        }
    }

    /** Returns the value of a property as the server keeps it. */
    String normalize(String property, String value) {
        boolean isList = addresses.stream().anyMatch(each -> each.property.equals(property)) || isStart(part(property));
        return isList ? value.replace(" ", "") : value;
    }
}
