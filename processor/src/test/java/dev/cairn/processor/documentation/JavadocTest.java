package dev.cairn.processor.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.CompiledSchemas;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Tests that the examples in the Javadoc of the annotations compile, and become the DDL that follows them. */
class JavadocTest {
    private static final Path ANNOTATION_FOLDER =
            Path.of("..", "annotations", "src", "main", "java", "dev", "cairn", "annotation");

    /** The annotations whose examples are not part of a CREATE statement. */
    private static final Set<String> ANNOTATIONS_WITHOUT_DDL =
            Set.of("Execute", "Migration", "Queries", "Query", "RenamedFrom", "RepeatableMigration", "Schema");

    /** The components of columns that examples of clauses name. */
    private static final Map<String, String> COMPONENTS_BY_COLUMN = new LinkedHashMap<>();

    static {
        COMPONENTS_BY_COLUMN.put("day", "@NotNull LocalDate day");
        COMPONENTS_BY_COLUMN.put("id", "long id");
        COMPONENTS_BY_COLUMN.put("city", "@NotNull @Varchar(80) String city");
        COMPONENTS_BY_COLUMN.put("visited", "@NotNull LocalDateTime visited");
        COMPONENTS_BY_COLUMN.put("note", "@Varchar(200) String note");
        COMPONENTS_BY_COLUMN.put("price", "@Decimal(precision = 10, scale = 2) BigDecimal price");
        COMPONENTS_BY_COLUMN.put("quantity", "int quantity");
        COMPONENTS_BY_COLUMN.put("total", "long total");
    }

    @Test
    void examplesBecomeTheDdlThatFollowsThem() throws IOException {
        Map<String, Javadoc> javadocByAnnotation = new LinkedHashMap<>();
        Map<String, List<ExampleSource>> examples = new LinkedHashMap<>();
        for (Path file : files()) {
            String name = file.getFileName().toString().replace(".java", "");
            Javadoc javadoc = Javadoc.of(Files.readString(file));
            if (!javadoc.java().isEmpty() && !ANNOTATIONS_WITHOUT_DDL.contains(name)) {
                javadocByAnnotation.put(name, javadoc);
                examples.put(name, createExamples(name, javadoc));
            }
        }
        CompiledSchemas schemas = compile(examples);
        SoftAssertions softly = new SoftAssertions();
        javadocByAnnotation.forEach((name, javadoc) -> {
            String ddl = examples.get(name).stream()
                    .filter(ExampleSource::hasDescriptor)
                    .map(example -> statements(schemas.descriptor(example.descriptorName())))
                    .collect(Collectors.joining("\n"));
            for (String line : javadoc.ddl()) {
                softly.assertThat(normalizeSpaces(ddl)).as(name).contains(normalizeSpaces(line));
            }
        });
        softly.assertAll();
        assertThat(javadocByAnnotation).hasSizeGreaterThan(30);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ANNOTATION_FOLDER)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<ExampleSource> createExamples(String name, Javadoc javadoc) {
        if (javadoc.hasRecords()) {
            return Stream.of(javadoc.java().split("\\n\\n", 0))
                    .map(ExampleSource::of)
                    .toList();
        }
        List<String> records = new ArrayList<>();
        if (javadoc.hasOnlyClauses()) {
            javadoc.clauses().forEach(clauses -> records.add(recordWithClauses(clauses)));
        } else {
            records.add(recordWithComponents(javadoc.components()));
        }
        List<ExampleSource> sources = new ArrayList<>();
        for (String record : records) {
            sources.add(ExampleSource.of(record.replace("Example", "Of" + name + sources.size())));
        }
        return sources;
    }

    /** Returns a record with the clauses. The columns that they name come first, in the order of the clauses. */
    private static String recordWithClauses(String clauses) {
        boolean hasAggregates = clauses.contains("@AggregateKey");
        List<String> named = COMPONENTS_BY_COLUMN.keySet().stream()
                .filter(column -> clauses.contains("\"" + column + "\""))
                .sorted(Comparator.comparing(column -> clauses.indexOf("\"" + column + "\"")))
                .toList();
        Stream<String> otherColumns = COMPONENTS_BY_COLUMN.keySet().stream()
                .filter(column -> !named.contains(column))
                .map(column -> (hasAggregates ? "@Aggregate(REPLACE) " : "") + COMPONENTS_BY_COLUMN.get(column));
        String columns = Stream.concat(named.stream().map(COMPONENTS_BY_COLUMN::get), otherColumns)
                .collect(Collectors.joining(", "));
        String distribution = clauses.contains("@Distributed") ? "" : "@DistributedByHash(\"city\")\n";
        if (clauses.contains("@Refresh")) {
            return "@MaterializedView(query = \"SELECT day FROM orders\")\n" + clauses
                    + "\nrecord Example(LocalDate day) {}\n";
        }
        return "@Table\n" + clauses + "\n" + distribution + "record Example(" + columns + ") {}\n";
    }

    private static String recordWithComponents(List<String> components) {
        String lines = String.join(", ", components);
        boolean hasAggregates = lines.contains("@Aggregate") || lines.contains("@StateOf");
        String key = hasAggregates ? "@AggregateKey" : "@PrimaryKey";
        String otherColumns = lines.contains("@GeneratedAs")
                ? COMPONENTS_BY_COLUMN.get("price") + ", " + COMPONENTS_BY_COLUMN.get("quantity") + ", "
                : "";
        return "@Table " + key + "(\"k\") @DistributedByHash(\"k\")\nrecord Example(@NotNull Integer k, " + otherColumns
                + lines + ") {}\n";
    }

    private static CompiledSchemas compile(Map<String, List<ExampleSource>> examples) {
        CompiledSchemas schemas = ExampleSource.compile(
                examples.values().stream().flatMap(List::stream).toList());
        assertThat(schemas.errors()).isEmpty();
        return schemas;
    }

    private static String statements(Descriptor<?> descriptor) {
        return descriptor instanceof SnapshotTableDescriptor<?> snapshot
                ? snapshot.create() + "\n" + snapshot.refresh()
                : descriptor.ddl();
    }

    /** Returns the DDL with single spaces, and without those inside of parentheses. */
    private static String normalizeSpaces(String ddl) {
        return ddl.replaceAll("\\s+", " ").replaceAll("\\( ", "(").replaceAll(" \\)", ")");
    }
}
