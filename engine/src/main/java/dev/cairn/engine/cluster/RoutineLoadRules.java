package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules for Routine Loads. No statement shows a whole load: SHOW CREATE omits the separator of rows and escapes
 * nothing, and SHOW ROUTINE LOAD omits the columns, so both are read. Neither shows the columns of a load from Pulsar.
 */
final class RoutineLoadRules extends ClusterRules {
    private static final String CONSUME = RoutineLoadProperty.TASK_CONSUME_SECOND.propertyName();
    private static final String TIMEOUT = RoutineLoadProperty.TASK_TIMEOUT_SECOND.propertyName();

    /** A server derives each of the two times from the other one. */
    private static final int TIMEOUT_RATIO = 4;

    private static final ClusterPart COLUMN_SEPARATOR = ClusterPart.of("column separator");
    private static final ClusterPart ROW_SEPARATOR = ClusterPart.of("row separator");
    private static final ClusterPart COLUMNS = ClusterPart.of("columns");
    private static final ClusterPart PARTITIONS = ClusterPart.of("partitions");
    private static final ClusterPart WHERE = ClusterPart.of("where");
    private static final String ALL = "*";

    private static final Pattern SHOWN_COLUMNS =
            Pattern.compile("(?s),\\nCOLUMNS \\((.*?)\\)(?=,\\nPARTITIONS? \\(|,\\nWHERE |\\nPROPERTIES\\n\\()");

