package dev.cairn.cli;

import dev.cairn.cli.option.ExitCode;
import dev.cairn.internal.ledger.Head;
import dev.cairn.schema.SchemaDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn current}. */
@Command(
        name = "current",
        mixinStandardHelpOptions = true,
        description = "Prints the number and the hash of the last migration of the database; 0 is before the first.")
final class CurrentCommand implements Callable<Integer> {
    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        Head head = of.migrator(schema).status().head();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("schema", schema.name());
        object.put("number", head.number());
        object.put("hash", head.hash());
        output.tell(object, (head.number() + " " + head.hash()).strip());
        return ExitCode.DONE.number();
    }
}
