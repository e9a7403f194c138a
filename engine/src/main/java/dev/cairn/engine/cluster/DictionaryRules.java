package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules for dictionaries. The names of dictionaries are case-sensitive and unique in the cluster. CREATE searches
 * the source table only in the current database. A server reads the source table's definition only in CREATE, so the
 * table may be renamed or dropped afterwards.
 */
final class DictionaryRules extends ClusterObjectRules {
    private static final ClusterPart KEY_COLUMNS = ClusterPart.of("key");
    private static final ClusterPart VALUE_COLUMNS = ClusterPart.of("value");
    private static final String COLUMN_SEPARATOR = ", ";

    /** The names of the properties, with their defaults. No server shows them. */
    private static final Map<String, String> DEFAULT_BY_PROPERTY = Map.of(
            "dictionary_warm_up", "true",
            "dictionary_memory_limit", "2147483648",
            "dictionary_refresh_interval", "0",
            "dictionary_read_latest", "false",
            "dictionary_ignore_failed_refresh", "false");

    /** The units of a memory limit, as powers of two: K is 2^10 bytes. */
    private static final Map<String, Integer> SHIFT_BY_UNIT =
            Map.of("K", 10, "KB", 10, "M", 20, "MB", 20, "G", 30, "GB", 30);

    @Override
    RefusalRule alreadyExistsRule() {
        return ClusterRule.DICTIONARY_EXISTS;
    }

    @Override
    RefusalRule notFoundRule() {
        return ClusterRule.DICTIONARY_NOT_FOUND;
    }

    @Override
    Refusal createExistsRefusal(Name name, ClusterObject existingObject) {
        return Refusal.ofAnalysis(name.span(), alreadyExistsRule(), name);
    }

    @Override
    RefusalRule noDatabaseRule() {
        return ClusterRule.DICTIONARY_WITHOUT_DATABASE;
    }

    @Override
    public boolean isShownToEveryone() {
        return true;
    }

    /** Joins the columns of each clause; their order matters. */
    @Override
    List<ClusterItem> prepareItems(List<ClusterItem> items, boolean isCreation) {
        Map<ClusterPart, ClusterItem> itemByPart = new LinkedHashMap<>();
        for (ClusterItem item : items) {
            itemByPart.merge(
                    item.part(),
                    item,
                    (earlierItem, laterItem) -> isColumnList(item.part())
                            ? new ClusterItem(
                                    item.part(),
                                    earlierItem.value() + COLUMN_SEPARATOR + laterItem.value(),
                                    item.span())
                            : laterItem);
        }
        return List.copyOf(itemByPart.values());
    }

    private static boolean isColumnList(ClusterPart part) {
        return part.equals(KEY_COLUMNS) || part.equals(VALUE_COLUMNS);
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        if (!item.part().isProperty()) {
            return Map.entry(item.part(), item.value());
        }
        String propertyName = item.part().name().toLowerCase(Locale.ROOT);
        String defaultValue = DEFAULT_BY_PROPERTY.get(propertyName);
        if (defaultValue == null) {
            throw Refusal.ofExecution(item.span(), ClusterRule.DICTIONARY_PROPERTY_UNKNOWN, propertyName);
        }
        return Map.entry(
                ClusterPart.ofProperty(propertyName),
                switch (propertyName) {
                    case "dictionary_memory_limit" -> normalizeBytes(item, propertyName);
                    case "dictionary_refresh_interval" -> normalizeSeconds(item, propertyName);
                    default -> normalizeFlag(item, propertyName);
                });
    }

    @Override
    public Set<String> propertyNames() {
        return DEFAULT_BY_PROPERTY.keySet();
    }

    private static Refusal createValueRefusal(ClusterItem item, String propertyName) {
        return Refusal.ofExecution(item.span(), ClusterRule.DICTIONARY_PROPERTY_FORMAT, propertyName, item.value());
    }

    private static String normalizeFlag(ClusterItem item, String propertyName) {
        String flagText = item.value().toLowerCase(Locale.ROOT);
        if (!flagText.equals("true") && !flagText.equals("false")) {
            throw createValueRefusal(item, propertyName);
        }
        return flagText;
    }

