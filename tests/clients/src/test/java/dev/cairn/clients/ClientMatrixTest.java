package dev.cairn.clients;

import dev.cairn.random.Breadth;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The matrix of clients and operations, and its table in docs/testing.md, which {@code -Dgolden.update=true} writes.
 */
@Tag(Breadth.LONG)
@TestInstance(Lifecycle.PER_CLASS)
class ClientMatrixTest {
    private final ObservedServer server = ObservedServer.start();
    private final ClientTable table = new ClientTable();

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @TestFactory
    Stream<DynamicNode> eachClientDoesEachOperation() {
        return Stream.concat(
                KnownClient.ALL.stream().map(this::operations),
                Stream.of(DynamicTest.dynamicTest("the table in docs/testing.md", table::compare)));
    }

    private DynamicNode operations(KnownClient known) {
        OpenedClient client = new OpenedClient(known, server);
        Stream<DynamicTest> operations = Arrays.stream(Operation.values())
                .map(operation -> DynamicTest.dynamicTest(operation.title(), () -> {
                    server.clear();
                    try {
                        operation.check(client.client(), server);
                        table.add(known.name(), operation, "");
                    } catch (MissingOperationException missing) {
                        table.add(known.name(), operation, String.valueOf(missing.getMessage()));
                    }
                }));
        return DynamicContainer.dynamicContainer(
                known.name(), Stream.concat(operations, Stream.of(DynamicTest.dynamicTest("close", client::close))));
    }

    /** A client that is opened by the first operation. If that fails or is skipped, so are the others. */
    private static final class OpenedClient {
        private final KnownClient known;
        private final ObservedServer server;
        private @Nullable DatabaseClient client;
        private @Nullable Exception failure;

        OpenedClient(KnownClient known, ObservedServer server) {
            this.known = known;
            this.server = server;
        }

        DatabaseClient client() throws Exception {
            if (failure != null) {
                throw failure;
            }
            if (client == null) {
                try {
                    client = known.opening().open(server.address());
                } catch (Exception cause) {
                    failure = cause;
                    throw cause;
                }
            }
            return client;
        }

        void close() throws Exception {
            if (client != null) {
                client.close();
            }
        }
    }
}
