package dev.cairn.tooling.documentation;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.KeyPart;
import dev.cairn.tooling.documentation.SchemaDocument.Kind;
import dev.cairn.tooling.documentation.SchemaDocument.Relationship;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the tables of a document in the language DBML, which has no views. */
public final class DbmlText {
    private final StringBuilder text = new StringBuilder();

    private DbmlText() {}

    /** Returns the text. */
    public static String of(SchemaDocument document) {
        return new DbmlText().text(document);
    }

    private String text(SchemaDocument document) {
        text.append("Project ").append(quoted(document.title())).append(" {\n");
        text.append("  database_type: 'StarRocks'\n}\n");
        SortedMap<String, List<ObjectName>> groups = new TreeMap<>();
        for (DocumentedObject table : document.objects(Kind.TABLE)) {
            add(table);
            String group = table.property(StoredProperties.COLOCATION_GROUP);
            if (!group.isEmpty()) {
                groups.computeIfAbsent(group, none -> new ArrayList<>()).add(table.name());
            }
        }
        for (Relationship relationship : document.relationships()) {
            if (isTable(document, relationship.fromObject()) && isTable(document, relationship.toObject())) {
                text.append("\nRef: ")
                        .append(columns(relationship.from()))
                        .append(relationship.unique() ? " > " : " <> ")
                        .append(columns(relationship.to()))
                        .append('\n');
            }
        }
        groups.forEach((group, tables) -> {
            text.append("\nTableGroup ").append(quoted(group)).append(" {\n");
            tables.forEach(table -> text.append("  ").append(name(table)).append('\n'));
            text.append("}\n");
        });
        return text.toString();
    }

    private static boolean isTable(SchemaDocument document, ObjectName name) {
        return document.objects(Kind.TABLE).stream()
                .anyMatch(table -> table.name().equals(name));
    }

    private void add(DocumentedObject table) {
        text.append("\nTable ").append(name(table.name())).append(" {\n");
        List<String> key = table.columns().stream()
                .filter(column -> column.key() == KeyPart.UNIQUE)
                .map(column -> quoted(column.name()))
                .toList();
        for (DocumentedColumn column : table.columns()) {
            List<String> settings = new ArrayList<>();
            if (column.key() == KeyPart.UNIQUE && key.size() == 1) {
                settings.add("pk");
            }
            if (!column.nullable()) {
                settings.add("not null");
            }
            if (column.value().equals("AUTO_INCREMENT")) {
                settings.add("increment");
            } else if (!column.value().isEmpty()) {
                settings.add("default: " + value(column.value()));
            }
            if (!column.comment().isEmpty()) {
                settings.add("note: " + note(column.comment()));
            }
            text.append("  ").append(quoted(column.name())).append(' ').append(quoted(column.type()));
            text.append(settings.isEmpty() ? "" : " [" + String.join(", ", settings) + "]")
                    .append('\n');
        }
        if (key.size() > 1) {
            text.append("\n  indexes {\n    (").append(String.join(", ", key)).append(") [pk]\n  }\n");
        }
        if (!table.comment().isEmpty()) {
            text.append("\n  Note: ").append(note(table.comment())).append('\n');
        }
        text.append("}\n");
    }

    /** A literal as a text, which tools convert to the type of the column; anything else as an expression. */
    private static String value(String sql) {
        boolean literal = sql.length() > 1 && sql.startsWith("\"") && sql.endsWith("\"");
        return literal ? note(sql.substring(1, sql.length() - 1)) : "`" + sql.replace("`", "") + "`";
    }

    private static String columns(List<ObjectColumn> columns) {
        String names = columns.stream().map(column -> quoted(column.column())).collect(Collectors.joining(", "));
        return name(columns.get(0).object()) + "." + (columns.size() == 1 ? names : "(" + names + ")");
    }

    private static String name(ObjectName object) {
        return quoted(object.database()) + "." + quoted(object.name());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "'") + '"';
    }

    private static String note(String comment) {
        return "'" + comment.replace("\\", "\\\\").replace("'", "\\'").replaceAll("\\R", " ") + "'";
    }
}