    /** Returns the seconds between two refreshes; 0 or less disables refreshes. */
    private static String normalizeSeconds(ClusterItem item, String propertyName) {
        try {
            return String.valueOf(Math.max(0, Integer.parseInt(item.value())));
        } catch (NumberFormatException failure) {
            throw createValueRefusal(item, propertyName);
        }
    }

    /** Returns a memory limit in bytes. The text may end with a unit, such as {@code GB}, in any case. */
    private static String normalizeBytes(ClusterItem item, String propertyName) {
        String digits = item.value().replaceFirst("(?i)(?<=.)[KMG]?B?$", "");
        String unit = item.value().substring(digits.length()).toUpperCase(Locale.ROOT);
        try {
            // A product of more than 63 bits overflows, as on the server.
            return String.valueOf(Long.parseLong(digits) << SHIFT_BY_UNIT.getOrDefault(unit, 0));
        } catch (NumberFormatException failure) {
            throw createValueRefusal(item, propertyName);
        }
    }

    @Override
    void checkCreation(ClusterObject dictionary, CreateClusterObject create, Catalog catalog) {
        String tableName = dictionary.tableName().orElse("");
        Span tableSpan = create.items().stream()
                .filter(item -> item.part().equals(ClusterPart.TABLE))
                .map(ClusterItem::span)
                .findFirst()
                .orElse(create.span());
        Map<String, Optional<Type>> typeByColumn = catalog.findDatabase(dictionary.database())
                .flatMap(database -> findColumnTypes(database, tableName))
                .orElseThrow(() -> Refusal.ofAnalysis(tableSpan, ClusterRule.DICTIONARY_TABLE_UNKNOWN, tableName));
        List<String> keyNames = parseColumnNames(dictionary, KEY_COLUMNS);
        List<String> valueNames = parseColumnNames(dictionary, VALUE_COLUMNS);
        for (ClusterPart part : List.of(KEY_COLUMNS, VALUE_COLUMNS)) {
            if (parseColumnNames(dictionary, part).isEmpty()) {
                throw Refusal.ofAnalysis(
                        create.name().span(), ClusterRule.DICTIONARY_COLUMNS_ABSENT, part, create.name());
            }
        }
        for (ClusterItem item : create.items()) {
            for (String columnName :
                    isColumnList(item.part()) ? JoinedTexts.parseNames(item.value()) : List.<String>of()) {
                if (keyNames.contains(columnName) && valueNames.contains(columnName)) {
                    throw Refusal.ofAnalysis(item.span(), ClusterRule.DICTIONARY_COLUMN_REPEATED, columnName);
                }
                checkColumn(item, columnName, typeByColumn);
            }
        }
    }

