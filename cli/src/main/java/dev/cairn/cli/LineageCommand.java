package dev.cairn.cli;

import dev.cairn.catalog.Catalog;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.SideOptions;
import dev.cairn.internal.ExitCode;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.SideComparison;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.lineage.LineageDiagram;
import dev.cairn.tooling.lineage.LineageTrace;
import dev.cairn.tooling.lineage.LineageTrace.Direction;
import dev.cairn.tooling.lineage.SchemaReaders;
import dev.cairn.tooling.query.CompiledQueries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn lineage target/classes daily_sales.amount}. */
@Command(
        name = "lineage",
        mixinStandardHelpOptions = true,
        description =
                "Shows where the columns of views and materialized views come from, or what uses a column, through"
                        + " all views. Reads definitions only, no rows.")
final class LineageCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "The URL of a database, a file of SQL, a folder of such files, or compiled classes with a"
                    + " schema.")
    private String source = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OBJECT[.COLUMN]",
            defaultValue = "",
            description = "A table, a view or a materialized view, or one of its columns. Default: all views")
    private String start = "";

    @Option(names = "--up", description = "Show what the column is made of; the default for a view.")
    private boolean up;

    @Option(names = "--down", description = "Show what the column is used for; the default for a table.")
    private boolean down;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, mermaid or dot. Default: text")
    private String format = "text";

    @Mixin
    private final SideOptions sides = new SideOptions();

    @Mixin
    private final Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (up && down) {
            throw CommandException.usage("Pass either --up or --down.");
        }
        ComparisonSide side = sides.side(source, Cairn.environment(spec));
        SourceDefinitions definitions = SideComparison.definitions(side);
        definitions.unknown().forEach(definition -> output.note("not followed: " + definition));
        ReaderGraph graph = side instanceof ComparisonSide.Declared declared
                ? graph(declared, definitions)
                : ReaderGraph.of(definitions.profile(), definitions.catalog());
        graph.unread().forEach((reader, reason) -> output.note("not followed: " + reader + ": " + reason));
        List<ObjectColumn> starts = starts(definitions, graph);
        boolean derived =
                starts.isEmpty() || graph.readers().containsKey(starts.get(0).object());
        Direction direction = down || (!up && !derived) ? Direction.DOWN : Direction.UP;
        LineageTrace trace = LineageTrace.of(graph, direction, starts);
        output.object(object(trace));
        output.text(text(trace));
        return ExitCode.DONE.number();
    }

    private ReaderGraph graph(ComparisonSide.Declared declared, SourceDefinitions definitions) {
        SchemaReaders readers = readers(declared.schema());
        ReaderGraph graph = readers.graph(definitions.catalog());
        readers.notes().forEach(note -> output.note("not followed: " + note));
        return graph;
    }

    private SchemaReaders readers(SchemaDescriptor schema) {
        List<SchemaDescriptor> others = sides.schemas(source).stream()
                .filter(other -> !other.name().equals(schema.name()))
                .toList();
        return SchemaReaders.of(schema, others, CompiledQueries.of(List.of(Path.of(source))));
    }

    private static JsonObject object(LineageTrace trace) {
        return new JsonObject()
                .put(
                        "edges",
                        trace.edges().stream()
                                .map(edge -> new JsonObject()
                                        .put("from", object(edge.from()))
                                        .put("to", object(edge.to()))
                                        .put("way", edge.way().name().toLowerCase(Locale.ROOT)))
                                .toList());
    }

    private static JsonObject object(ObjectColumn column) {
        JsonObject object = new JsonObject()
                .put("database", column.object().database())
                .put("object", column.object().name());
        return column.column().isEmpty() ? object : object.put("column", column.column());
    }

    private String text(LineageTrace trace) {
        return switch (format) {
            case "text" -> trace.text().stripTrailing();
            case "mermaid" -> new LineageDiagram(trace.edges()).mermaid().stripTrailing();
            case "dot" -> new LineageDiagram(trace.edges()).dot().stripTrailing();
            default -> throw CommandException.usage("Unknown format " + format + ": pass text, mermaid or dot.");
        };
    }

    private List<ObjectColumn> starts(SourceDefinitions definitions, ReaderGraph graph) {
        if (start.isEmpty()) {
            List<ObjectColumn> all = new ArrayList<>();
            graph.readers().values().stream()
                    .filter(reader -> reader.kind() != Reader.Kind.MIGRATION)
                    .forEach(reader -> all.addAll(columns(definitions.catalog(), graph, reader.name())));
            return all;
        }
        List<String> names = List.of(start.split("\\.", -1));
        for (int last = 1; last <= names.size(); last++) {
            for (ObjectName object : objects(definitions.database(), names.subList(0, last))) {
                List<ObjectColumn> columns = columns(definitions.catalog(), graph, object);
                if (!columns.isEmpty() && last >= names.size() - 1) {
                    return last == names.size() ? columns : List.of(column(object, columns, names.get(last)));
                }
            }
        }
        SortedSet<ObjectName> known = SchemaObject.names(definitions.catalog());
        known.addAll(graph.readers().keySet());
        throw CommandException.usage("There is no " + start + " in " + source + ". It has: "
                + known.stream().map(ObjectName::toString).collect(Collectors.joining(", ")) + ".");
    }

    /** Returns the objects that a name may mean: an object of the schema or of another database, or a statement. */
    private static List<ObjectName> objects(String database, List<String> parts) {
        ObjectName statement = new ObjectName("", String.join(".", parts));
        return switch (parts.size()) {
            case 1 -> List.of(new ObjectName(database, parts.get(0)));
            case 2 -> List.of(new ObjectName(parts.get(0), parts.get(1)), statement);
            default -> List.of(statement);
        };
    }

    private static ObjectColumn column(ObjectName object, List<ObjectColumn> columns, String name) {
        return columns.stream()
                .filter(column -> column.column().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> CommandException.usage(object + " has no column " + name + ". It has: "
                        + columns.stream().map(ObjectColumn::column).collect(Collectors.joining(", ")) + "."));
    }

    /** Returns the columns of an object; none if there is no such object. */
    private static List<ObjectColumn> columns(Catalog catalog, ReaderGraph graph, ObjectName object) {
        Reader reader = graph.readers().get(object);
        List<String> names = SchemaObject.find(catalog, object)
                .map(SchemaObject::columns)
                .orElseGet(() -> reader == null
                        ? List.of()
                        : reader.lineage().outputs().stream()
                                .map(OutputLineage::name)
                                .toList());
        return names.stream().map(name -> new ObjectColumn(object, name)).toList();
    }
}
