package dev.cairn.integration.chaos;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

/**
 * The end of a call of {@code upgrade()}.
 *
 * @param text the exception; empty if there was none
 */
record Ending(Kind kind, String text) {
    private static final int CONNECTION_COUNT = 3;
    private static final int LEASES_PER_TIMEOUT = 3;

    enum Kind {
        DONE,
        /** An operator has to find out whether a step ran. */
        ASKED,
        /** The call failed with an exception that names the next action. */
        STOPPED,
        /** The call failed with an unexpected exception. */
        BROKEN,
        KILLED
    }

    static final Ending KILLED = new Ending(Kind.KILLED, "");

    static Ending ofUpgrade(DisturbedSchema schema, String url, MigratorOptions options) {
        try {
            Migrator.of(schema.descriptor(), url, options).upgrade();
            return new Ending(Kind.DONE, "");
        } catch (UncertainStepException failure) {
            return new Ending(Kind.ASKED, failure.toString());
        } catch (MigrationException failure) {
            return new Ending(Kind.STOPPED, failure.toString());
        } catch (RuntimeException failure) {
            StringWriter stackTrace = new StringWriter();
            failure.printStackTrace(new PrintWriter(stackTrace));
            return new Ending(Kind.BROKEN, stackTrace.toString());
        }
    }

    /** Returns options with frequent polls and a short limit for a silent server. */
    static MigratorOptions createOptions(String author, Duration lease) {
        Duration timeout = lease.multipliedBy(LEASES_PER_TIMEOUT);
        return createPatientOptions(author, lease)
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .statementTimeout(timeout)
                .loadTimeout(timeout);
    }

    /** Returns options with frequent polls, and the default timeouts for a silent server. */
    static MigratorOptions createPatientOptions(String author, Duration lease) {
        return MigratorOptions.DEFAULT
                .author(author)
                .lease(lease)
                .patience(lease.multipliedBy(20).plusSeconds(30))
                .connections(CONNECTION_COUNT)
                .pollIntervals(Duration.ofMillis(5), Duration.ofMillis(200));
    }

    /** Returns the simple name of the exception's class; empty if there was none. */
    String exceptionName() {
        String name = text.split("[:\\s]", 2)[0];
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    /** Parses the result of {@link #toString}. */
    static Ending parse(String line) {
        String[] words = line.split(" ", 2);
        return new Ending(Kind.valueOf(words[0]), words.length > 1 ? words[1] : "");
    }

    /** Returns the ending as one line, which {@link #parse} reads. */
    @Override
    public String toString() {
        return (kind + " " + text.replaceAll("\\s+", " ")).strip();
    }
}
