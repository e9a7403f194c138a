package dev.cairn.tooling.release;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.EnumColumn;
import dev.cairn.processor.model.EnumColumn.PathStep;
import dev.cairn.processor.model.EnumColumn.PathStep.Kind;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The constants of an enum that the application of a release reads from a column.
 *
 * @param path the steps from a value of the column to the constants; empty if the values are the constants themselves
 * @param enumName the qualified name of the enum
 * @param constants the names of the constants
 */
public record ReleasedConstants(
        ObjectName object, String column, List<PathStep> path, String enumName, List<String> constants) {
    private static final long FORMAT_VERSION = 1;

    /** The beginning of a step to a field of a struct. */
    private static final String FIELD_PREFIX = ".";

    public ReleasedConstants {
        path = List.copyOf(path);
        constants = List.copyOf(constants);
    }

    /** Returns the constants of the columns with enums in the tables of a schema, including its external tables. */
    public static List<ReleasedConstants> collectFrom(SchemaRoot root) {
        List<ReleasedConstants> releasedConstants = new ArrayList<>();
        for (SchemaRoot.Member member : root.members()) {
            ObjectDeclaration.Kind kind = member.declaration().kind();
            if (kind == ObjectDeclaration.Kind.TABLE || kind == ObjectDeclaration.Kind.EXTERNAL) {
                for (EnumColumn enumColumn : EnumColumn.findIn(member.declaration(), root.name())) {
                    releasedConstants.add(new ReleasedConstants(
                            new ObjectName(enumColumn.databaseName(), enumColumn.objectName()),
                            enumColumn.columnName(),
                            enumColumn.path(),
                            enumColumn.enumType().name().qualifiedName(),
                            enumColumn.enumType().constants()));
                }
            }
        }
        return releasedConstants;
    }

    /** Returns the line for the list of released queries: a JSON object with a line break after it. */
    String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT_VERSION);
        members.put("enum", enumName);
        members.put("database", object.database());
        members.put("table", object.name());
        members.put("column", column);
        if (!path.isEmpty()) {
            members.put("path", path.stream().map(ReleasedConstants::renderStep).toList());
        }
        members.put("constants", constants);
        return JsonWriter.COMPACT.format(members) + "\n";
    }

    /**
     * Parses a line of the list of released queries; empty for the line of a query.
     *
     * @throws IllegalArgumentException if the line is not JSON, or has a format that this version of Cairn can't read
     */
    static Optional<ReleasedConstants> parse(String line) {
        if (!(JsonReader.read(line) instanceof Map<?, ?> members) || !members.containsKey("enum")) {
            return Optional.empty();
        }
        if (!Long.valueOf(FORMAT_VERSION).equals(members.get("format"))
                || !(members.get("constants") instanceof List<?> constantNames)) {
            throw new IllegalArgumentException("it has the format " + members.get("format")
                    + ", and this version of Cairn reads " + FORMAT_VERSION);
        }
        return Optional.of(new ReleasedConstants(
                new ObjectName(String.valueOf(members.get("database")), String.valueOf(members.get("table"))),
                String.valueOf(members.get("column")),
                members.get("path") instanceof List<?> steps
                        ? steps.stream()
                                .map(step -> parseStep(String.valueOf(step)))
                                .toList()
                        : List.of(),
                String.valueOf(members.get("enum")),
                constantNames.stream().map(String::valueOf).toList()));
    }

    /** Returns {@code ELEMENTS}, {@code KEYS} or {@code VALUES}, and for a field a dot and its name. */
    private static String renderStep(PathStep step) {
        return step.kind() == Kind.FIELD
                ? FIELD_PREFIX + step.fieldName()
                : step.kind().name();
    }

    private static PathStep parseStep(String text) {
        return text.startsWith(FIELD_PREFIX)
                ? PathStep.ofField(text.substring(FIELD_PREFIX.length()))
                : new PathStep(Kind.valueOf(text), "");
    }
}
