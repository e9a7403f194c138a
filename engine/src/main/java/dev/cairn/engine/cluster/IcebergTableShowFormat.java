package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.cluster.ClusterObjectRules.AnswerRow;
import dev.cairn.engine.cluster.ClusterObjectRules.QueryExecutor;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses and renders the form in which a server shows Iceberg tables. DESC shows the columns, including NOT NULL. SHOW
 * CREATE TABLE shows everything else, without escapes in the comment.
 */
final class IcebergTableShowFormat {
    /** The value that a server shows for a property with the name of a credential. */
    static final String ICEBERG_MASK = "***";

    private static final Pattern PARTITIONS_PATTERN = Pattern.compile("\\n\\)\\nPARTITION BY (.*)\\n");
    private static final Pattern COMMENT_PATTERN =
            Pattern.compile("\\nCOMMENT \\(\"(.*?)\"\\)(?=\\n(?:ORDER BY|PROPERTIES) \\()", Pattern.DOTALL);
    private static final Pattern ORDER_PATTERN = Pattern.compile("\\nORDER BY \\((.*)\\)\\nPROPERTIES \\(");
    private static final String PROPERTIES_START = "\nPROPERTIES (";
    private static final Pattern PROPERTY_PATTERN =
            Pattern.compile("\"(.*?)\" = \"(.*?)\"(?:, |\\);?$)", Pattern.DOTALL);

    private IcebergTableShowFormat() {}

    /**
     * Reads the selected tables of the databases; the keys of the result are the full names.
     *
     * @param databaseNames the names of databases, each qualified by its catalog; names without a catalog are skipped
     */
    static SortedMap<String, ClusterObject> readTables(
            QueryExecutor queryExecutor,
            Set<String> databaseNames,
            Predicate<String> isSelected,
            IcebergTableRules rules) {
        SortedMap<String, ClusterObject> tableByFullName = new TreeMap<>();
        for (String databaseName : databaseNames) {
            String[] qualifiers = databaseName.split("\\.", 2);
            if (qualifiers.length < 2) {
                continue;
            }
            for (AnswerRow row : queryExecutor.query("SHOW TABLES FROM " + quotePath(databaseName))) {
                String name = row.text("Tables_in_" + qualifiers[1]);
                if (isSelected.test(databaseName + "." + name)) {
                    List<? extends AnswerRow> columnRows = queryExecutor.query("DESC " + quotePath(databaseName, name));
                    for (AnswerRow createRow : queryExecutor.query(createShowStatement(databaseName, name))) {
                        String statementText = createRow.text("Create Table");
                        if (!statementText.isEmpty()) { // the statement of a view is in another column
                            ClusterObject table = new ClusterObject(
                                    ClusterObjectKind.ICEBERG_TABLE,
                                    databaseName,
                                    name,
                                    parseParts(columnRows, statementText, rules));
                            tableByFullName.put(table.fullName(), table);
                        }
                    }
                }
            }
        }
        return tableByFullName;
    }

    /**
     * Returns SHOW CREATE TABLE for a table.
     *
     * @param databaseName the name of the database, qualified by its catalog
     */
    static String createShowStatement(String databaseName, String name) {
        return "SHOW CREATE TABLE " + quotePath(databaseName, name);
    }

    private static String quotePath(String databaseName, String name) {
        return quotePath(databaseName) + ".`" + name + "`";
    }

    private static String quotePath(String databaseName) {
        return "`" + databaseName.replaceFirst("\\.", "`.`") + "`";
    }

