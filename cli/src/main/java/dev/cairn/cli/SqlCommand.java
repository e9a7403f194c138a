package dev.cairn.cli;

import dev.cairn.schema.SchemaDescriptor;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn sql 2:4}. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description =
                "Prints what leads from one migration to another, for somebody who runs it by hand. Asks no server.")
final class SqlCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FROM:TO",
            defaultValue = "base:head",
            description =
                    "Two migrations by number or name; base is before the first, head the last. Either may be left"
                            + " out. Default: base:head")
    private String range = "base:head";

    @Mixin
    private final MigratorOf of = new MigratorOf();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        String[] ends = range.split(":", -1);
        if (ends.length > 2) {
            throw CommandException.usage("'" + range + "' is no range: say it as in 2:4.");
        }
        int from = ends.length < 2 || ends[0].isEmpty() ? 0 : Position.of(ends[0], schema);
        String last = ends[ends.length - 1];
        int to = last.isEmpty() ? schema.migrations().size() : Position.of(last, schema);
        String sql = of.offline(schema).sql(from, to);
        output.tell(Map.<String, Object>of("sql", sql), sql.stripTrailing());
        return ExitCode.DONE.number();
    }
}
