package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The source of a descriptor of the most frequent form: one text, columns of simple types, and no embedded records. It is the source
 * that {@link DescriptorSource} describes, written without JavaPoet, which is slow: it traverses each file twice, and scans each text
 * for patterns.
 */
final class PlainDescriptor {
    private final DescriptorParts parts;
    private final GenerationEnvironment environment;
    private final ClassName record;
    private final String name;
    private final String own;

    PlainDescriptor(DescriptorParts parts, GenerationEnvironment environment) {
        this.parts = parts;
        this.environment = environment;
        this.record = JavaTypes.name(parts.record());
        this.name = simpleName(record);
        this.own = parts.descriptor().simple();
    }

    /** Whether the descriptor has this form, and no imported class hides the record or the descriptor. */
    boolean isPossible() {
        Set<String> declared = Set.of(record.topLevelClassName().simpleName(), own);
        return parts.annotation().isPlain()
                && parts.ddl().isOne()
                && parts.types().fields().isEmpty()
                && parts.shape().isFlat()
                && !parts.columns().types().isEmpty()
                && !record.packageName().isEmpty()
                && !environment.crowded()
                && declared.stream().noneMatch(RuntimeNames::isTaken)
                && imports().stream().map(ClassName::simpleName).noneMatch(declared::contains);
    }

    String text() {
        return header() + type() + ddl() + columns() + constructor() + read() + (parts.isWritable() ? write() : "")
                + "}\n";
    }

    private String header() {
        return """
            // %s
            package %s;

            %s%s
            """.formatted(
                        parts.header(),
                        record.packageName(),
                        staticImports(),
                        imports().stream()
                                .map(type -> "import " + type.canonicalName() + ";\n")
                                .collect(Collectors.joining()));
    }

    private String staticImports() {
        Set<String> scalars = parts.types().scalars();
        return scalars.stream()
                .map(scalar -> "import static " + RuntimeNames.VALUE_TYPE.canonicalName() + "." + scalar + ";\n")
                .collect(Collectors.joining("", "", scalars.isEmpty() ? "" : "\n"));
    }

    private Set<ClassName> imports() {
        Set<ClassName> imports = new TreeSet<>(Comparator.comparing(ClassName::canonicalName));
        imports.add(RuntimeNames.DECLARED);
        imports.add(RuntimeNames.ROW);
        imports.add(parts.superclass());
        if (parts.isWritable()) {
            imports.add(RuntimeNames.ROW_SINK);
        }
        if (environment.marked()) {
            imports.add(SourceGenerator.GENERATED);
        }
        for (ColumnClass column : parts.columns().types()) {
            ParameterizedTypeName type = column.of(record);
            imports.add(type.rawType().topLevelClassName());
            type.typeArguments().stream()
                    .filter(ClassName.class::isInstance)
                    .map(argument -> ((ClassName) argument).topLevelClassName())
                    .filter(argument -> !argument.equals(record.topLevelClassName()))
                    .filter(argument -> !argument.packageName().equals("java.lang"))
                    .forEach(imports::add);
        }
        return imports;
    }

    /** The name of a type in a file that imports all classes. */
    private static String simpleName(TypeName type) {
        if (type instanceof ParameterizedTypeName parameterized) {
            return parameterized.typeArguments().stream()
                    .map(PlainDescriptor::simpleName)
                    .collect(Collectors.joining(", ", simpleName(parameterized.rawType()) + "<", ">"));
        }
        return type instanceof ClassName name ? String.join(".", name.simpleNames()) : type.toString();
    }

    private String type() {
        String suppressed =
                environment.suppressed().stream().map(JavaLiteral::literal).collect(Collectors.joining(", "));
        return """
            /**
             * %s
             */
            @Declared(
                    format = %s,
                    ddl = %s.%s
            )
            %s@SuppressWarnings({%s})
            %sfinal class %s extends %s<%s> {
                public static final %s %s = new %s();

            """.formatted(
                        SourceLines.documentation(parts.documentation(), 0),
                        SourceGenerator.FORMAT,
                        own,
                        parts.ddl().names().get(0),
                        environment.marked() ? "@Generated(\"dev.cairn\")\n" : "",
                        suppressed,
                        parts.declaration().exported() ? "public " : "",
                        own,
                        parts.superclass().simpleName(),
                        name,
                        own,
                        parts.instance(),
                        own);
    }

    private String ddl() {
        String literal = JavaLiteral.literal(parts.ddl().parts().get(0));
        return "    static final String %s = %s;\n\n"
                .formatted(parts.ddl().names().get(0), SourceLines.indented(literal, 2));
    }

    private String columns() {
        return parts.columns().text(type -> simpleName(type.of(record))) + "\n\n";
    }

    private String constructor() {
        return """
                private %s() {
                    super(%s, %s, %s);
                }
            """.formatted(
                own, SourceGenerator.FORMAT, parts.name(), parts.ddl().names().get(0));
    }

    private String read() {
        return """

                @Override
                public %s read(Row row) {
                    return new %s(
                            %s);
                }
            """.formatted(name, name, SourceLines.indented(parts.shape().reads(), 4));
    }

    private String write() {
        return """

                @Override
                public void write(%s value, RowSink row) {
                    %s
                }
            """.formatted(name, SourceLines.indented(parts.shape().writes(), 2));
    }
}