    private static void checkColumn(ClusterItem item, String columnName, Map<String, Optional<Type>> typeByColumn) {
        Optional<Type> type = typeByColumn.get(columnName);
        if (type == null) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.DICTIONARY_COLUMN_UNKNOWN, item.part(), columnName);
        }
        boolean isSupported = type.map(
                        knownType -> isSupportedType(knownType, item.part().equals(KEY_COLUMNS)))
                .orElse(true);
        if (!isSupported) {
            throw Refusal.ofAnalysis(
                    item.span(),
                    ClusterRule.DICTIONARY_COLUMN_TYPE_UNSUPPORTED,
                    item.part(),
                    columnName,
                    TypeFormat.formatForShowCreate(type.get()));
        }
    }

    /**
     * Returns whether a column of the type can be in a dictionary. Keys may be numbers of all types; numbers
     * among the values must be integers.
     */
    private static boolean isSupportedType(Type type, boolean isKey) {
        if (type instanceof Type.Text textType) {
            return textType.kind() == Type.Text.Kind.VARCHAR;
        }
        if (type instanceof Type.Decimal) {
            return isKey;
        }
        return type instanceof Type.Scalar scalar
                && switch (scalar.kind()) {
                    case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, LARGEINT, DATE, DATETIME -> true;
                    case FLOAT, DOUBLE -> isKey;
                    default -> false;
                };
    }

    /**
     * Returns the types of the columns of a relation, by case-insensitive names; empty if the relation does not exist.
     * The type of a column of a view is empty if it is unknown.
     */
    private static Optional<Map<String, Optional<Type>>> findColumnTypes(Database database, String relationName) {
        return database.findTable(relationName)
                .map(table -> collectTypes(table.columns()))
                .or(() -> database.findView(relationName).map(view -> collectViewColumnTypes(view.columns())))
                .or(() ->
                        database.findMaterializedView(relationName).map(view -> collectViewColumnTypes(view.columns())))
                .or(() -> database.findSystemTable(relationName).map(table -> collectTypes(table.columns())));
    }

    private static Map<String, Optional<Type>> collectTypes(List<Column> columns) {
        Map<String, Optional<Type>> typeByColumn = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        columns.forEach(column -> typeByColumn.put(column.name(), Optional.of(column.type())));
        return typeByColumn;
    }

    private static Map<String, Optional<Type>> collectViewColumnTypes(List<ViewColumn> columns) {
        Map<String, Optional<Type>> typeByColumn = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        columns.forEach(column -> typeByColumn.put(column.name(), Optional.ofNullable(column.type())));
        return typeByColumn;
    }

    private static List<String> parseColumnNames(ClusterObject dictionary, ClusterPart part) {
        return JoinedTexts.parseNames(dictionary.parts().getOrDefault(part, ""));
    }

    /** Checks nothing: a server looks at the table only when it creates a dictionary. */
    @Override
    void checkDefinition(ClusterObject dictionary, PartSpans spans, Catalog catalog) {}

    @Override
    public Optional<String> findDefaultValue(ClusterPart part) {
        return Optional.ofNullable(DEFAULT_BY_PROPERTY.get(part.name()));
    }

    @Override
    public SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        SortedMap<String, ClusterObject> dictionaries = new TreeMap<>();
        for (AnswerRow row : queryExecutor.query("SHOW DICTIONARY")) {
            String name = row.text("DictionaryName");
            if (isSelected.test(name)) {
                dictionaries.put(name, toClusterObject(row, databaseNames));
            }
        }
        return dictionaries;
    }

    /** Returns the object that a row shows. A table outside the expected databases is qualified by its database. */
    private static ClusterObject toClusterObject(AnswerRow row, Set<String> databaseNames) {
        String databaseName = row.text("DbName");
        String tableName = row.text("dictionaryObject");
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        parts.put(ClusterPart.TABLE, databaseNames.contains(databaseName) ? tableName : databaseName + "." + tableName);
        parts.put(KEY_COLUMNS, quoteShownColumnNames(row.text("dictionaryKeys")));
        parts.put(VALUE_COLUMNS, quoteShownColumnNames(row.text("dictionaryValues")));
        return new ClusterObject(ClusterObjectKind.DICTIONARY, databaseName, row.text("DictionaryName"), parts);
    }

    /** Returns the names with backquotes. The server shows a list without them: {@code [id, name]}. */
    private static String quoteShownColumnNames(String columnList) {
        return Stream.of(columnList.substring(1, columnList.length() - 1).split(COLUMN_SEPARATOR, -1))
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(COLUMN_SEPARATOR));
    }

    @Override
    public Set<ClusterPart> unknownParts(ClusterObject dictionary) {
        return Set.of(ClusterPart.of(ClusterPart.PROPERTY_CLAUSE));
    }

    /** Restores the properties, which no server shows. */
    @Override
    ClusterObject reconcile(ClusterObject expectedObject, ClusterObject liveObject) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(liveObject.parts());
        expectedObject.parts().forEach((part, value) -> {
            if (part.isProperty()) {
                parts.put(part, value);
            }
        });
        return liveObject.withParts(parts);
    }

    @Override
    public ClusterListing list(List<ClusterObject> dictionaries) {
        List<List<String>> rows = new ArrayList<>();
        for (ClusterObject dictionary : dictionaries) {
            rows.add(List.of(
                    String.valueOf(rows.size() + 1),
                    dictionary.name(),
                    dictionary.database(),
                    dictionary.tableName().orElse(""),
                    "[" + String.join(COLUMN_SEPARATOR, parseColumnNames(dictionary, KEY_COLUMNS)) + "]",
                    "[" + String.join(COLUMN_SEPARATOR, parseColumnNames(dictionary, VALUE_COLUMNS)) + "]"));
        }
        return new ClusterListing(
                List.of(
                        "DictionaryId",
                        "DictionaryName",
                        "DbName",
                        "dictionaryObject",
                        "dictionaryKeys",
                        "dictionaryValues"),
                rows);
    }

    @Override
    public ClusterListing show(ClusterObject dictionary) {
        return list(List.of(dictionary));
    }
}
