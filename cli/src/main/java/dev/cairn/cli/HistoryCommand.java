package dev.cairn.cli;

import dev.cairn.cli.option.ExitCode;
import dev.cairn.internal.ledger.History;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.schema.SchemaDescriptor;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Lists the migrations of the database, with when and by whom they were run.")
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        History history = of.migrator(schema).history();
        if (history.rows().isEmpty()) {
            output.words("No migration of " + schema.name() + " was run here.");
        }
        history.rows().forEach(row -> output.tell(object(row), words(row)));
        if (!history.complete()) {
            output.aside("Rows may be missing: whoever migrates next writes them again.");
        }
        return ExitCode.DONE.number();
    }

    private static String words(HistoryRow row) {
        String at = row.at() == null
                ? "when it was is not known"
                : row.at().truncatedTo(ChronoUnit.SECONDS).toString();
        String by = row.by().isEmpty() ? "" : ", " + row.by();
        return row.number() + " " + row.title() + " (" + at + by + ", "
                + ProgressDrawing.seconds(Duration.ofMillis(row.milliseconds())) + ")";
    }

    private static Map<String, @Nullable Object> object(HistoryRow row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("number", row.number());
        object.put("title", row.title());
        object.put("hash", row.hash());
        object.put("at", row.at() == null ? null : Objects.toString(row.at()));
        object.put("by", row.by());
        object.put("milliseconds", row.milliseconds());
        return object;
    }
}
