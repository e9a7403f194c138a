package dev.cairn.cli;

import dev.cairn.catalog.Catalog;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.SideOptions;
import dev.cairn.internal.ExitCode;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.tooling.definition.SideComparison;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.lineage.LineageDiagram;
import dev.cairn.tooling.lineage.LineageTrace;
import dev.cairn.tooling.lineage.LineageTrace.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        SourceDefinitions definitions = SideComparison.definitions(sides.side(source, Cairn.environment(spec)));
        definitions.unknown().forEach(definition -> output.note("not followed: " + definition));
        ReaderGraph graph = ReaderGraph.of(definitions.profile(), definitions.catalog());
        graph.unread().forEach((view, reason) -> output.note("not followed: " + view + ": " + reason));
        List<ObjectColumn> starts = starts(definitions, graph);
        boolean views =
                starts.isEmpty() || graph.lineages().containsKey(starts.get(0).object());
        Direction direction = down || (!up && !views) ? Direction.DOWN : Direction.UP;
        LineageTrace trace = LineageTrace.of(graph, direction, starts);
        output.object(object(trace));
        output.text(text(trace));
        return ExitCode.DONE.number();
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
        List<ObjectColumn> starts = new ArrayList<>();
        if (start.isEmpty()) {
            graph.lineages().keySet().forEach(view -> starts.addAll(columns(definitions.catalog(), view)));
            return starts;
        }
        List<String> names = List.of(start.split("\\.", -1));
        for (int objectParts = 1; objectParts <= Math.min(2, names.size()); objectParts++) {
            ObjectName object = objectParts == 1
                    ? new ObjectName(definitions.database(), names.get(0))
                    : new ObjectName(names.get(0), names.get(1));
            List<String> rest = names.subList(objectParts, names.size());
            if (rest.size() < 2
                    && SchemaObject.find(definitions.catalog(), object).isPresent()) {
                return rest.isEmpty()
                        ? columns(definitions.catalog(), object)
                        : List.of(column(definitions.catalog(), object, rest.get(0)));
            }
        }
        throw CommandException.usage("There is no " + start + " in " + source + ". It has: "
                + String.join(
                        ", ",
                        SchemaObject.names(definitions.catalog()).stream()
                                .map(ObjectName::toString)
                                .toList())
                + ".");
    }

    private static ObjectColumn column(Catalog catalog, ObjectName object, String name) {
        List<ObjectColumn> columns = columns(catalog, object);
        return columns.stream()
                .filter(column -> column.column().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> CommandException.usage(object + " has no column " + name + ". It has: "
                        + String.join(
                                ", ", columns.stream().map(ObjectColumn::column).toList())
                        + "."));
    }

    private static List<ObjectColumn> columns(Catalog catalog, ObjectName object) {
        Optional<SchemaObject> found = SchemaObject.find(catalog, object);
        return found.map(SchemaObject::columns).orElse(List.of()).stream()
                .map(column -> new ObjectColumn(object, column))
                .toList();
    }
}
