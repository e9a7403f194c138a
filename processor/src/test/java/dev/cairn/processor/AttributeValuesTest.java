package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.annotation.Table;
import dev.cairn.annotation.access.Role;
import dev.cairn.annotation.cluster.ResourceGroup;
import dev.cairn.annotation.datatest.Check;
import dev.cairn.random.Breadth;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests many values, most of them wrong, in every attribute of every annotation: what is accepted is DDL that the
 * server can read. The short form has a sample of the values of each attribute.
 */
@Tag(Breadth.LONG)
class AttributeValuesTest {
    /** The number of values of which the short form has one. */
    private static final int SAMPLE_INTERVAL = 6;

    private static final List<String> TEXT_VALUES = List.of(
            "",
            "id",
            "day",
            "a'b",
            "a\"b",
            "a`b",
            "a\\b",
            "a\nb",
            "a\0b",
            "é😀",
            "-3",
            ";",
            "id; DROP TABLE r",
            "SELECT id FROM base; SELECT 1",
            "DELETE FROM base",
            "NULL",
            "id)",
            "${x}",
            "${x:1}",
            "$${x}",
            "x".repeat(1025));

    private static final List<Integer> NUMBER_VALUES =
            List.of(Integer.MIN_VALUE, -3, -1, 0, 1, 2, 38, 39, 65533, 1048577, Integer.MAX_VALUE);

    /** Attributes that are not SQL, contain other annotations, or have no DDL. */
    private static final Set<String> EXCLUDED_ATTRIBUTES = Set.of(
            "Schema.targets",
            "Schema.value",
            "Schema.roles",
            "Schema.cluster",
            "RoutineLoad.table",
            "Dictionary.table",
            "Grant.List.value",
            "Grant.on",
            "Grant.withGrantOption",
            "Role.includes",
            "Role.shared",
            "Queries.role",
            "Check.List.value",
            "Fresh.List.value",
            "References.List.value",
            "References.value",
            "Unique.List.value",
            "Index.List.value",
            "Property.List.value",
            "Rollup.List.value",
            "Variant.List.value",
            "Queries.value",
            "Query.value",
            "Query.unchecked",
            "Execute.value",
            "Execute.unchecked");

    private static List<Method> attributes() throws IOException {
        List<Method> attributes = new ArrayList<>();
        for (Class<?> annotation : annotations()) {
            for (Method attribute : annotation.getDeclaredMethods()) {
                if (!annotation.getSimpleName().endsWith("Migration")
                        && !EXCLUDED_ATTRIBUTES.contains(name(attribute))) {
                    attributes.add(attribute);
                }
            }
        }
        return attributes;
    }

    /** Returns all annotations: those of the packages, and those that are nested in types of the packages. */
    private static List<Class<?>> annotations() throws IOException {
        List<Class<?>> all = new ArrayList<>(annotations(Table.class));
        all.addAll(annotations(Role.class));
        all.addAll(annotations(Check.class));
        all.addAll(annotations(ResourceGroup.class));
        return all;
    }

    /** Returns the annotations of a package, and those that are nested in its types. */
    private static List<Class<?>> annotations(Class<?> packageMember) throws IOException {
        Path folder = Path.of(
                "../annotations/src/main/java", packageMember.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .sorted()
                    .map(name -> loadClass(packageMember.getPackageName() + "." + name))
                    .flatMap(type -> Stream.concat(Stream.of(type), Stream.of(type.getDeclaredClasses())))
                    .filter(Class::isAnnotation)
                    .<Class<?>>map(type -> type)
                    .toList();
        }
    }