    private static SortedMap<ClusterPart, String> parseParts(
            List<? extends AnswerRow> columnRows, String statementText, IcebergTableRules rules) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        List<String> columnNames = new ArrayList<>();
        for (AnswerRow row : columnRows) {
            String typeText = row.text("Type");
            columnNames.add(row.text("Field"));
            parts.put(
                    IcebergTableRules.columnPart(row.text("Field")),
                    IcebergColumn.tryParseDescribed(
                                    typeText, !row.text("Null").equalsIgnoreCase("NO"), row.text("Comment"))
                            .map(IcebergColumn::render)
                            .orElse(typeText));
        }
        parts.put(IcebergTableRules.COLUMNS, IcebergTableRules.renderNames(columnNames));
        Matcher commentMatcher = COMMENT_PATTERN.matcher(statementText);
        String definition = statementText;
        if (commentMatcher.find()) {
            parts.put(IcebergTableRules.COMMENT, commentMatcher.group(1));
            definition = commentMatcher.replaceFirst("");
        }
        Matcher partitionsMatcher = PARTITIONS_PATTERN.matcher(definition);
        if (partitionsMatcher.find()) {
            String elements = partitionsMatcher.group(1);
            if (elements.startsWith("(")) { // servers before 4.0 print parentheses around the columns
                elements = elements.substring(1, elements.length() - 1);
            }
            for (String element : JoinedTexts.splitAtCommas(elements)) {
                String transform = IcebergTransform.parse(element)
                        .map(IcebergTransform::render)
                        .orElse(element);
                parts.put(new ClusterPart(IcebergTableRules.PARTITION_CLAUSE, transform), "");
            }
        }
        Matcher orderMatcher = ORDER_PATTERN.matcher(definition);
        if (orderMatcher.find()) {
            parts.put(
                    IcebergTableRules.ORDER,
                    IcebergSortItem.renderList(IcebergSortItem.parseList(orderMatcher.group(1))));
        }
        Matcher propertyMatcher = PROPERTY_PATTERN.matcher(
                statementText.substring(statementText.lastIndexOf(PROPERTIES_START) + PROPERTIES_START.length()));
        while (propertyMatcher.find()) {
            ClusterPart part = ClusterPart.ofProperty(propertyMatcher.group(1));
            if (!IcebergProperties.isIgnored(part)) {
                parts.put(part, propertyMatcher.group(2).replace("\\\"", "\""));
            }
        }
        return rules.normalizeTogether(parts);
    }

    static ClusterListing describe(ClusterObject table) {
        List<List<String>> rows = new ArrayList<>();
        for (String name : IcebergTableRules.columnNames(table)) {
            IcebergColumn column = IcebergTableRules.parseColumn(table, name);
            rows.add(List.of(
                    name,
                    TypeFormat.formatWithoutStorageClass(column.queriedType()),
                    column.isNullable() ? "Yes" : "No",
                    "false",
                    "",
                    IcebergTableRules.isPartitionedBy(table, name) ? "partition key" : "",
                    column.comment()));
        }
        return new ClusterListing(List.of("Field", "Type", "Null", "Key", "Default", "Extra", "Comment"), rows);
    }

    static ClusterListing showCreate(ClusterObject table) {
        StringBuilder statementText = new StringBuilder("CREATE TABLE `" + table.name() + "` (\n");
        statementText.append(IcebergTableRules.columnNames(table).stream()
                .map(name -> renderColumn(name, IcebergTableRules.parseColumn(table, name)))
                .collect(Collectors.joining(",\n")));
        statementText.append("\n)");
        List<String> partitionElements = table.parts().keySet().stream()
                .filter(part -> part.clause().equals(IcebergTableRules.PARTITION_CLAUSE))
                .map(ClusterPart::name)
                .toList();
        if (!partitionElements.isEmpty()) {
            statementText.append("\nPARTITION BY ").append(String.join(", ", partitionElements));
        }
        String comment = table.parts().getOrDefault(IcebergTableRules.COMMENT, "");
        if (!comment.isEmpty()) {
            statementText.append("\nCOMMENT (\"").append(comment).append("\")");
        }
        String sortOrder = table.parts().get(IcebergTableRules.ORDER);
        if (sortOrder != null) {
            statementText
                    .append("\nORDER BY (")
                    .append(IcebergSortItem.renderShownList(IcebergSortItem.parseList(sortOrder)))
                    .append(")");
        }
        SortedMap<String, String> properties = new TreeMap<>(IcebergProperties.CREATION_DEFAULT_BY_PROPERTY);
        if (!comment.isEmpty()) {
            properties.put("comment", comment);
        }
        table.parts().forEach((part, value) -> {
            if (part.isProperty()) {
                properties.put(part.name(), ClusterSecrets.isSecret(part) ? ICEBERG_MASK : value);
            }
        });
        statementText
                .append(PROPERTIES_START)
                .append(properties.entrySet().stream()
                        .map(propertyEntry -> "\"" + propertyEntry.getKey() + "\" = \""
                                + propertyEntry.getValue().replace("\"", "\\\"") + "\"")
                        .collect(Collectors.joining(", ")))
                .append(");");
        return new ClusterListing(
                List.of("Table", "Create Table"), List.of(List.of(table.name(), statementText.toString())));
    }

    private static String renderColumn(String name, IcebergColumn column) {
        return "  `" + name + "` " + TypeFormat.formatForShowCreate(column.queriedType()) + " DEFAULT NULL"
                + (column.comment().isEmpty()
                        ? ""
                        : " COMMENT \"" + column.comment().replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
}
