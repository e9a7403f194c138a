package dev.cairn.benchmark.compile;

import java.util.ArrayList;
import java.util.List;

/**
 * The processors that are compared, with the sources of types as their users write them, with twenty properties each.
 */
enum Contender {
    CAIRN {
        @Override
        String createSource(int number) {
            return """
                    package bench;

                    import dev.cairn.annotation.*;
                    import java.math.BigDecimal;
                    import java.time.LocalDate;

                    @Table(comment = "Type %1$d")
                    @PrimaryKey("id0")
                    @PartitionBy("date_trunc('day', day0)")
                    @DistributedByHash(value = "id0", buckets = 8)
                    @Property(name = "replication_num", value = "3")
                    public record Type%1$d(%2$s) {}
                    """.formatted(
                            number,
                            renderComponents(
                                    "@Column(comment = \"number\") ",
                                    "@Varchar(64) ",
                                    "@Decimal(precision = 10, scale = 2) ",
                                    "@NotNull "))
                    .replace("@PrimaryKey(\"id0\")", "@PrimaryKey({\"id0\", \"day0\"})");
        }

        @Override
        List<Source> createOtherSources(int typeCount) {
            StringBuilder members = new StringBuilder();
            for (int i = 0; i < typeCount; i++) {
                members.append(i == 0 ? "" : ", ").append("Type").append(i).append(".class");
            }
            String root = """
                    package bench;

                    @dev.cairn.annotation.Schema(name = "bench", value = {%s})
                    public interface Bench {}
                    """.formatted(members);
            return List.of(new Source("bench/Bench.java", root));
        }
    },
    AUTO_VALUE {
        @Override
        String createSource(int number) {
            StringBuilder properties = new StringBuilder();
            StringBuilder parameters = new StringBuilder();
            StringBuilder arguments = new StringBuilder();
            for (Component component : COMPONENTS) {
                properties.append("    public abstract %s %s();%n".formatted(component.type, component.name));
                parameters.append(parameters.isEmpty() ? "" : ", ").append(component.type + " " + component.name);
                arguments.append(arguments.isEmpty() ? "" : ", ").append(component.name);
            }
            return """
                    package bench;

                    import java.math.BigDecimal;
                    import java.time.LocalDate;

                    @com.google.auto.value.AutoValue
                    public abstract class Type%1$d {
                    %2$s
                        public static Type%1$d of(%3$s) {
                            return new AutoValue_Type%1$d(%4$s);
                        }
                    }
                    """.formatted(number, properties, parameters, arguments);
        }
    },
    DOMA {
        @Override
        String createSource(int number) {
            return """
                    package bench;

                    import java.math.BigDecimal;
                    import java.time.LocalDate;
                    import org.seasar.doma.*;

                    @Entity(metamodel = @Metamodel)
                    public record Type%d(%s) {}
                    """.formatted(number, renderComponents("", "", "", "").replaceFirst("long id0", "@Id long id0"));
        }
    },
    /** One nearly empty class for each type: the minimum cost of any generator. */
    TRIVIAL {
        @Override
        String createSource(int number) {
            return """
                    package bench;

                    import java.math.BigDecimal;
                    import java.time.LocalDate;

                    @dev.cairn.benchmark.compile.Trivial
                    public record Type%d(%s) {}
                    """.formatted(number, renderComponents("", "", "", ""));
        }
    },
    /**
     * The trivial generator with the records of {@link #CAIRN}: the time that javac itself needs for their annotations.
     */
    ANNOTATED {
        @Override
        String createSource(int number) {
            return CAIRN.createSource(number);
        }
    };

    private record Component(String type, String name) {}

    /**
     * A file of source code.
     *
     * @param path its path in the folder of the sources
     */
    record Source(String path, String text) {}

    private static final List<Component> COMPONENTS = createComponents();

    private static List<Component> createComponents() {
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            components.add(new Component("long", "id" + i));
            components.add(new Component("LocalDate", "day" + i));
            components.add(new Component("String", "name" + i));
            components.add(new Component("BigDecimal", "price" + i));
            components.add(new Component("int", "count" + i));
        }
        return components;
    }

    private static String renderComponents(
            String numberAnnotation, String textAnnotation, String decimalAnnotation, String dateAnnotation) {
        StringBuilder componentList = new StringBuilder();
        for (Component component : COMPONENTS) {
            String annotation = switch (component.type) {
                case "String" -> textAnnotation;
                case "BigDecimal" -> decimalAnnotation;
                case "LocalDate" -> dateAnnotation;
                default -> numberAnnotation;
            };
            componentList
                    .append(componentList.isEmpty() ? "\n        " : ",\n        ")
                    .append(annotation)
                    .append(component.type)
                    .append(' ')
                    .append(component.name);
        }
        return componentList.toString();
    }

    /** Returns the CREATE TABLE of the table that the type of {@link #CAIRN} with a number declares. */
    static String renderCreateTable(int number) {
        StringBuilder columns = new StringBuilder();
        for (Component component : COMPONENTS) {
            columns.append(columns.isEmpty() ? "" : ", ").append(component.name).append(' ');
            columns.append(
                    switch (component.type) {
                        case "String" -> "varchar(64)";
                        case "BigDecimal" -> "decimal(10, 2)";
                        case "LocalDate" -> "date NOT NULL";
                        case "int" -> "int NOT NULL COMMENT 'number'";
                        default -> "bigint NOT NULL COMMENT 'number'";
                    });
        }
        return "CREATE TABLE type%1$d (%2$s) PRIMARY KEY (id0, day0) COMMENT 'Type %1$d'".formatted(number, columns)
                + " PARTITION BY date_trunc('day', day0) DISTRIBUTED BY HASH (id0) BUCKETS 8"
                + " PROPERTIES ('replication_num' = '3')";
    }

    /** Returns the source of the type with a number. */
    abstract String createSource(int number);

    List<Source> createOtherSources(int typeCount) {
        return List.of();
    }

    /** Returns the sources to compile after a change of the first type: its own source, and those that refer to it. */
    List<Source> createChangedSources(int typeCount) {
        List<Source> changedSources = new ArrayList<>(createOtherSources(typeCount));
        changedSources.add(new Source("bench/Type0.java", createSource(0)));
        return changedSources;
    }

    List<Source> createSources(int typeCount) {
        List<Source> sources = new ArrayList<>(createOtherSources(typeCount));
        for (int i = 0; i < typeCount; i++) {
            sources.add(new Source("bench/Type" + i + ".java", createSource(i)));
        }
        return sources;
    }
}