    /** The form of the group that a server generates for a load from Kafka. */
    private static final Pattern OWN_GROUP = Pattern.compile(".*_\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final String GROUP = "group.id";

    @Override
    RefusalRule existsRule() {
        return ClusterRule.LOAD_EXISTS;
    }

    @Override
    Refusal createExistsError(Name name, ClusterObject present) {
        return Refusal.execution(name.span(), existsRule(), name, present.database());
    }

    @Override
    boolean isExistenceCheckedLast() {
        return true;
    }

    @Override
    RefusalRule notFoundRule() {
        return ClusterRule.LOAD_NOT_FOUND;
    }

    @Override
    Refusal createNotFoundError(Name name) {
        return Refusal.analysis(name.span(), notFoundRule(), name);
    }

    @Override
    void checkName(Name name) {
        if (!NameValidation.isCommonName(name.text())) {
            throw Refusal.analysis(name.span(), ClusterRule.LOAD_NAME_FORMAT, name);
        }
    }

    @Override
    List<ClusterItem> complete(List<ClusterItem> items, boolean isCreation) {
        Map<ClusterPart, ClusterItem> byPart = new LinkedHashMap<>();
        items.forEach(item -> byPart.put(item.part(), item));
        ClusterItem format = byPart.get(property(RoutineLoadProperty.FORMAT.propertyName()));
        String text = format == null ? "csv" : format.value().toLowerCase(Locale.ROOT);
        byPart.values().removeIf(item -> isWithoutEffect(item.part(), text, isCreation));
        ClusterItem consume = byPart.get(property(CONSUME));
        ClusterItem timeout = byPart.get(property(TIMEOUT));
        if (consume != null && timeout == null) {
            derive(consume, TIMEOUT, seconds -> seconds * TIMEOUT_RATIO, byPart);
        } else if (timeout != null && consume == null) {
            derive(timeout, CONSUME, seconds -> seconds / TIMEOUT_RATIO, byPart);
        }
        return List.copyOf(byPart.values());
    }

    private static boolean isWithoutEffect(ClusterPart part, String format, boolean isCreation) {
        return isCreation
                ? part.clause().equals("property")
                        && (part.name().equals(RoutineLoadProperty.IGNORED)
                                || RoutineLoadProperty.find(part.name())
                                        .filter(each -> !each.isOf(format))
                                        .isPresent())
                : RoutineLoadSource.isStart(part);
    }

    private static void derive(
            ClusterItem from, String name, LongUnaryOperator seconds, Map<ClusterPart, ClusterItem> byPart) {
        if (from.value().matches("\\d{1,9}")) {
            String value = Long.toString(seconds.applyAsLong(Long.parseLong(from.value())));
            byPart.put(property(name), new ClusterItem(property(name), value, from.span()));
        }
    }

    @Override
    public Set<ClusterPart> companions(ClusterPart part) {
        if (part.equals(property(CONSUME)) || part.equals(property(TIMEOUT))) {
            return Set.of(property(CONSUME), property(TIMEOUT));
        }
        return part.clause().equals("source") ? Set.of(RoutineLoadSource.TYPE) : Set.of();
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        ClusterPart part = item.part();
        String value = item.value();
        return Map.entry(
                part,
                switch (part.clause()) {
                    case "property" ->
                        RoutineLoadProperty.find(part.name())
                                .orElseThrow(() ->
                                        Refusal.analysis(item.span(), ClusterRule.LOAD_PROPERTY_UNKNOWN, part.name()))
                                .normalize(item);
                    case "source" -> normalizeSource(item);
                    case "columns" -> ColumnMapping.parse(value).toStored();
                    case "where" -> normalizeCondition(item);
                    case "partitions" -> String.join(", ", new TreeSet<>(List.of(value.split(", ", -1))));
                    default -> value;
                });
    }

    /** A statement with one of the two times would change the other one, so a catalog keeps both or none. */
    @Override
    SortedMap<ClusterPart, String> settle(SortedMap<ClusterPart, String> parts) {
        boolean isSet = parts.containsKey(property(CONSUME)) || parts.containsKey(property(TIMEOUT));
        for (RoutineLoadProperty time :
                List.of(RoutineLoadProperty.TASK_CONSUME_SECOND, RoutineLoadProperty.TASK_TIMEOUT_SECOND)) {
            if (isSet) {
                parts.putIfAbsent(
                        property(time.propertyName()), time.neutralValue().orElseThrow());
            }
        }
        return parts;
    }

    private static String normalizeSource(ClusterItem item) {
        if (!item.part().equals(RoutineLoadSource.TYPE)) {
            return Stream.of(RoutineLoadSource.values())
                    .map(source -> source.normalize(item.part().name(), item.value()))
                    .reduce(item.value(), (one, other) -> one.length() < other.length() ? one : other);
        }
        String type = item.value().toUpperCase(Locale.ROOT);
        if (RoutineLoadSource.find(type).isEmpty()) {
            throw Refusal.analysis(item.span(), ClusterRule.LOAD_SOURCE, type);
        }
        return type;
    }

    private static String normalizeCondition(ClusterItem item) {
        Expression condition = Sql.parseExpression(item.value());
        if (condition.contains(part -> part instanceof Expression.Subquery
                || part instanceof Expression.InQuery
                || part instanceof Expression.Exists)) {
            throw Refusal.analysis(item.span(), ClusterRule.LOAD_SUBQUERY);
        }
        return ColumnMapping.toStored(condition);
    }

    private static RoutineLoadSource source(ClusterObject load) {
        return RoutineLoadSource.find(load.parts().getOrDefault(RoutineLoadSource.TYPE, ""))
                .orElse(RoutineLoadSource.KAFKA);
    }

    @Override
    void checkDefinition(ClusterObject load, Span span, Catalog catalog) {
        RoutineLoadSource source = source(load);
        load.parts().keySet().stream()
                .filter(part -> part.clause().equals("source") && !part.name().isEmpty())
                .forEach(part -> source.checkProperty(part.name(), span));
        source.check(load.parts(), span);
        checkTimes(load, span);
        boolean isAvro = value(load, RoutineLoadProperty.FORMAT).equals("avro");
        if (isAvro && !load.parts().containsKey(RoutineLoadSource.part(RoutineLoadSource.REGISTRY))) {
            throw Refusal.analysis(span, ClusterRule.LOAD_REQUIRED, RoutineLoadSource.REGISTRY);
        }
        String name = load.table().orElse("");
        Table table = catalog.database(load.database())
                .flatMap(database -> database.table(name))
                .orElseThrow(() -> Refusal.execution(span, ServerError.UNKNOWN_TABLE, name));
        for (String partition : names(load.parts().getOrDefault(PARTITIONS, ""))) {
            if (table.partitioning().partitions().stream()
                    .noneMatch(each -> each.name().is(partition))) {
                throw Refusal.execution(span, ClusterRule.LOAD_PARTITION, partition);
            }
        }
    }

    private static List<String> names(String list) {
        return list.isEmpty()
                ? List.of()
                : Stream.of(list.split(", ", -1))
                        .map(name -> name.replace("`", ""))
                        .toList();
    }

    private static String value(ClusterObject load, RoutineLoadProperty property) {
        return load.parts()
                .getOrDefault(
                        property(property.propertyName()),
                        property.neutralValue().orElse(""));
    }

    private static void checkTimes(ClusterObject load, Span span) {
        String consume = value(load, RoutineLoadProperty.TASK_CONSUME_SECOND);
        String timeout = value(load, RoutineLoadProperty.TASK_TIMEOUT_SECOND);
        boolean areNumbers = consume.matches("\\d{1,18}") && timeout.matches("\\d{1,18}");
        if (areNumbers && Long.parseLong(consume) >= Long.parseLong(timeout)) {
            throw Refusal.analysis(span, ClusterRule.LOAD_TIMES);
        }
    }

    @Override
    void checkAlteration(ClusterItem item, ClusterObject before) {
        ClusterPart part = item.part();
        if (part.equals(RoutineLoadSource.TYPE)) {
            if (!item.value().equalsIgnoreCase(source(before).name())) {
                throw Refusal.execution(item.span(), ClusterRule.LOAD_SOURCE_IMMUTABLE, item.value());
            }
        } else if (part.clause().equals("source")) {
            source(before).checkAlteration(part.name(), item.span());
        } else if (!isAlterable(part)) {
            throw Refusal.analysis(item.span(), ClusterRule.LOAD_PROPERTY_UNKNOWN, part.name());
        }
    }

    @Override
    public boolean isAlterable(ClusterPart part) {
        return switch (part.clause()) {
            case "table" -> false;
            case "source" -> Stream.of(RoutineLoadSource.values()).anyMatch(source -> source.isAlterable(part.name()));
            case "property" ->
                RoutineLoadProperty.find(part.name())
                        .filter(RoutineLoadProperty::isAlterable)
                        .isPresent();
            default -> true;
        };
    }

    /** After any ALTER, a server stores the expressions in their printed form, and reads that form after a restart. */
    @Override
    public boolean isKeptByAlteration(ClusterObject load) {
        String columns = load.parts().get(COLUMNS);
        String where = load.parts().get(WHERE);
        return (columns == null || ColumnMapping.isShownExactly(columns, true))
                && (where == null || ColumnMapping.isShownExactly(where, false));
    }

    @Override
    public Optional<String> neutralValue(ClusterPart part) {
        if (part.equals(COLUMN_SEPARATOR)) {
            return Optional.of("\t");
        }
        if (part.equals(ROW_SEPARATOR)) {
            return Optional.of("\n");
        }
        return part.clause().equals("property")
                ? RoutineLoadProperty.find(part.name()).flatMap(RoutineLoadProperty::neutralValue)
                : Optional.empty();
    }

    @Override
    public Optional<String> recreationProblem() {
        return Optional.empty();
    }

    /** A load that is created again continues where it was stopped, unless its source or its table differs. */
    @Override
    public Optional<String> recreationProblem(ClusterObject before, ClusterObject after) {
        Set<ClusterPart> places = new TreeSet<>(Set.of(RoutineLoadSource.TYPE, ClusterPart.TABLE));
        source(after).addresses().stream()
                .skip(1)
                .forEach(address -> places.add(RoutineLoadSource.part(address.property())));
        for (ClusterPart place : places) {
            if (!Objects.equals(before.parts().get(place), after.parts().get(place))) {
                return Optional.of("a load with another " + (place.name().isEmpty() ? place : place.name())
                        + " is another load; declare it under another name");
            }
        }
        Set<ClusterPart> starts = new TreeSet<>(before.parts().keySet());
        starts.addAll(after.parts().keySet());
        boolean beginsElsewhere = starts.stream()
                .filter(RoutineLoadSource::isStart)
                .anyMatch(part ->
                        !Objects.equals(before.parts().get(part), after.parts().get(part)));
        return beginsElsewhere
                ? Optional.of(
                        "only a new load begins at declared offsets; leave them as they are, and move the load with ALTER"
                                + " ROUTINE LOAD")
                : Optional.empty();
    }

    @Override
    public List<String> findMistakes(ClusterObject load, Catalog catalog) {
        String mapping = load.parts().get(COLUMNS);
        Optional<Table> table = catalog.database(load.database())
                .flatMap(database -> database.table(load.table().orElse("")));
        if (mapping == null || table.isEmpty()) {
            return List.of();
        }
        ColumnMapping columns = ColumnMapping.parse(mapping);
        Set<String> used = new HashSet<>();
        columns.columns().forEach(column -> column.value().ifPresent(value -> used.addAll(lower(value.columnNames()))));
        String condition = load.parts().get(WHERE);
        List<String> filtered =
                condition == null ? List.of() : Sql.parseExpression(condition).columnNames();
        used.addAll(lower(filtered));
        List<String> mistakes = new ArrayList<>();
        for (ColumnMapping.MappedColumn column : columns.columns()) {
            boolean isStored = table.get().column(column.name()).isPresent()
                    || column.name().equals("__op");
            if (!isStored && column.value().isPresent()) {
                mistakes.add("it computes '" + column.name() + "', and the table has no such column");
            } else if (!isStored && !used.contains(column.name().toLowerCase(Locale.ROOT))) {
                mistakes.add(
                        "it reads '" + column.name() + "', which is neither a column of the table nor used by an expression");
            }
        }
        Set<String> known = new HashSet<>(lower(
                columns.columns().stream().map(ColumnMapping.MappedColumn::name).toList()));
        table.get().columns().forEach(column -> known.add(column.name().toLowerCase(Locale.ROOT)));
        for (String name : new TreeSet<>(used)) {
            if (!known.contains(name)) {
                mistakes.add("an expression uses '" + name + "', which is neither read nor a column of the table");
            }
        }
        return mistakes;
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    // What a server shows.

    @Override
    public SortedMap<String, ClusterObject> read(ShowServer server, Set<String> databases, Predicate<String> names) {
        SortedMap<String, ClusterObject> loads = new TreeMap<>();
        for (String database : databases) {
            for (ShownRow row : server.show("SHOW ROUTINE LOAD FROM `" + database + "`")) {
                String fullName = database + "." + row.text("Name");
                if (!names.test(fullName) || row.text("TableName").isEmpty()) {
                    continue;
                }
                ClusterObject load = read(database, row);
                String create = source(load) == RoutineLoadSource.KAFKA
                        ? server.show("SHOW CREATE ROUTINE LOAD `" + database + "`.`" + load.name() + "`").stream()
                                .map(shown -> shown.text("Create Job"))
                                .findFirst()
                                .orElse("")
                        : "";
                Matcher columns = SHOWN_COLUMNS.matcher(create);
                loads.put(
                        fullName,
                        columns.find()
                                ? load.with(
                                        COLUMNS,
                                        ColumnMapping.parse(columns.group(1)).toStored())
                                : load);
            }
        }
        return loads;
    }

    private ClusterObject read(String database, ShownRow row) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        parts.put(ClusterPart.TABLE, row.text("TableName"));
        if (row.text("State").equals("PAUSED")) {
            parts.put(ClusterPart.PAUSED, "");
        }
        Map<String, String> properties = readJson(row.text("JobProperties"));
        putUnlessNeutral(COLUMN_SEPARATOR, properties.get("columnSeparator"), parts);
        putUnlessNeutral(ROW_SEPARATOR, properties.get("rowDelimiter"), parts);
        String partitions = properties.getOrDefault("partitions", ALL);
        if (!partitions.equals(ALL)) {
            parts.put(
                    PARTITIONS,
                    Stream.of(partitions.split(",", -1))
                            .map(name -> "`" + name + "`")
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        String where = properties.getOrDefault("whereExpr", ALL);
        if (!where.equals(ALL)) {
            parts.put(WHERE, ColumnMapping.toStored(Sql.parseExpression(where)));
        }
        for (RoutineLoadProperty property : RoutineLoadProperty.values()) {
            String shown = properties.get(property.shownName());
            putUnlessNeutral(property(property.propertyName()), shown == null ? null : property.read(shown), parts);
        }
        parts.put(RoutineLoadSource.TYPE, row.text("DataSourceType"));
        Map<String, String> source = readJson(row.text("DataSourceProperties"));
        for (RoutineLoadSource each : RoutineLoadSource.values()) {
            each.addresses().stream()
                    .filter(address ->
                            each.name().equals(row.text("DataSourceType")) && source.containsKey(address.shownName()))
                    .forEach(address ->
                            parts.put(RoutineLoadSource.part(address.property()), source.get(address.shownName())));
        }
        if (source.containsKey(RoutineLoadSource.REGISTRY)) {
            parts.put(RoutineLoadSource.part(RoutineLoadSource.REGISTRY), source.get(RoutineLoadSource.REGISTRY));
        }
        readJson(row.text("CustomProperties")).forEach((name, value) -> {
            if (!name.equals(GROUP) || !OWN_GROUP.matcher(value).matches()) {
                parts.put(RoutineLoadSource.part("property." + name), value);
            }
        });
        return new ClusterObject(ClusterKind.ROUTINE_LOAD, database, row.text("Name"), settle(parts));
    }

    private static Map<String, String> readJson(String text) {
        Map<String, String> values = new TreeMap<>();
        if (!text.isEmpty() && JsonReader.read(text) instanceof Map<?, ?> properties) {
            properties.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
        }
        return values;
    }

    private void putUnlessNeutral(ClusterPart part, @Nullable String value, SortedMap<ClusterPart, String> parts) {
        if (value != null && neutralValue(part).filter(value::equals).isEmpty()) {
            parts.put(part, value);
        }
    }

    @Override
    ClusterObject reconcile(ClusterObject expected, ClusterObject live) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(live.parts());
        ClusterPart zone = property(RoutineLoadProperty.TIMEZONE.propertyName());
        if (!expected.parts().containsKey(zone)) {
            parts.remove(zone);
        }
        boolean isJson = value(live, RoutineLoadProperty.FORMAT).equals("json");
        expected.parts().forEach((part, value) -> {
            String shown = live.parts().get(part);
            boolean isHidden = RoutineLoadSource.isStart(part)
                    || (part.equals(COLUMNS) && source(live) == RoutineLoadSource.PULSAR)
                    || ((part.equals(COLUMN_SEPARATOR) || part.equals(ROW_SEPARATOR)) && isJson)
                    || (part.equals(RoutineLoadSource.part(RoutineLoadSource.REGISTRY))
                            && value.replaceFirst("//[^@/]*@", "//").equals(shown));
            boolean isAlike = shown != null
                    && (part.equals(COLUMNS) || part.equals(WHERE))
                    && ColumnMapping.areShownAlike(value, shown, part.equals(COLUMNS));
            if (isHidden || isAlike) {
                parts.put(part, value);
            }
        });
        return live.with(parts);
    }

    @Override
    public ClusterListing list(List<ClusterObject> loads) {
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
                loads.stream().map(RoutineLoadRules::row).toList());
    }

    private static List<String> row(ClusterObject load) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("partitions", String.join(",", shownPartitions(load, ALL)));
        properties.put("columnToColumnExpr", load.parts().containsKey(COLUMNS) ? "…" : ALL);
        String where = load.parts().get(WHERE);
        properties.put("whereExpr", where == null ? ALL : ColumnMapping.toShown(Sql.parseExpression(where)));
        if (!value(load, RoutineLoadProperty.FORMAT).equals("json")) {
            properties.put("columnSeparator", load.parts().getOrDefault(COLUMN_SEPARATOR, "\t"));
            properties.put("rowDelimiter", load.parts().getOrDefault(ROW_SEPARATOR, "\n"));
        }
        for (RoutineLoadProperty property : RoutineLoadProperty.values()) {
            String value = property == RoutineLoadProperty.TIMEZONE ? zone(load) : value(load, property);
            if (property.neutralValue().isPresent() || !value.isEmpty()) {
                properties.put(property.shownName(), property.show(value));
            }
        }
        RoutineLoadSource source = source(load);
        Map<String, Object> addresses = new LinkedHashMap<>();
        source.addresses()
                .forEach(address -> addresses.put(
                        address.shownName(),
                        load.parts().getOrDefault(RoutineLoadSource.part(address.property()), "")));
        Optional.ofNullable(load.parts().get(RoutineLoadSource.part(RoutineLoadSource.REGISTRY)))
                .ifPresent(registry ->
                        addresses.put(RoutineLoadSource.REGISTRY, registry.replaceFirst("//[^@/]*@", "//")));
        Map<String, Object> own = new LinkedHashMap<>();
        ownProperties(load).forEach((name, value) -> own.put(name.substring("property.".length()), value));
        return List.of(
                load.name(),
                load.database(),
                load.table().orElse(""),
                load.isPaused() ? "PAUSED" : "NEED_SCHEDULE",
                source.name(),
                JsonWriter.COMPACT.format(properties),
                JsonWriter.COMPACT.format(addresses),
                JsonWriter.COMPACT.format(own));
    }

