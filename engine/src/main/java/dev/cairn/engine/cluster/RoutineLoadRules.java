package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.write.JoinedTexts;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import java.util.stream.Stream;

/**
 * The rules for Routine Loads. A server changes only some properties, and only while the load is paused; every other
 * change stops the load and creates it again from the offsets that it has reached.
 */
final class RoutineLoadRules extends ClusterObjectRules {
    private static final String CONSUME_SECONDS_PROPERTY = RoutineLoadProperty.TASK_CONSUME_SECOND.propertyName();
    private static final String TIMEOUT_SECONDS_PROPERTY = RoutineLoadProperty.TASK_TIMEOUT_SECOND.propertyName();

    /** The timeout divided by the consume time; a server derives each of the two times from the other one. */
    private static final int TIMEOUT_RATIO = 4;

    private static final Set<Type.Scalar.Kind> INCOMPARABLE_KINDS = EnumSet.of(
            Type.Scalar.Kind.PERCENTILE, Type.Scalar.Kind.BITMAP, Type.Scalar.Kind.JSON, Type.Scalar.Kind.HLL);

    static final ClusterPart COLUMN_SEPARATOR = ClusterPart.of("column separator");
    static final ClusterPart ROW_SEPARATOR = ClusterPart.of("row separator");
    static final ClusterPart COLUMNS = ClusterPart.of("columns");
    static final ClusterPart PARTITIONS = ClusterPart.of("partitions");
    static final ClusterPart WHERE = ClusterPart.of("where");

    @Override
    RefusalRule alreadyExistsRule() {
        return ClusterRule.LOAD_EXISTS;
    }

