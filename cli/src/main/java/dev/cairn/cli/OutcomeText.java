package dev.cairn.cli;

import dev.cairn.Outcome;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.schema.SchemaDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an upgrade or a downgrade did. */
final class OutcomeText {
    private OutcomeText() {}

    static void tell(Output output, SchemaDescriptor schema, Outcome outcome) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("event", "outcome");
        object.put("schema", schema.name());
        object.put("from", outcome.from());
        object.put("to", outcome.to());
        object.put("ran", MigrationText.objects(outcome.ran()));
        String where = schema.name() + " is " + MigrationText.of(outcome.to(), schema.migrations());
        output.tell(
                object,
                outcome.isNothing()
                        ? "Nothing to do: " + where + "."
                        : MigrationText.counted(outcome.ran().size()) + " done: " + where + ".");
    }
}
