package dev.cairn.processor.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A column whose values are constants of an enum, or contain such constants.
 *
 * @param objectName the table or view
 * @param path the steps from a value of the column to the constants; empty if the values themselves are constants
 */
public record EnumColumn(
        String databaseName, String objectName, String columnName, JavaType.Enumeration enumType, List<PathStep> path) {
    public EnumColumn {
        path = List.copyOf(path);
    }

    /**
     * A step into a value of the type ARRAY, MAP or STRUCT.
     *
     * @param fieldName the name of the field of a STRUCT; empty for other steps
     */
    public record PathStep(Kind kind, String fieldName) {
        /** The elements of an array. */
        public static final PathStep ELEMENTS = new PathStep(Kind.ELEMENTS, "");

        /** The keys of a map. */
        public static final PathStep KEYS = new PathStep(Kind.KEYS, "");

        /** The values of a map. */
        public static final PathStep VALUES = new PathStep(Kind.VALUES, "");

        /** The part of a value to which a step leads. */
        public enum Kind {
            ELEMENTS,
            KEYS,
            VALUES,
            FIELD
        }

        public static PathStep ofField(String fieldName) {
            return new PathStep(Kind.FIELD, fieldName);
        }
    }

    /** Returns whether the constants are the values of the column. */
    public boolean hasConstantsAsValues() {
        return path.isEmpty();
    }

    /**
     * Returns the enum columns of a declaration. A column that contains several enums has an entry for each of them.
     *
     * @param selectedDatabaseName the database of an object that is declared without one
     */
    public static List<EnumColumn> findIn(ObjectDeclaration declaration, String selectedDatabaseName) {
        List<EnumColumn> columns = new ArrayList<>();
        for (DeclaredColumn column : declaration.columns()) {
            List<NestedEnum> nestedEnums = new ArrayList<>();
            addNestedEnums(column.javaType(), List.of(), nestedEnums);
            for (NestedEnum nestedEnum : nestedEnums) {
                columns.add(new EnumColumn(
                        declaration.databaseName(selectedDatabaseName),
                        declaration.name().lastPart().text(),
                        column.name(),
                        nestedEnum.type,
                        nestedEnum.path));
            }
        }
        return columns;
    }

    private record NestedEnum(JavaType.Enumeration type, List<PathStep> path) {}

    private static void addNestedEnums(JavaType type, List<PathStep> path, List<NestedEnum> nestedEnums) {
        if (type instanceof JavaType.Enumeration enumeration) {
            nestedEnums.add(new NestedEnum(enumeration, path));
        } else if (type instanceof JavaType.JavaListType listType) {
            addNestedEnums(listType.element(), append(path, PathStep.ELEMENTS), nestedEnums);
        } else if (type instanceof JavaType.JavaMapType mapType) {
            addNestedEnums(mapType.key(), append(path, PathStep.KEYS), nestedEnums);
            addNestedEnums(mapType.value(), append(path, PathStep.VALUES), nestedEnums);
        } else if (type instanceof JavaType.Struct structType) {
            structType
                    .fields()
                    .forEach(field ->
                            addNestedEnums(field.type(), append(path, PathStep.ofField(field.name())), nestedEnums));
        }
    }

    private static List<PathStep> append(List<PathStep> path, PathStep step) {
        List<PathStep> extendedPath = new ArrayList<>(path);
        extendedPath.add(step);
        return extendedPath;
    }
}
