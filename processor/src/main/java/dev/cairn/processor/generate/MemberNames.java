package dev.cairn.processor.generate;

import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ObjectDeclaration;
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
 * The names of the fields of one generated class. The field of a column has the name of its component. If two embedded
 * records have components of the same name, the names of the enclosing components precede it; a name that is in use
 * gets an underscore.
 */
final class MemberNames {
    /**
     * The names of the constants that generated classes import from the runtime, and of their class. A field with such
     * a name would hide the import.
     */
    private static final Set<String> RUNTIME_NAMES = collectRuntimeNames();

    private final Set<String> usedNames = new HashSet<>(RUNTIME_NAMES);
    private final Set<String> hidingNames;

    /** Creates the names for the descriptor of a record. */
    MemberNames(JavaClassName recordName) {
        this(Set.of(toInstanceName(recordName)));
    }

    /** @param hidingNames names of members and parameters of the class, which hide imported constants */
    MemberNames(Set<String> hidingNames) {
        this.hidingNames = hidingNames;
        usedNames.addAll(hidingNames);
    }

    private static Set<String> collectRuntimeNames() {
        Set<String> constantNames = new HashSet<>(Set.of("ValueType"));
        for (JavaType.Primitive.Kind kind : JavaType.Primitive.Kind.values()) {
            constantNames.add(kind.name());
        }
        for (JavaType.Simple simpleType : JavaType.Simple.values()) {
            constantNames.add(simpleType.valueTypeConstant());
        }
        return Set.copyOf(constantNames);
    }

    /** Returns the constant that holds the only descriptor of a record: {@code PAGE_VIEW} for {@code PageView}. */
    static String toInstanceName(JavaClassName recordName) {
        return toConstantName(SnakeCase.convert(String.join("", recordName.simpleNames())));
    }

    /** Returns whether another name of the class hides an imported constant of the runtime. */
    boolean isHidden(String constantName) {
        return hidingNames.contains(constantName);
    }

    /** Reserves a name and returns it; underscores are appended until the name is not in use. */
    String reserve(String name) {
        String freeName = name;
        while (!usedNames.add(freeName)) {
            freeName += "_";
        }
        return freeName;
    }

    /** Reserves names for the fields of the columns, and returns them in the order of the columns. */
    List<String> reserveColumnFieldNames(ObjectDeclaration declaration) {
        List<List<String>> paths =
                componentPaths(declaration.shape(), declaration.columns().size());
        Map<String, Integer> countByAccessor = new HashMap<>();
        paths.forEach(path -> countByAccessor.merge(path.get(path.size() - 1), 1, Integer::sum));
        List<String> fieldNames = new ArrayList<>(paths.size());
        for (List<String> path : paths) {
            String accessor = path.get(path.size() - 1);
            fieldNames.add(reserve(countByAccessor.getOrDefault(accessor, 0) > 1 ? toCamelCase(path) : accessor));
        }
        return fieldNames;
    }

    /** Returns the name of a constant: {@code page_view} becomes {@code PAGE_VIEW}. */
    static String toConstantName(String snakeCase) {
        return snakeCase.toUpperCase(Locale.ROOT);
    }

    private static List<List<String>> componentPaths(RecordShape shape, int columnCount) {
        List<List<String>> paths = new ArrayList<>(Collections.nCopies(columnCount, List.of()));
        setPaths(shape, List.of(), paths);
        return paths;
    }

    private static void setPaths(RecordShape shape, List<String> enclosingPath, List<List<String>> paths) {
        for (RecordShape.ShapeComponent component : shape.components()) {
            List<String> path = new ArrayList<>(enclosingPath);
            path.add(component.accessor());
            if (component instanceof RecordShape.Group group) {
                setPaths(group.shape(), path, paths);
            } else {
                paths.set(((RecordShape.Leaf) component).columnIndex(), path);
            }
        }
    }

    private static String toCamelCase(List<String> path) {
        StringBuilder camelCaseName = new StringBuilder(path.get(0));
        for (String componentName : path.subList(1, path.size())) {
            camelCaseName
                    .append(Character.toUpperCase(componentName.charAt(0)))
                    .append(componentName, 1, componentName.length());
        }
        return camelCaseName.toString();
    }
}