    private static Class<?> loadClass(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    /** Returns the name of a type as it is in source, such as {@code Schema.Target}. */
    private static String name(Class<?> type) {
        return type.getCanonicalName().substring(type.getPackageName().length() + 1);
    }

    private static List<String> values(Method attribute) {
        Class<?> type = attribute.getReturnType();
        Class<?> elementType = type.isArray() ? type.getComponentType() : type;
        List<String> values = new ArrayList<>();
        if (elementType == int.class || elementType == long.class) {
            NUMBER_VALUES.forEach(number -> values.add(String.valueOf(number)));
        } else if (elementType.isEnum()) {
            for (Object constant : elementType.getEnumConstants()) {
                values.add(name(elementType) + "." + constant);
            }
        } else {
            TEXT_VALUES.forEach(text -> values.add(renderLiteral(text)));
        }
        if (type.isArray() && !elementType.isAnnotation()) {
            List<String> elementValues = List.copyOf(values);
            values.add("{}");
            elementValues
                    .subList(0, Math.min(5, elementValues.size()))
                    .forEach(value -> values.add("{" + elementValues.get(2) + ", " + value + "}"));
        }
        return values;
    }

    /** Returns the first value and a sample of the others. */
    private static List<String> selectValues(Method attribute) {
        List<String> values = values(attribute);
        return values.stream()
                .filter(value ->
                        value.equals(values.get(0)) || Breadth.includes(name(attribute) + value, SAMPLE_INTERVAL))
                .toList();
    }

    private static String renderLiteral(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> literal.append('\\').append(c);
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                default -> literal.append(c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return literal.append('"').toString();
    }

    @TestFactory
    Stream<DynamicTest> everyValueIsRefusedOrBecomesDdl() throws IOException {
        return attributes().stream()
                .map(attribute -> DynamicTest.dynamicTest(name(attribute), () -> {
                    AcceptedSchemas schemas = createSchemas(attribute);
                    schemas.compile();
                    assertThat(schemas.findMistakes()).isEmpty();
                }));
    }

    private static String name(Method attribute) {
        return name(attribute.getDeclaringClass()) + "." + attribute.getName();
    }

    private static AcceptedSchemas createSchemas(Method attribute) {
        AcceptedSchemas schemas = new AcceptedSchemas();
        String records = AttributeSources.RECORDS_BY_ATTRIBUTE.get(name(attribute));
        String root = AttributeSources.ROOTS_BY_ATTRIBUTE.get(name(attribute));
        assertThat(records != null || root != null).as("a template").isTrue();
        for (String value : selectValues(attribute)) {
            if (root == null) {
                schemas.add(records.replace("§", value), otherMembers(records));
            } else {
                schemas.addWithRoot("@Table record R(long id) {}", root.replace("§", value));
            }
        }
        return schemas;
    }

    /** Annotations of columns by their names; a test writes each pair of them on one component. */
    private static final Map<String, String> COLUMN_ANNOTATIONS = new LinkedHashMap<>();

    static {
        COLUMN_ANNOTATIONS.put("Aggregate", "@Aggregate(SUM)");
        COLUMN_ANNOTATIONS.put("AutoIncrement", "@AutoIncrement");
        COLUMN_ANNOTATIONS.put("Char", "@Char(3)");
        COLUMN_ANNOTATIONS.put("Column", "@Column(name = \"x\", comment = \"y\")");
        COLUMN_ANNOTATIONS.put("Decimal", "@Decimal(precision = 10, scale = 2)");
        COLUMN_ANNOTATIONS.put("Default", "@Default(\"3\")");
        COLUMN_ANNOTATIONS.put("Embedded", "@Embedded");
        COLUMN_ANNOTATIONS.put("GeneratedAs", "@GeneratedAs(\"id + 1\")");
        COLUMN_ANNOTATIONS.put("Index", "@Index(name = \"i\")");
        COLUMN_ANNOTATIONS.put("Json", "@Json");
        COLUMN_ANNOTATIONS.put("NotNull", "@NotNull");
        COLUMN_ANNOTATIONS.put("RenamedFrom", "@RenamedFrom(\"z\")");
        COLUMN_ANNOTATIONS.put("SqlType", "@SqlType(\"bigint\")");
        COLUMN_ANNOTATIONS.put("StateOf", "@StateOf(\"avg(bigint)\")");
        COLUMN_ANNOTATIONS.put("Varbinary", "@Varbinary(3)");
        COLUMN_ANNOTATIONS.put("Varchar", "@Varchar(3)");
    }

    @TestFactory
    Stream<DynamicTest> eachPairOnOneColumnIsRefusedOrBecomesDdl() {
        List<String> annotations = List.copyOf(COLUMN_ANNOTATIONS.values());
        return annotations.stream()
                .map(first -> DynamicTest.dynamicTest(first, () -> {
                    AcceptedSchemas schemas = new AcceptedSchemas();
                    for (String second : annotations.subList(annotations.indexOf(first), annotations.size())) {
                        String bothAnnotations = first.equals(second) ? first : first + " " + second;
                        for (String type : List.of("Long", "String", "State")) {
                            schemas.add("@Table @PrimaryKey(\"id\") record R(long id, " + bothAnnotations + " " + type
                                    + " c) {}");
                            schemas.add("@Table @AggregateKey(\"id\") @DistributedByHash(\"id\") record R(long id, "
                                    + bothAnnotations + " " + type + " c) {}");
                        }
                    }
                    schemas.compile();
                    assertThat(schemas.findMistakes()).isEmpty();
                }));
    }

    private static String[] otherMembers(String records) {
        return Stream.of("Base", "X")
                .filter(name -> records.contains(" record " + name + "("))
                .toArray(String[]::new);
    }
}
