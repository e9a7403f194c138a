package dev.cairn.cli;

import dev.cairn.Status;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.SchemaDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows which migration the database is at, and which are pending.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        Status status = of.migrator(schema).status();
        output.tell(object(status), words(status, schema.migrations()));
        return ExitCode.DONE.number();
    }

    static String words(Status status, List<RecordedMigration> known) {
        List<String> lines = new ArrayList<>();
        lines.add(status.schema() + " is " + MigrationText.of(status.head().number(), known) + ": " + standing(status)
                + ".");
        status.pending().forEach(each -> lines.add("  to be run: " + MigrationText.of(each)));
        lines.addAll(underWay(status));
        if (status.held() && status.run().isEmpty()) {
            lines.add("A migrator has the ledger.");
        }
        if (status.unrecorded()) {
            lines.add("The records have changes that nobody recorded: cairn record \"what changed\"");
        }
        return String.join("\n", lines);
    }

    /** Nothing, where no migration is under way. */
    static List<String> underWay(Status status) {
        List<String> lines = new ArrayList<>();
        status.run()
                .ifPresent(run -> lines.add("Migration " + run.number()
                        + (run.direction() == UnfinishedMigration.Direction.UPGRADE
                                ? " is under way"
                                : " is being taken back")
                        + (status.held()
                                ? "."
                                : ", and nobody is at it: the next upgrade or downgrade goes on with it.")));
        if (!status.finished().isEmpty()) {
            lines.add("Of its steps, these are done: " + status.finished());
        }
        if (!status.unfinished().isEmpty()) {
            lines.add("Of its steps, these were begun and not ended: " + status.unfinished());
        }
        return lines;
    }

    private static String standing(Status status) {
        return switch (status.standing()) {
            case CURRENT -> "nothing is to be run";
            case BEHIND -> MigrationText.counted(status.pending().size()) + " to be run";
            case AHEAD -> "a newer version of the application was here";
            case FOREIGN -> "others were run than those that the application knows";
        };
    }

    private static Map<String, @Nullable Object> object(Status status) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("schema", status.schema());
        object.put("standing", status.standing().name().toLowerCase(Locale.ROOT));
        object.put("number", status.head().number());
        object.put("hash", status.head().hash());
        object.put("pending", MigrationText.objects(status.pending()));
        object.put("underWay", status.run().map(run -> run.number()).orElse(null));
        object.put("unfinished", status.unfinished());
        object.put("held", status.held());
        object.put("unrecorded", status.unrecorded());
        return object;
    }
}
