package dev.cairn.tooling.release;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.EnumColumn;
import dev.cairn.processor.model.Root;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The constants of an enum that the application of a release reads from a column.
 *
 * @param type the qualified name of the enum
 * @param several whether each value of the column is a list of constants
 */
public record ReleasedConstants(
        ObjectName object, String column, String type, boolean several, List<String> constants) {
    private static final long FORMAT = 1;

    public ReleasedConstants {
        constants = List.copyOf(constants);
    }

    /** Returns those of the tables of a schema. */
    public static List<ReleasedConstants> of(Root root) {
        List<ReleasedConstants> all = new ArrayList<>();
        for (Root.Member member : root.members()) {
            Kind kind = member.declaration().kind();
            if (kind == Kind.TABLE || kind == Kind.EXTERNAL) {
                for (EnumColumn column : EnumColumn.of(member.declaration(), root.name())) {
                    all.add(new ReleasedConstants(
                            new ObjectName(column.database(), column.object()),
                            column.column(),
                            column.type().name().qualified(),
                            column.several(),
                            column.type().constants()));
                }
            }
        }
        return all;
    }

    /** Returns the line of a list of released queries, as JSON. */
    String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.put("enum", type);
        members.put("database", object.database());
        members.put("table", object.name());
        members.put("column", column);
        if (several) {
            members.put("list", true);
        }
        members.put("constants", constants);
        return JsonWriter.COMPACT.text(members) + "\n";
    }

    /**
     * Reads a line; empty for one of a query.
     *
     * @throws IllegalArgumentException if the line is not JSON, or one of another version
     */
    static Optional<ReleasedConstants> of(String line) {
        if (!(JsonReader.read(line) instanceof Map<?, ?> members) || !members.containsKey("enum")) {
            return Optional.empty();
        }
        if (!Long.valueOf(FORMAT).equals(members.get("format"))
                || !(members.get("constants") instanceof List<?> names)) {
            throw new IllegalArgumentException(
                    "it has the format " + members.get("format") + ", and this version of Cairn reads " + FORMAT);
        }
        return Optional.of(new ReleasedConstants(
                new ObjectName(String.valueOf(members.get("database")), String.valueOf(members.get("table"))),
                String.valueOf(members.get("column")),
                String.valueOf(members.get("enum")),
                members.containsKey("list"),
                names.stream().map(String::valueOf).toList()));
    }
}