    private static String zone(ClusterObject load) {
        String zone = value(load, RoutineLoadProperty.TIMEZONE);
        return zone.isEmpty() ? TimeZones.ASSUMED : zone;
    }

    private static List<String> shownPartitions(ClusterObject load, String all) {
        List<String> names = names(load.parts().getOrDefault(PARTITIONS, ""));
        return names.isEmpty() ? List.of(all) : names;
    }

    /** Returns the properties of the source that its client gets, with their secrets hidden. */
    private static Map<String, String> ownProperties(ClusterObject load) {
        Map<String, String> own = new TreeMap<>();
        load.parts().forEach((part, value) -> {
            if (part.clause().equals("source") && part.name().startsWith("property.")) {
                boolean isHidden =
                        part.name().contains("password") || part.name().contains("secret");
                own.put(part.name(), isHidden ? MASK : value);
            }
        });
        return own;
    }

    @Override
    public ClusterListing show(ClusterObject load) {
        StringBuilder text = new StringBuilder(
                "CREATE ROUTINE LOAD " + load.fullName() + " on " + load.table().orElse(""));
        String separator = load.parts().get(COLUMN_SEPARATOR);
        if (separator != null) {
            text.append("\n COLUMNS TERMINATED BY '")
                    .append(separator.replace("\\", "\\\\"))
                    .append("'");
        }
        String columns = load.parts().get(COLUMNS);
        if (columns != null) {
            text.append(",\nCOLUMNS (")
                    .append(ColumnMapping.parse(columns).toShown())
                    .append(")");
        }
        List<String> partitions = names(load.parts().getOrDefault(PARTITIONS, ""));
        if (!partitions.isEmpty()) {
            text.append(partitions.size() == 1 ? ",\nPARTITION (" : ",\nPARTITIONS (")
                    .append(String.join(", ", partitions))
                    .append(")");
        }
        String where = load.parts().get(WHERE);
        if (where != null) {
            text.append(",\nWHERE ").append(ColumnMapping.toShown(Sql.parseExpression(where)));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (RoutineLoadProperty property : RoutineLoadProperty.values()) {
            String value = property == RoutineLoadProperty.TIMEZONE ? zone(load) : value(load, property);
            if (property.neutralValue().isPresent() || !value.isEmpty()) {
                properties.put(property.propertyName(), property.show(value));
            }
        }
        text.append("\nPROPERTIES\n").append(list(properties));
        text.append("\nFROM ").append(source(load).name()).append("\n").append(list(shownSource(load)));
        return new ClusterListing(
                List.of("Job", "Create Job"),
                List.of(List.of(load.name(), text.append(";").toString())));
    }

    private static Map<String, String> shownSource(ClusterObject load) {
        RoutineLoadSource source = source(load);
        Map<String, String> properties = new LinkedHashMap<>();
        source.addresses()
                .forEach(address -> properties.put(
                        address.property(), load.parts().getOrDefault(RoutineLoadSource.part(address.property()), "")));
        for (String start : List.of(source.partitions(), source.positions(), RoutineLoadSource.REGISTRY)) {
            String value = load.parts().get(RoutineLoadSource.part(start));
            if (value != null || start.equals(source.partitions())) {
                properties.put(start, value == null ? "" : value.replaceFirst("//[^@/]*@", "//"));
            }
        }
        properties.putAll(ownProperties(load));
        return properties;
    }

    private static String list(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\"=\"" + entry.getValue() + "\"")
                .collect(Collectors.joining(",\n", "(\n", "\n)"));
    }
}
