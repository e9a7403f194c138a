package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.sql.Sql;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.write.JoinedTexts;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and prints the rows in which a server shows Routine Loads. No statement shows a whole load: SHOW CREATE omits
 * the separator of rows and escapes nothing, and SHOW ROUTINE LOAD omits the columns, so both are read. Neither shows
 * the columns of a load from Pulsar.
 */
record RoutineLoadShowFormat(RoutineLoadRules rules) {
    private static final String ALL_TEXT = "*";

    private static final Pattern SHOWN_COLUMNS_PATTERN =
            Pattern.compile("(?s),\\nCOLUMNS \\((.*?)\\)(?=,\\nPARTITIONS? \\(|,\\nWHERE |\\nPROPERTIES\\n\\()");

    /** The form of the group that a server generates for a load from Kafka. */
    private static final Pattern GENERATED_GROUP_PATTERN =
            Pattern.compile(".*_\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final String GROUP_PROPERTY = "group.id";

    /**
     * Reads the selected loads of the databases; the keys of the result are the full names. A load for which the
     * server shows no table is skipped.
     */
    SortedMap<String, ClusterObject> readObjects(
            ClusterObjectRules.QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        SortedMap<String, ClusterObject> loadByFullName = new TreeMap<>();
        for (String databaseName : databaseNames) {
            for (ClusterObjectRules.AnswerRow row :
                    queryExecutor.query("SHOW ROUTINE LOAD FROM `" + databaseName + "`")) {
                String fullName = databaseName + "." + row.text("Name");
                if (!isSelected.test(fullName) || row.text("TableName").isEmpty()) {
                    continue;
                }
                ClusterObject load = toClusterObject(databaseName, row);
                String createStatement = RoutineLoadRules.determineSource(load) == RoutineLoadSource.KAFKA
                        ? queryExecutor.query(createShowStatement(databaseName, load.name())).stream()
                                .map(createRow -> createRow.text("Create Job"))
                                .findFirst()
                                .orElse("")
                        : "";
                Matcher columnsMatcher = SHOWN_COLUMNS_PATTERN.matcher(createStatement);
                loadByFullName.put(
                        fullName,
                        columnsMatcher.find()
                                ? load.withPart(
                                        RoutineLoadRules.COLUMNS,
                                        RoutineLoadColumnMapping.parse(columnsMatcher.group(1))
                                                .toStoredText())
                                : load);
            }
        }
        return loadByFullName;
    }

    static String createShowStatement(String databaseName, String name) {
        return "SHOW CREATE ROUTINE LOAD `" + databaseName + "`.`" + name + "`";
    }

    private ClusterObject toClusterObject(String databaseName, ClusterObjectRules.AnswerRow row) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        parts.put(ClusterPart.TABLE, row.text("TableName"));
        if (row.text("State").equals("PAUSED")) {
            parts.put(ClusterPart.PAUSED, "");
        }
        Map<String, String> properties = readJson(row.text("JobProperties"));
        putUnlessDefault(RoutineLoadRules.COLUMN_SEPARATOR, properties.get("columnSeparator"), parts);
        putUnlessDefault(RoutineLoadRules.ROW_SEPARATOR, properties.get("rowDelimiter"), parts);
        String partitionList = properties.getOrDefault("partitions", ALL_TEXT);
        if (!partitionList.equals(ALL_TEXT)) {
            parts.put(
                    RoutineLoadRules.PARTITIONS,
                    Stream.of(partitionList.split(",", -1))
                            .map(name -> "`" + name + "`")
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        String conditionText = properties.getOrDefault("whereExpr", ALL_TEXT);
        if (!conditionText.equals(ALL_TEXT)) {
            parts.put(
                    RoutineLoadRules.WHERE, RoutineLoadExpressionForm.renderStored(Sql.parseExpression(conditionText)));
        }
        for (RoutineLoadProperty property : RoutineLoadProperty.values()) {
            String shownText = properties.get(property.jobPropertyName());
            putUnlessDefault(
                    ClusterPart.ofProperty(property.propertyName()),
                    shownText == null ? null : property.parseShown(shownText),
                    parts);
        }
        parts.put(RoutineLoadSource.TYPE_PART, row.text("DataSourceType"));
        Map<String, String> sourceProperties = readJson(row.text("DataSourceProperties"));
        for (RoutineLoadSource candidateSource : RoutineLoadSource.values()) {
            candidateSource.addressProperties().stream()
                    .filter(address -> candidateSource.name().equals(row.text("DataSourceType"))
                            && sourceProperties.containsKey(address.dataSourcePropertyName()))
                    .forEach(address -> parts.put(
                            RoutineLoadSource.sourcePart(address.propertyName()),
                            sourceProperties.get(address.dataSourcePropertyName())));
        }
        if (sourceProperties.containsKey(RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY)) {
            parts.put(
                    RoutineLoadSource.sourcePart(RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY),
                    sourceProperties.get(RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY));
        }
        readJson(row.text("CustomProperties")).forEach((name, value) -> {
            if (!name.equals(GROUP_PROPERTY)
                    || !GENERATED_GROUP_PATTERN.matcher(value).matches()) {
                parts.put(RoutineLoadSource.sourcePart(RoutineLoadSource.CLIENT_PROPERTY_PREFIX + name), value);
            }
        });
        return new ClusterObject(
                ClusterObjectKind.ROUTINE_LOAD, databaseName, row.text("Name"), rules.normalizeTogether(parts));
    }

    private static Map<String, String> readJson(String text) {
        Map<String, String> valueByName = new TreeMap<>();
        if (!text.isEmpty() && JsonReader.read(text) instanceof Map<?, ?> properties) {
            properties.forEach((name, value) -> valueByName.put(String.valueOf(name), String.valueOf(value)));
        }
        return valueByName;
    }

    private void putUnlessDefault(ClusterPart part, @Nullable String value, SortedMap<ClusterPart, String> parts) {
        if (value != null && !rules.isDefault(part, value)) {
            parts.put(part, value);
        }
    }

    static ClusterListing list(List<ClusterObject> loads) {
        return new ClusterListing(
                List.of(
                        "Name",
                        "DbName",
                        "TableName",
                        "State",
                        "DataSourceType",
                        "JobProperties",
                        "DataSourceProperties",
                        "CustomProperties"),
                loads.stream().map(RoutineLoadShowFormat::toRow).toList());
    }

    private static List<String> toRow(ClusterObject load) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> partitionNames = parsePartitionNames(load);
        properties.put("partitions", partitionNames.isEmpty() ? ALL_TEXT : String.join(",", partitionNames));
        properties.put("columnToColumnExpr", load.parts().containsKey(RoutineLoadRules.COLUMNS) ? "…" : ALL_TEXT);
        String conditionText = load.parts().get(RoutineLoadRules.WHERE);
        properties.put(
                "whereExpr",
                conditionText == null
                        ? ALL_TEXT
                        : RoutineLoadExpressionForm.renderShown(Sql.parseExpression(conditionText)));
        if (!RoutineLoadRules.effectiveValue(load, RoutineLoadProperty.FORMAT).equals("json")) {
            properties.put("columnSeparator", load.parts().getOrDefault(RoutineLoadRules.COLUMN_SEPARATOR, "\t"));
            properties.put("rowDelimiter", load.parts().getOrDefault(RoutineLoadRules.ROW_SEPARATOR, "\n"));
        }
        collectShownProperties(load).forEach((property, value) -> properties.put(property.jobPropertyName(), value));
        RoutineLoadSource source = RoutineLoadRules.determineSource(load);
        Map<String, Object> sourceProperties = new LinkedHashMap<>();
        source.addressProperties()
                .forEach(address -> sourceProperties.put(
                        address.dataSourcePropertyName(),
                        load.parts().getOrDefault(RoutineLoadSource.sourcePart(address.propertyName()), "")));
        Optional.ofNullable(load.parts().get(RoutineLoadSource.sourcePart(RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY)))
                .ifPresent(registry ->
                        sourceProperties.put(RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY, hideCredentials(registry)));
        Map<String, Object> clientProperties = new LinkedHashMap<>();
        collectClientProperties(load)
                .forEach((name, value) ->
                        clientProperties.put(name.substring(RoutineLoadSource.CLIENT_PROPERTY_PREFIX.length()), value));
        return List.of(
                load.name(),
                load.database(),
                load.tableName().orElse(""),
                load.isPaused() ? "PAUSED" : "NEED_SCHEDULE",
                source.name(),
                JsonWriter.COMPACT.format(properties),
                JsonWriter.COMPACT.format(sourceProperties),
                JsonWriter.COMPACT.format(clientProperties));
    }

    /** Returns the properties that a server shows, with their values as it prints them. */
    private static Map<RoutineLoadProperty, String> collectShownProperties(ClusterObject load) {
        Map<RoutineLoadProperty, String> shownValues = new EnumMap<>(RoutineLoadProperty.class);
        for (RoutineLoadProperty property : RoutineLoadProperty.values()) {
            String value = property == RoutineLoadProperty.TIMEZONE
                    ? effectiveTimeZone(load)
                    : RoutineLoadRules.effectiveValue(load, property);
            if (property.defaultValue().isPresent() || !value.isEmpty()) {
                shownValues.put(property, property.toShownText(value));
            }
        }
        return shownValues;
    }

    /** Returns the address of a schema registry as a server shows it, without user and password. */
    static String hideCredentials(String url) {
        return url.replaceFirst("//[^@/]*@", "//");
    }

    private static String effectiveTimeZone(ClusterObject load) {
        String timeZone = RoutineLoadRules.effectiveValue(load, RoutineLoadProperty.TIMEZONE);
        return timeZone.isEmpty() ? TimeZones.DEFAULT_ZONE : timeZone;
    }

    private static List<String> parsePartitionNames(ClusterObject load) {
        return JoinedTexts.parseNames(load.parts().getOrDefault(RoutineLoadRules.PARTITIONS, ""));
    }

    /**
     * Returns the properties that the client of the source gets, with the secrets that the server hides: fewer than
     * {@link ClusterSecrets#isSecret} recognizes.
     */
    private static Map<String, String> collectClientProperties(ClusterObject load) {
        Map<String, String> properties = new TreeMap<>();
        load.parts().forEach((part, value) -> {
            if (part.clause().equals("source") && part.name().startsWith(RoutineLoadSource.CLIENT_PROPERTY_PREFIX)) {
                boolean isHidden =
                        part.name().contains("password") || part.name().contains("secret");
                properties.put(part.name(), isHidden ? ClusterSecrets.SERVER_MASK : value);
            }
        });
        return properties;
    }

    /** Returns the answer to SHOW CREATE ROUTINE LOAD. */
    static ClusterListing show(ClusterObject load) {
        StringBuilder statementText = new StringBuilder("CREATE ROUTINE LOAD " + load.fullName() + " on "
                + load.tableName().orElse(""));
        String separator = load.parts().get(RoutineLoadRules.COLUMN_SEPARATOR);
        if (separator != null) {
            statementText
                    .append("\n COLUMNS TERMINATED BY '")
                    .append(separator.replace("\\", "\\\\"))
                    .append("'");
        }
        String columnList = load.parts().get(RoutineLoadRules.COLUMNS);
        if (columnList != null) {
            statementText
                    .append(",\nCOLUMNS (")
                    .append(RoutineLoadColumnMapping.parse(columnList).toShownText())
                    .append(")");
        }
        List<String> partitionNames = parsePartitionNames(load);
        if (!partitionNames.isEmpty()) {
            statementText
                    .append(partitionNames.size() == 1 ? ",\nPARTITION (" : ",\nPARTITIONS (")
                    .append(String.join(", ", partitionNames))
                    .append(")");
        }
        String conditionText = load.parts().get(RoutineLoadRules.WHERE);
        if (conditionText != null) {
            statementText
                    .append(",\nWHERE ")
                    .append(RoutineLoadExpressionForm.renderShown(Sql.parseExpression(conditionText)));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        collectShownProperties(load).forEach((property, value) -> properties.put(property.propertyName(), value));
        statementText.append("\nPROPERTIES\n").append(formatProperties(properties));
        statementText
                .append("\nFROM ")
                .append(RoutineLoadRules.determineSource(load).name())
                .append("\n")
                .append(formatProperties(collectShownSourceProperties(load)));
        return new ClusterListing(
                List.of("Job", "Create Job"),
                List.of(List.of(load.name(), statementText.append(";").toString())));
    }

    private static Map<String, String> collectShownSourceProperties(ClusterObject load) {
        RoutineLoadSource source = RoutineLoadRules.determineSource(load);
        Map<String, String> properties = new LinkedHashMap<>();
        source.addressProperties()
                .forEach(address -> properties.put(
                        address.propertyName(),
                        load.parts().getOrDefault(RoutineLoadSource.sourcePart(address.propertyName()), "")));
        for (String propertyName : List.of(
                source.partitionsPropertyName(),
                source.positionsPropertyName(),
                RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY)) {
            String value = load.parts().get(RoutineLoadSource.sourcePart(propertyName));
            if (value != null || propertyName.equals(source.partitionsPropertyName())) {
                properties.put(propertyName, value == null ? "" : hideCredentials(value));
            }
        }
        properties.putAll(collectClientProperties(load));
        return properties;
    }

    private static String formatProperties(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(propertyEntry -> "\"" + propertyEntry.getKey() + "\"=\"" + propertyEntry.getValue() + "\"")
                .collect(Collectors.joining(",\n", "(\n", "\n)"));
    }
}