    @Override
    Refusal createExistsRefusal(Name name, ClusterObject existingLoad) {
        return Refusal.ofExecution(name.span(), alreadyExistsRule(), name, existingLoad.database());
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
    void checkName(Name name) {
        if (!NameValidation.isCommonName(name.text())) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.LOAD_NAME_FORMAT, name);
        }
    }

    @Override
    List<ClusterItem> prepareItems(List<ClusterItem> items, boolean isCreation) {
        Map<ClusterPart, ClusterItem> itemByPart = new LinkedHashMap<>();
        items.forEach(item -> itemByPart.put(item.part(), item));
        ClusterItem formatItem = itemByPart.get(ClusterPart.ofProperty(RoutineLoadProperty.FORMAT.propertyName()));
        String formatName = formatItem == null ? "csv" : formatItem.value().toLowerCase(Locale.ROOT);
        itemByPart.values().removeIf(item -> isIgnored(item.part(), formatName, isCreation));
        ClusterItem consumeItem = itemByPart.get(ClusterPart.ofProperty(CONSUME_SECONDS_PROPERTY));
        ClusterItem timeoutItem = itemByPart.get(ClusterPart.ofProperty(TIMEOUT_SECONDS_PROPERTY));
        if (consumeItem != null && timeoutItem == null) {
            addDerivedTime(consumeItem, TIMEOUT_SECONDS_PROPERTY, seconds -> seconds * TIMEOUT_RATIO, itemByPart);
        } else if (timeoutItem != null && consumeItem == null) {
            addDerivedTime(timeoutItem, CONSUME_SECONDS_PROPERTY, seconds -> seconds / TIMEOUT_RATIO, itemByPart);
        }
        return List.copyOf(itemByPart.values());
    }

    /**
     * Returns whether a statement that sets the part does not change the definition: in CREATE, a property that the
     * server ignores, always or for this format; in ALTER, a start position, which is changed in the running load.
     */
    private static boolean isIgnored(ClusterPart part, String formatName, boolean isCreation) {
        return isCreation
                ? part.isProperty()
                        && (part.name().equals(RoutineLoadProperty.IGNORED_PROPERTY)
                                || RoutineLoadProperty.find(part.name())
                                        .filter(property -> !property.appliesToFormat(formatName))
                                        .isPresent())
                : RoutineLoadSource.isStartPosition(part);
    }

    /** Adds the time that the server derives from the declared one; adds nothing if that is not a number. */
    private static void addDerivedTime(
            ClusterItem declaredItem,
            String derivedName,
            LongUnaryOperator conversion,
            Map<ClusterPart, ClusterItem> itemByPart) {
        if (declaredItem.value().matches("\\d{1,9}")) {
            String value = Long.toString(conversion.applyAsLong(Long.parseLong(declaredItem.value())));
            itemByPart.put(
                    ClusterPart.ofProperty(derivedName),
                    new ClusterItem(ClusterPart.ofProperty(derivedName), value, declaredItem.span()));
        }
    }

    @Override
    public Set<ClusterPart> companionParts(ClusterPart part) {
        if (part.equals(ClusterPart.ofProperty(CONSUME_SECONDS_PROPERTY))
                || part.equals(ClusterPart.ofProperty(TIMEOUT_SECONDS_PROPERTY))) {
            return Set.of(
                    ClusterPart.ofProperty(CONSUME_SECONDS_PROPERTY), ClusterPart.ofProperty(TIMEOUT_SECONDS_PROPERTY));
        }
        return part.clause().equals("source") ? Set.of(RoutineLoadSource.TYPE_PART) : Set.of();
    }

    @Override
    public Set<String> propertyNames() {
        return RoutineLoadProperty.names();
    }

    @Override
    public List<String> allowedValues(ClusterPart part) {
        if (part.equals(RoutineLoadSource.TYPE_PART)) {
            return Stream.of(RoutineLoadSource.values())
                    .map(RoutineLoadSource::name)
                    .toList();
        }
        return part.isProperty()
                ? RoutineLoadProperty.find(part.name())
                        .map(RoutineLoadProperty::allowedValues)
                        .orElse(List.of())
                : List.of();
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        ClusterPart part = item.part();
        String value = item.value();
        return Map.entry(
                part,
                switch (part.clause()) {
                    case ClusterPart.PROPERTY_CLAUSE ->
                        RoutineLoadProperty.find(part.name())
                                .orElseThrow(() ->
                                        Refusal.ofAnalysis(item.span(), ClusterRule.LOAD_PROPERTY_UNKNOWN, part.name()))
                                .normalize(item);
                    case "source" -> normalizeSource(item);
                    case "columns" -> RoutineLoadColumnMapping.parse(value).toStoredText();
                    case "where" -> normalizeCondition(item);
                    case "partitions" -> String.join(", ", new TreeSet<>(List.of(value.split(", ", -1))));
                    default -> value;
                });
    }

    /** A statement that sets one of the two times also changes the other one, so a catalog keeps both or neither. */
    @Override
    SortedMap<ClusterPart, String> normalizeTogether(SortedMap<ClusterPart, String> parts) {
        boolean isAnyTimeSet = parts.containsKey(ClusterPart.ofProperty(CONSUME_SECONDS_PROPERTY))
                || parts.containsKey(ClusterPart.ofProperty(TIMEOUT_SECONDS_PROPERTY));
        for (RoutineLoadProperty timeProperty :
                List.of(RoutineLoadProperty.TASK_CONSUME_SECOND, RoutineLoadProperty.TASK_TIMEOUT_SECOND)) {
            if (isAnyTimeSet) {
                parts.putIfAbsent(
                        ClusterPart.ofProperty(timeProperty.propertyName()),
                        timeProperty.defaultValue().orElseThrow());
            }
        }
        return parts;
    }

    private static String normalizeSource(ClusterItem item) {
        if (!item.part().equals(RoutineLoadSource.TYPE_PART)) {
            return RoutineLoadSource.normalizeValue(item.part().name(), item.value());
        }
        String type = item.value().toUpperCase(Locale.ROOT);
        if (RoutineLoadSource.findByType(type).isEmpty()) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.LOAD_SOURCE_UNKNOWN, type);
        }
        return type;
    }

    private static String normalizeCondition(ClusterItem item) {
        Expression condition = Sql.parseExpression(item.value());
        if (condition.contains(subexpression -> subexpression instanceof Expression.Subquery
                || subexpression instanceof Expression.InSubquery
                || subexpression instanceof Expression.Exists)) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.LOAD_CONDITION_WITH_SUBQUERY);
        }
        return RoutineLoadExpressionForm.renderStored(condition);
    }

    /** Returns the source of a load; Kafka if the load has no type of source, or an unknown one. */
    static RoutineLoadSource determineSource(ClusterObject load) {
        return RoutineLoadSource.findByType(load.parts().getOrDefault(RoutineLoadSource.TYPE_PART, ""))
                .orElse(RoutineLoadSource.KAFKA);
    }

    @Override
    void checkDefinition(ClusterObject load, PartSpans spans, Catalog catalog) {
        Span span = spans.nameSpan();
        RoutineLoadSource source = determineSource(load);
        load.parts().keySet().stream()
                .filter(part -> part.clause().equals("source") && !part.isUnnamed())
                .forEach(part -> source.requireKnownProperty(part.name(), spans.of(part)));
        source.checkDefinition(load.parts(), spans);
        requireTimeoutAboveConsumeTime(load, span);
        boolean isAvro = effectiveValue(load, RoutineLoadProperty.FORMAT).equals("avro");
        if (isAvro
                && !load.parts()
                        .containsKey(RoutineLoadSource.sourcePart(RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY))) {
            throw Refusal.ofAnalysis(
                    span, ClusterRule.LOAD_PROPERTY_ABSENT, RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY);
        }
        String tableName = load.tableName().orElse("");
        Table table = catalog.findDatabase(load.database())
                .flatMap(database -> database.findTable(tableName))
                .orElseThrow(() -> Refusal.ofExecution(span, ServerError.UNKNOWN_TABLE, tableName));
        for (String partitionName : JoinedTexts.parseNames(load.parts().getOrDefault(PARTITIONS, ""))) {
            boolean isOnlyPartition =
                    table.partitioning() instanceof Partitioning.None && partitionName.equalsIgnoreCase(tableName);
            if (!isOnlyPartition
                    && table.partitioning().partitions().stream()
                            .noneMatch(definition -> definition.name().equalsIgnoreCase(partitionName))) {
                throw Refusal.ofExecution(spans.of(PARTITIONS), ClusterRule.LOAD_PARTITION_UNKNOWN, partitionName);
            }
        }
        checkMergeCondition(load, table, spans);
    }

    private static void checkMergeCondition(ClusterObject load, Table table, PartSpans spans) {
        ClusterPart part = ClusterPart.ofProperty(RoutineLoadProperty.MERGE_CONDITION.propertyName());
        String name = load.parts().getOrDefault(part, "");
        if (name.isEmpty() || Placeholder.isPlaceholder(name)) {
            return;
        }
        Span span = spans.of(part);
        if (table.model() != KeyModel.PRIMARY) {
            throw Refusal.ofExecution(span, ClusterRule.LOAD_MERGE_WITHOUT_KEY, table.name());
        }
        Column column = table.findColumn(name)
                .orElseThrow(
                        () -> Refusal.ofExecution(span, ClusterRule.LOAD_MERGE_COLUMN_UNKNOWN, name, table.name()));
        if (column.isKey()) {
            throw Refusal.ofExecution(span, ClusterRule.LOAD_MERGE_COLUMN_IS_KEY, name);
        }
        if (!isComparable(column.type())) {
            throw Refusal.ofExecution(span, ClusterRule.LOAD_MERGE_COLUMN_TYPE);
        }
    }

    /** Returns whether a server compares values of a type in a merge condition. */
    private static boolean isComparable(Type type) {
        return type instanceof Type.Decimal
                || (type instanceof Type.Scalar scalar && !INCOMPARABLE_KINDS.contains(scalar.kind()));
    }

    static String effectiveValue(ClusterObject load, RoutineLoadProperty property) {
        return load.parts()
                .getOrDefault(
                        ClusterPart.ofProperty(property.propertyName()),
                        property.defaultValue().orElse(""));
    }

    private static void requireTimeoutAboveConsumeTime(ClusterObject load, Span span) {
        String consumeSeconds = effectiveValue(load, RoutineLoadProperty.TASK_CONSUME_SECOND);
        String timeoutSeconds = effectiveValue(load, RoutineLoadProperty.TASK_TIMEOUT_SECOND);
        boolean areNumbers = consumeSeconds.matches("\\d{1,18}") && timeoutSeconds.matches("\\d{1,18}");
        if (areNumbers && Long.parseLong(consumeSeconds) >= Long.parseLong(timeoutSeconds)) {
            throw Refusal.ofAnalysis(span, ClusterRule.LOAD_TIMEOUT_TOO_SHORT);
        }
    }

    @Override
    void checkAlteration(ClusterItem item, ClusterObject currentObject) {
        ClusterPart part = item.part();
        if (part.equals(RoutineLoadSource.TYPE_PART)) {
            if (!item.value().equalsIgnoreCase(determineSource(currentObject).name())) {
                throw Refusal.ofExecution(item.span(), ClusterRule.LOAD_SOURCE_IMMUTABLE, item.value());
            }
        } else if (part.clause().equals("source")) {
            determineSource(currentObject).requireAlterableProperty(part.name(), item.span());
        } else if (!isAlterable(part)) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.LOAD_PROPERTY_UNKNOWN, part.name());
        }
    }

    @Override
    public boolean isAlterable(ClusterPart part) {
        return switch (part.clause()) {
            case "table" -> false;
            case "source" -> Stream.of(RoutineLoadSource.values()).anyMatch(source -> source.isAlterable(part.name()));
            case ClusterPart.PROPERTY_CLAUSE ->
                RoutineLoadProperty.find(part.name())
                        .filter(RoutineLoadProperty::isAlterable)
                        .isPresent();
            default -> true;
        };
    }

    /** After any ALTER, a server stores the expressions in their printed form, and reads that form after a restart. */
    @Override
    public boolean keepsMeaningWhenAltered(ClusterObject load) {
        String columnList = load.parts().get(COLUMNS);
        String conditionText = load.parts().get(WHERE);
        return (columnList == null || RoutineLoadColumnMapping.keepsMeaningWhenShown(columnList))
                && (conditionText == null || RoutineLoadExpressionForm.keepsMeaningWhenShown(conditionText));
    }

    @Override
    public Optional<String> findDefaultValue(ClusterPart part) {
        if (part.equals(COLUMN_SEPARATOR)) {
            return Optional.of("\t");
        }
        if (part.equals(ROW_SEPARATOR)) {
            return Optional.of("\n");
        }
        return part.isProperty()
                ? RoutineLoadProperty.find(part.name()).flatMap(RoutineLoadProperty::defaultValue)
                : Optional.empty();
    }

    /**
     * A load that is created again continues where it was stopped, unless its source or its table differs. Its list of
     * servers, which is the first address property of the source, may differ.
     */
    @Override
    public Optional<String> findRecreationProblem(ClusterObject currentObject, ClusterObject desiredObject) {
        Set<ClusterPart> identifyingParts = new TreeSet<>(Set.of(RoutineLoadSource.TYPE_PART, ClusterPart.TABLE));
        determineSource(desiredObject).addressProperties().stream()
                .skip(1)
                .forEach(address -> identifyingParts.add(RoutineLoadSource.sourcePart(address.propertyName())));
        for (ClusterPart part : identifyingParts) {
            if (!Objects.equals(
                    currentObject.parts().get(part), desiredObject.parts().get(part))) {
                return Optional.of("a load with another " + (part.isUnnamed() ? part : part.name())
                        + " is another load; declare it under another name");
            }
        }
        Set<ClusterPart> combinedParts = new TreeSet<>(currentObject.parts().keySet());
        combinedParts.addAll(desiredObject.parts().keySet());
        boolean startPositionDiffers = combinedParts.stream()
                .filter(RoutineLoadSource::isStartPosition)
                .anyMatch(part -> !Objects.equals(
                        currentObject.parts().get(part), desiredObject.parts().get(part)));
        return startPositionDiffers
                ? Optional.of(
                        "only a new load begins at declared offsets; leave them as they are, and move the load with ALTER"
                                + " ROUTINE LOAD")
                : Optional.empty();
    }

    @Override
    public List<Problem> findProblems(ClusterObject load, ServerState server) {
        return RoutineLoadChecker.findProblems(server, load);
    }

    @Override
    public List<String> findUnusedFields(ClusterObject load, ServerState server) {
        return RoutineLoadChecker.findUnusedFields(server, load);
    }

    @Override
    public List<String> findWrittenColumns(ClusterObject load, Table table) {
        String columnList = load.parts().get(COLUMNS);
        return columnList == null
                ? table.writableColumns().stream().map(Column::name).toList()
                : RoutineLoadColumnMapping.parse(columnList).columns().stream()
                        .map(RoutineLoadColumnMapping.MappedColumn::name)
                        .filter(name -> table.findColumn(name).isPresent())
                        .toList();
    }

    @Override
    public Optional<String> findExistenceQuery(ClusterObject object) {
        return Optional.of(RoutineLoadShowFormat.createShowStatement(object.database(), object.name()));
    }

    /** Returns whether a frontend has found the load but can't print it, because it reads from Pulsar. */
    @Override
    public boolean provesExistence(String reason) {
        return reason.contains("not support pulsar datasource");
    }

    @Override
    public SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        return new RoutineLoadShowFormat(this).readObjects(queryExecutor, databaseNames, isSelected);
    }

    @Override
    boolean hidesSecret(ClusterObject load, ClusterPart part) {
        return determineSource(load) == RoutineLoadSource.PULSAR;
    }

    @Override
    public Set<ClusterPart> unknownParts(ClusterObject load) {
        return determineSource(load) == RoutineLoadSource.PULSAR ? Set.of(COLUMNS) : Set.of();
    }

    @Override
    public Set<String> findAmbiguousExpressions(ClusterObject load) {
        Set<String> names = new LinkedHashSet<>();
        String columnList = load.parts().get(COLUMNS);
        if (columnList != null) {
            names.addAll(RoutineLoadColumnMapping.parse(columnList).findAmbiguousColumnNames());
        }
        String conditionText = load.parts().get(WHERE);
        if (conditionText != null && RoutineLoadExpressionForm.isAmbiguous(Sql.parseExpression(conditionText))) {
            names.add(WHERE.clause());
        }
        return names;
    }

    /**
     * Takes from the expected object the parts that the server hides or prints ambiguously. Removes the time zone if
     * none is expected, because the server then took it from a session.
     */
    @Override
    ClusterObject reconcile(ClusterObject expectedObject, ClusterObject liveObject) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(liveObject.parts());
        ClusterPart zonePart = ClusterPart.ofProperty(RoutineLoadProperty.TIMEZONE.propertyName());
        if (!expectedObject.parts().containsKey(zonePart)) {
            parts.remove(zonePart);
        }
        boolean isJson = effectiveValue(liveObject, RoutineLoadProperty.FORMAT).equals("json");
        expectedObject.parts().forEach((part, value) -> {
            String shownText = liveObject.parts().get(part);
            boolean isHidden = RoutineLoadSource.isStartPosition(part)
                    || unknownParts(liveObject).contains(part)
                    || ((part.equals(COLUMN_SEPARATOR) || part.equals(ROW_SEPARATOR)) && isJson)
                    || (part.equals(RoutineLoadSource.sourcePart(RoutineLoadSource.SCHEMA_REGISTRY_PROPERTY))
                            && RoutineLoadShowFormat.hideCredentials(value).equals(shownText));
            boolean isPrintedAlike = shownText != null
                    && ((part.equals(COLUMNS) && RoutineLoadColumnMapping.areShownAlike(value, shownText))
                            || (part.equals(WHERE) && RoutineLoadExpressionForm.areShownAlike(value, shownText)));
            if (isHidden || isPrintedAlike) {
                parts.put(part, value);
            }
        });
        return liveObject.withParts(parts);
    }

    @Override
    public ClusterListing list(List<ClusterObject> loads) {
        return RoutineLoadShowFormat.list(loads);
    }

    @Override
    public ClusterListing show(ClusterObject load) {
        return RoutineLoadShowFormat.show(load);
    }
}
