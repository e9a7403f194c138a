package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;

/** The operations of the matrix, each with a check of its result. */
enum Operation {
    CONNECT {
        @Override
        void check(DatabaseClient client, ObservedServer server) throws Exception {
            assertThat(client.connect()).isEqualTo(ObservedServer.DATABASE);
        }
    },
    METADATA {
        @Override
        void check(DatabaseClient client, ObservedServer server) throws Exception {
            // Some clients know columns only from rows.
            server.insert(Sample.ALL);
            assertThat(client.metadata()).isEqualTo(Sample.COLUMNS);
        }
    },
    INSERT {
        @Override
        void check(DatabaseClient client, ObservedServer server) throws Exception {
            client.insert(Sample.ALL);
            assertThat(server.samples()).isEqualTo(Sample.ALL);
        }
    },
    QUERY {
        @Override
        void check(DatabaseClient client, ObservedServer server) throws Exception {
            server.insert(Sample.ALL);
            assertThat(client.query()).isEqualTo(Sample.ALL);
        }
    },
    PREPARED {
        @Override
        void check(DatabaseClient client, ObservedServer server) throws Exception {
            server.insert(Sample.ALL);
            server.relay().forgetCommands();
            List<Sample> samples = Sample.ALL.subList(0, 2);
            for (Sample sample : samples) {
                assertThat(client.prepared(sample)).isEqualTo(sample);
            }
            assertThat(server.relay().commands()).contains(Relay.PREPARE_COMMAND, Relay.EXECUTE_COMMAND);
        }
    },
    STREAMING {
        @Override
        void check(DatabaseClient client, ObservedServer server) throws Exception {
            long rows = ObservedServer.NUMBER_COUNT;
            assertThat(client.streaming()).isEqualTo(rows * (rows + 1) / 2);
        }
    },
    /** A frontend ignores SET autocommit, and does not announce that a transaction is open. */
    TRANSACTION {
        @Override
        void check(DatabaseClient client, ObservedServer server) throws Exception {
            Sample first = Sample.ALL.get(0);
            Sample second = Sample.ALL.get(1);
            client.transaction(first, second);
            List<Sample> rows = server.samples();
            if (rows.equals(List.of(first, second)) && !server.hasBegun()) {
                throw new MissingOperationException(AUTOCOMMIT_REASON);
            }
            if (rows.isEmpty() && server.hasBegun() && !server.hasEnded()) {
                throw new MissingOperationException(UNANNOUNCED_REASON);
            }
            assertThat(rows).containsExactly(second);
        }
    },
    ERROR {
        @Override
        void check(DatabaseClient client, ObservedServer server) throws Exception {
            assertThat(client.error()).isEqualTo(1064);
        }
    };

    private static final String AUTOCOMMIT_REASON = "begins by `SET autocommit`, which has no effect";
    private static final String UNANNOUNCED_REASON = "waits for the flag of an open transaction, which is never set";

    /** Lets a client do the operation, on an empty table of samples. */
    abstract void check(DatabaseClient client, ObservedServer server) throws Exception;

    /** Returns the name of the column. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
