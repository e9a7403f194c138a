package dev.cairn.integration.chaos;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

/**
 * How a call of {@code upgrade()} ended.
 *
 * @param text the exception; empty where there was none
 */
record Ending(Kind kind, String text) {
    private static final int CONNECTIONS = 3;
    private static final int LEASES_OF_SILENCE = 3;

    enum Kind {
        DONE,
        /** Somebody has to look whether a step ran. */
        ASKED,
        /** With an exception that says what to do. */
        STOPPED,
        /** With one that nobody expects. */
        BROKEN,
        KILLED
    }

    static final Ending KILLED = new Ending(Kind.KILLED, "");

    static Ending ofUpgrade(DisturbedSchema schema, String url, MigratorOptions options) {
        try {
            Migrator.of(schema.descriptor(), url, options).upgrade();
            return new Ending(Kind.DONE, "");
        } catch (UncertainStepException uncertain) {
            return new Ending(Kind.ASKED, uncertain.toString());
        } catch (MigrationException stopped) {
            return new Ending(Kind.STOPPED, stopped.toString());
        } catch (RuntimeException unexpected) {
            StringWriter trace = new StringWriter();
            unexpected.printStackTrace(new PrintWriter(trace));
            return new Ending(Kind.BROKEN, trace.toString());
        }
    }

    /** Of a migrator that polls often, and does not wait long for a server that is silent. */
    static MigratorOptions options(String author, Duration lease) {
        Duration limit = lease.multipliedBy(LEASES_OF_SILENCE);
        return MigratorOptions.DEFAULT
                .connectTimeout(limit)
                .readTimeout(limit)
                .statementTimeout(limit)
                .loadTimeout(limit)
                .author(author)
                .lease(lease)
                .patience(lease.multipliedBy(20).plusSeconds(30))
                .connections(CONNECTIONS)
                .polling(Duration.ofMillis(5), Duration.ofMillis(200));
    }

    /** Returns the simple name of the exception's class; empty if there was none. */
    String exception() {
        String name = text.split("[:\\s]", 2)[0];
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    /** Reads what {@link #toString} writes. */
    static Ending parse(String line) {
        String[] words = line.split(" ", 2);
        return new Ending(Kind.valueOf(words[0]), words.length > 1 ? words[1] : "");
    }

    /** In one line. */
    @Override
    public String toString() {
        return (kind + " " + text.replaceAll("\\s+", " ")).strip();
    }
}
