package dev.cairn.processor.generate;

import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.model.SnakeCase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The names of the fields of one generated class. The field of a column has the name of its component. If two embedded records have
 * components of the same name, the names of the enclosing components precede it; a name that is in use gets an underscore.
 */
final class FieldNames {
    /** The names of imported constants of the runtime and of their class: fields with these names would hide them. */
    private static final Set<String> RESERVED = reservedNames();

    private final Set<String> usedNames = new HashSet<>(RESERVED);
    private final Set<String> hiddenNames;

    /** The names of the fields of a record's descriptor. */
    FieldNames(JavaName record) {
        this(Set.of(instance(record)));
    }

    /** @param hidden names that are used in the class for something else */
    FieldNames(Set<String> hidden) {
        this.hiddenNames = hidden;
        usedNames.addAll(hidden);
    }

    private static Set<String> reservedNames() {
        Set<String> names = new HashSet<>(Set.of("ValueType"));
        for (JavaType.Primitive.Kind kind : JavaType.Primitive.Kind.values()) {
            names.add(kind.name());
        }
        for (JavaType.Simple simple : JavaType.Simple.values()) {
            names.add(simple.valueType());
        }
        return Set.copyOf(names);
    }

    /** The constant that holds the only descriptor of a record: {@code PAGE_VIEW} of {@code PageView}. */
    static String instance(JavaName record) {
        return toConstantName(SnakeCase.of(String.join("", record.simpleNames())));
    }

    /** Whether a constant of the runtime is hidden by another name of the class. */
    boolean hides(String scalar) {
        return hiddenNames.contains(scalar);
    }

    /** Reserves a name, with underscores if it is in use, and returns it. */
    String reserve(String name) {
        String free = name;
        while (!usedNames.add(free)) {
            free += "_";
        }
        return free;
    }

    /** Reserves names for the fields of the columns, and returns them in the order of the columns. */
    List<String> reserveColumnFields(Declaration declaration) {
        List<List<String>> paths =
                componentPaths(declaration.shape(), declaration.columns().size());
        Map<String, Integer> often = new HashMap<>();
        paths.forEach(path -> often.merge(path.get(path.size() - 1), 1, Integer::sum));
        List<String> names = new ArrayList<>(paths.size());
        for (List<String> path : paths) {
            String accessor = path.get(path.size() - 1);
            names.add(reserve(often.getOrDefault(accessor, 0) > 1 ? toCamelCase(path) : accessor));
        }
        return names;
    }

    static String toConstantName(String snakeCase) {
        return snakeCase.toUpperCase(Locale.ROOT);
    }

    private static List<List<String>> componentPaths(RecordShape shape, int columns) {
        List<List<String>> paths = new ArrayList<>(Collections.nCopies(columns, List.of()));
        collectPaths(shape, List.of(), paths);
        return paths;
    }

    private static void collectPaths(RecordShape shape, List<String> around, List<List<String>> paths) {
        for (RecordShape.ShapeComponent part : shape.components()) {
            List<String> path = new ArrayList<>(around);
            path.add(part.accessor());
            if (part instanceof RecordShape.Group group) {
                collectPaths(group.shape(), path, paths);
            } else {
                paths.set(((RecordShape.Leaf) part).column(), path);
            }
        }
    }

    private static String toCamelCase(List<String> path) {
        StringBuilder name = new StringBuilder(path.get(0));
        for (String next : path.subList(1, path.size())) {
            name.append(Character.toUpperCase(next.charAt(0))).append(next, 1, next.length());
        }
        return name.toString();
    }
}
